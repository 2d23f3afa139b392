import Arithmetic
import Definitions
import PropertyTesting

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
    check: Check(Pair.best(offset: .rational(in: 0...3, denominator: 4)), isBounded),
    correction: Correction(
      "f(w) = -1/(a w^2 + b) with a > 0 is stable iff b > 0; g(beta) tends to infinity as b -> 0.",
      Check(Pair.best(offset: .rational(above: 0, upTo: 3, denominator: 64)), isBounded)),
    falsifiers: [Falsifier("b = 0", dropping: "b > 0", Check(Pair.best(offset: .always(0)), isBounded))],
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

  /// |f(w)/f(v) - 1| at w = 1/N, v = 1/N + beta, against g(beta); at b = 0, where g is infinite, against 10^6.
  private static func isBounded(_ pair: Pair, _ precision: Precision) -> Evidence {
    let map = Reparameterization.best(a: pair.a, b: pair.b)
    // For b > 0 the inequality is strict except at the maximiser; a little more than beta decides it there too.
    let g = map.stabilityModulus(Ball(pair.beta * Rational(1025, 1024), in: precision))
    let (w, v) = (Ball(pair.w, in: precision), Ball(pair.v, in: precision))
    return Evidence(
      "|f(w)/f(v) - 1| <= g(beta), or 10^6 where there is no g", map.stabilityIntegral(from: w, to: v),
      atMost: g ?? Ball(1_000_000, in: precision), at: pair.values)
  }

  /// Two weights near 0 at the distance beta.
  private struct Pair: Sendable {
    let a, b, beta, w: Rational
    var v: Rational { w + beta }

    static func best(offset: Generator<Rational>) -> Generator<Pair> {
      Generator { draw in
        Pair(
          a: try draw(.rational(above: 0, upTo: 3, denominator: 4)), b: try draw(offset),
          beta: try draw(.rational(above: 0, upTo: 2, denominator: 4)), w: 1 / (try draw(.power(of: 10, in: 0...9))))
      }
    }

    var values: [NamedValue] {
      [
        NamedValue("a", a), NamedValue("b", b), NamedValue("w", w), NamedValue("v", v), NamedValue("beta", beta),
      ]
    }
  }
}
