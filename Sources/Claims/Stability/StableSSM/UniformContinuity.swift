import Arithmetic
import Definitions

extension StableSSM {
  /// f is stable iff log|f| is uniformly continuous; g = e^omega - 1.
  static let uniformContinuity = Claim(
    "stablessm.D3.4-uc",
    title: "A reparameterization is stable iff log|f| is uniformly continuous",
    statement: """
      Let omega be the modulus of continuity of log|f|. The smallest g of Definition 3.4 is g(beta) = e^omega(beta) - 1, \
      since the larger of |f(w)/f(v) - 1| and |f(v)/f(w) - 1| is e^|log f(w)/f(v)| - 1. Hence f is stable iff \
      omega(0+) = 0, and then |f(w)| <= |f(0)| e^(C (|w| + 1)) with C = omega(1), and not less than its reciprocal form.
      """,
    source: derived("Definition 3.4, characterised"),
    hypotheses: [
      Hypothesis("f < 0", "f maps the real line into the negative numbers", untested: "see stablessm.D3.4-identity"),
      Hypothesis("omega(0+) = 0", "log|f| is uniformly continuous: for the maps drawn, Lipschitz with constant K"),
    ],
    method: .certified,
    notes: [
      "Random maps are products, powers and compositions of exp, softplus, logistic, 1 + w^2, 1 + w^4 and e^(sin w), whose "
        + "logarithms have known Lipschitz constants K, so that omega(beta) <= K beta.",
      "A map that only keeps the eigenvalue negative is not enough: -e^(w^2), -e^(-w^3) and -e^(sin(w^2)) are negative and "
        + "smooth everywhere, and each falsifier finds a pair of near weights whose eigenvalues differ by a factor.",
    ],
    check: { draw, precision in
      let map = NegativeMap(&draw)
      let w = draw.rational(in: -20...20, denominator: 8)
      let beta = draw.rational(above: 0, upTo: 2, denominator: 16)
      let v = w + beta * draw.rational(in: -1...1, denominator: 8)
      guard v != w, map.lipschitz > 0 else { throw Discarded() }
      let (x, y) = (Ball(w, in: precision), Ball(v, in: precision))
      let difference = (map.logarithm(x) - map.logarithm(y)).magnitude
      // The two stability integrals, each with f(w)/f(v) formed from the values.
      let ratio = Ball.exp(map.logarithm(x)) / Ball.exp(map.logarithm(y))
      let forth = (ratio - 1).magnitude
      let back = (1 / ratio - 1).magnitude
      let larger = forth.midpoint < back.midpoint ? back : forth
      let values = [NamedValue("log|f|", map), NamedValue("w", w), NamedValue("v", v)]
      let constant = Ball(map.lipschitz, in: precision)
      let growth = constant * Ball(w.magnitude + 1, in: precision)
      let zero = map.logarithm(Ball(0, in: precision))
      var evidence = [
        Evidence(
          "e^-K(|w| + 1) <= |f(w)|/|f(0)| <= e^K(|w| + 1), as logarithms", (map.logarithm(x) - zero).magnitude,
          atMost: growth, at: values),
        Evidence(
          "max(|f(w)/f(v) - 1|, |f(v)/f(w) - 1|) <= e^(K beta) - 1", larger,
          atMost: Ball.expMinusOne(constant * Ball(beta * Rational(1025, 1024), in: precision)),
          at: values + [NamedValue("beta", beta), NamedValue("K", map.lipschitz)]),
      ]
      if difference.isPositive.isTrue {
        evidence.append(
          Evidence(
            "max(|f(w)/f(v) - 1|, |f(v)/f(w) - 1|) = e^|log f(w)/f(v)| - 1", larger,
            agreesWith: Ball.expMinusOne(difference), bits: 40, at: values))
      }
      return evidence
    },
    falsifiers: [
      Falsifier("-e^(w^2) with g(beta) = e^beta - 1", dropping: "omega(0+) = 0") { draw, precision in
        nearPair("w^2", &draw, precision, first: { $0 }, second: { n, beta in n + beta }) { Ball.pow($0, 2) }
      },
      Falsifier("-e^(-w^3) with g(beta) = e^beta - 1", dropping: "omega(0+) = 0") { draw, precision in
        nearPair("-w^3", &draw, precision, first: { $0 }, second: { n, beta in n + beta }) { -Ball.pow($0, 3) }
      },
      Falsifier("-e^(sin(w^2)) with a bound below 1/2 for beta <= 1/10", dropping: "omega(0+) = 0") { draw, precision in
        // w = sqrt(2 pi n), v = sqrt(2 pi n + pi/2): |v - w| -> 0, and log f differs by 1.
        let n = draw.integer(in: 0...100_000)
        let pi = Ball.pi(in: precision)
        let w = Ball.sqrt(2 * pi * IntegerConstant(n))
        let v = Ball.sqrt(2 * pi * IntegerConstant(n) + pi / 2)
        guard (v - w).isLess(than: Ball(Rational(1, 10), in: precision)).isTrue else { throw Discarded() }
        let f = [w, v].map { Ball.exp(Ball.sin($0 * $0)) }
        return [
          Evidence(
            "|f(v)/f(w) - 1| <= 1/2", (f[1] / f[0] - 1).magnitude, atMost: Ball(Rational(1, 2), in: precision),
            at: [NamedValue("w", w), NamedValue("v", v)])
        ]
      },
    ],
    quoted: { precision in
      [
        Evidence(
          "e^2 - 1, the bound of -e^(sin(w^2)) for every beta", Ball.expMinusOne(Ball(2, in: precision)),
          isQuotedAs: "6.389")
      ]
    })

  private static func nearPair(
    _ name: String, _ draw: inout Draw, _ precision: Precision, first: (Rational) -> Rational,
    second: (Rational, Rational) -> Rational, logarithm: (Ball) -> Ball
  ) -> [Evidence] {
    let n = Rational(draw.integer(in: 1...50), 1)
    let beta = 1 / Rational(draw.integer(in: 1...100), 1)
    let (w, v) = (first(n), second(n, beta))
    let difference = (logarithm(Ball(v, in: precision)) - logarithm(Ball(w, in: precision))).magnitude
    return [
      Evidence(
        "|f(v)/f(w) - 1| <= e^beta - 1", Ball.expMinusOne(difference),
        atMost: Ball.expMinusOne(Ball(beta, in: precision)),
        at: [NamedValue("log|f|", name), NamedValue("w", w), NamedValue("v", v), NamedValue("beta", beta)])
    ]
  }
}

/// A random f < 0 given through log|f|, with a Lipschitz constant of it.
private indirect enum NegativeMap: CustomStringConvertible {
  case of(Reparameterization)
  /// 1 + w^2 and 1 + w^4: |2 w/(1 + w^2)| <= 1, and 4 |w|^3/(1 + w^4) <= 3^(3/4) < 16/7.
  case polynomial(Int)
  /// e^(sin w).
  case wave
  case product(NegativeMap, NegativeMap)
  case power(NegativeMap, Int)
  /// f(s w).
  case scaled(NegativeMap, Rational)
  /// f(sin w).
  case ofSine(NegativeMap)

  init(_ draw: inout Draw, depth: Int = 3) {
    switch draw.integer(in: 0...(depth > 0 ? 7 : 4)) {
    case 0: self = .of(.exponential)
    case 1: self = .of(.softplus)
    case 2: self = .of(.logistic)
    case 3: self = .polynomial(draw.bool() ? 4 : 2)
    case 4: self = .wave
    case 5: self = .product(NegativeMap(&draw, depth: depth - 1), NegativeMap(&draw, depth: depth - 1))
    case 6: self = .power(NegativeMap(&draw, depth: depth - 1), draw.integer(in: -2...2))
    default:
      let inner = NegativeMap(&draw, depth: depth - 1)
      self = draw.bool() ? .ofSine(inner) : .scaled(inner, draw.rational(in: -2...2, denominator: 4))
    }
  }

  /// log|f(w)|.
  func logarithm(_ w: Ball) -> Ball {
    switch self {
    case .of(.exponential): w
    case .of(let map): Ball.log(-map(w))
    case .polynomial(let degree): Ball.log(onePlus: Ball.pow(w, degree))
    case .wave: Ball.sin(w)
    case .product(let f, let g): f.logarithm(w) + g.logarithm(w)
    case .power(let f, let n): IntegerConstant(n) * f.logarithm(w)
    case .scaled(let f, let s): f.logarithm(w * Ball(s, in: w.context))
    case .ofSine(let f): f.logarithm(Ball.sin(w))
    }
  }

  /// K with |log|f(w)| - log|f(v)|| <= K |w - v|.
  var lipschitz: Rational {
    switch self {
    case .of, .wave: 1
    case .polynomial(let degree): degree == 2 ? 1 : Rational(16, 7)
    case .product(let f, let g): f.lipschitz + g.lipschitz
    case .power(let f, let n): f.lipschitz * Rational(abs(n), 1)
    case .scaled(let f, let s): f.lipschitz * s.magnitude
    case .ofSine(let f): f.lipschitz
    }
  }

  var description: String {
    switch self {
    case .of(.exponential): "w"
    case .of(let map): "log|\(map)(w)|"
    case .polynomial(let degree): "log(1 + w^\(degree))"
    case .wave: "sin w"
    case .product(let f, let g): "(\(f)) + (\(g))"
    case .power(let f, let n): "\(n) (\(f))"
    case .scaled(let f, let s): "(\(f)) at \(s) w"
    case .ofSine(let f): "(\(f)) at sin w"
    }
  }
}
