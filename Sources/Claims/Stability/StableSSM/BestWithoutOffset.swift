import Arithmetic
import Definitions

extension StableSSM {
  /// -1/(a w^2 + b) is stable iff b > 0.
  static let bestWithoutOffset = Claim(
    "stablessm.D3.4-b0",
    title: "The family 'a > 0, b >= 0' contains an unstable member",
    statement:
      "f(w) = -1/(a w^2 + b) with a > 0 and b >= 0 is a stable reparameterization: |f(w)/f(v) - 1| is bounded.",
    source: paper("the 'best' reparameterization"),
    hypotheses: [Hypothesis("b > 0", "the condition that is missing: at b = 0 f is not even defined at w = 0")],
    method: .certified,
    notes: [
      "At b = 0 the pair w = 1/N, v = 1/N + beta has f(w)/f(v) = (1 + N beta)^2, which no bound holds for every N; at "
        + "a = beta = 1 and N = 1000 it is 1001^2.",
      "A tiny b passes formally with a useless bound: b = 10^-12 has g(1) = 10^12 + 1.",
    ],
    check: { draw, precision in
      let a = draw.rational(above: 0, upTo: 3, denominator: 4)
      let b = draw.rational(in: 0...3, denominator: 4)
      return [pair(a: a, b: b, &draw, precision)]
    },
    correction: Correction("f(w) = -1/(a w^2 + b) with a > 0 is stable iff b > 0; g(beta) tends to infinity as b -> 0.")
    {
      draw, precision in
      let a = draw.rational(above: 0, upTo: 3, denominator: 4)
      return [pair(a: a, b: draw.rational(above: 0, upTo: 3, denominator: 64), &draw, precision)]
    },
    falsifiers: [
      Falsifier("b = 0", dropping: "b > 0") { draw, precision in
        [pair(a: draw.rational(above: 0, upTo: 3, denominator: 4), b: 0, &draw, precision)]
      }
    ],
    quoted: { precision in
      let offsets = [
        (Rational(1, 100), "0.105"), (Rational(1, 1_000_000), "1.0e2"), (Rational(1, 10_000_000_000), "1.0e6"),
      ]
      var evidence = offsets.compactMap { b, digits in
        Reparameterization.best(a: 1, b: b).stabilityModulus(Ball(Rational(1, 100), in: precision)).map {
          Evidence("g(1/100) at b = \(b)", $0, isQuotedAs: digits)
        }
      }
      let tiny = Reparameterization.best(a: 1, b: Rational(1, 1_000_000_000_000))
      if let g = tiny.stabilityModulus(Ball(1, in: precision)) {
        evidence.append(Evidence("g(1) at b = 10^-12", g, isQuotedAs: "1e12"))
      }
      return evidence
    })

  /// |f(w)/f(v) - 1| at w = 1/N, v = 1/N + beta, against g(beta); at b = 0, where g is infinite, against a drawn number.
  private static func pair(a: Rational, b: Rational, _ draw: inout Draw, _ precision: Precision) -> Evidence {
    let beta = draw.rational(above: 0, upTo: 2, denominator: 4)
    let n = draw.power(of: 10, in: 0...9)
    let bound = Rational(1_000_000, 1)
    let map = Reparameterization.best(a: a, b: b)
    let w = 1 / n
    let ratio = map.stabilityIntegral(from: Ball(w, in: precision), to: Ball(w + beta, in: precision))
    // For b > 0 the inequality is strict except at the maximiser; a little more than beta decides it there too.
    let g = map.stabilityModulus(Ball(beta * Rational(1025, 1024), in: precision)) ?? Ball(bound, in: precision)
    return Evidence(
      "|f(w)/f(v) - 1| <= \(b == 0 ? "a bound, here 10^6" : "g(beta)")", ratio, atMost: g,
      at: [
        NamedValue("a", a), NamedValue("b", b), NamedValue("w", w), NamedValue("v", w + beta),
        NamedValue("beta", beta),
      ])
  }
}
