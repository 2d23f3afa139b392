import Arithmetic
import Definitions
import PropertyTesting

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
    check: Check(Pair.continuous, growsAtMostExponentially, isBounded, isClosedForm),
    falsifiers: [
      Falsifier(
        "-e^(w^2) with g(beta) = e^beta - 1", dropping: "omega(0+) = 0",
        Check(Pair.near(.steep(.square)), isBounded)),
      Falsifier(
        "-e^(-w^3) with g(beta) = e^beta - 1", dropping: "omega(0+) = 0", Check(Pair.near(.steep(.cube)), isBounded)),
      Falsifier(
        "-e^(sin(w^2)) with a bound below 1/2 for beta <= 1/10", dropping: "omega(0+) = 0",
        Check(Pair.near(.steep(.chirp)), isBounded)),
    ],
    quoted: { precision in
      [
        Evidence(
          "e^2 - 1, the bound of -e^(sin(w^2)) for every beta", Ball.expMinusOne(Ball(2, in: precision)),
          isQuotedAs: "6.389")
      ]
    })

  /// e^-K(|w| + 1) <= |f(w)|/|f(0)| <= e^K(|w| + 1).
  private static func growsAtMostExponentially(_ pair: Pair, _ precision: Precision) -> Evidence {
    let growth = pair.map.logarithm(Ball(pair.w, in: precision)) - pair.map.logarithm(Ball(0, in: precision))
    return Evidence(
      "e^-K(|w| + 1) <= |f(w)|/|f(0)| <= e^K(|w| + 1), as logarithms", growth.magnitude,
      atMost: Ball(pair.map.lipschitz, in: precision) * Ball(pair.w.magnitude + 1, in: precision), at: pair.values)
  }

  /// max(|f(w)/f(v) - 1|, |f(v)/f(w) - 1|) = e^|log f(w)/f(v)| - 1; where f(w) and f(v) may be equal there is nothing to say.
  private static func isClosedForm(_ pair: Pair, _ precision: Precision) -> Evidence? {
    let (x, y) = (Ball(pair.w, in: precision), Ball(pair.v, in: precision))
    let difference = (pair.map.logarithm(x) - pair.map.logarithm(y)).magnitude
    guard difference.isPositive.isTrue else { return nil }
    return Evidence(
      "max(|f(w)/f(v) - 1|, |f(v)/f(w) - 1|) = e^|log f(w)/f(v)| - 1", pair.integral(precision),
      agreesWith: Ball.expMinusOne(difference), bits: 40, at: pair.values)
  }

  /// max(|f(w)/f(v) - 1|, |f(v)/f(w) - 1|) <= e^(K beta) - 1.
  private static func isBounded(_ pair: Pair, _ precision: Precision) -> Evidence {
    // A little more than beta: a map with |log|f|'| = K attains the bound.
    let beta = Ball(pair.beta * Rational(1025, 1024), in: precision)
    return Evidence(
      "max(|f(w)/f(v) - 1|, |f(v)/f(w) - 1|) <= e^(K beta) - 1", pair.integral(precision),
      atMost: Ball.expMinusOne(Ball(pair.map.lipschitz, in: precision) * beta),
      at: pair.values + [NamedValue("beta", pair.beta), NamedValue("K", pair.map.lipschitz)])
  }
}

/// A map and two weights at most beta apart.
private struct Pair: Sendable {
  let map: NegativeMap
  let w, v, beta: Rational

  static let continuous = Generator { draw in
    let map = try draw(NegativeMap.continuous.filter { $0.lipschitz > 0 })
    let w = try draw(.rational(in: -20...20, denominator: 8))
    let beta = try draw(.rational(above: 0, upTo: 2, denominator: 16))
    let move = try draw(Generator<Rational>.rational(in: -1...1, denominator: 8).filter { $0 != 0 })
    return Pair(map: map, w: w, v: w + beta * move, beta: beta)
  }

  /// w and w + beta with beta = 1/10, 1/11, ..., 1/100, w up to 50.
  static func near(_ map: NegativeMap) -> Generator<Pair> {
    Generator { draw in
      let w = try draw(.rational(in: 1...50, denominator: 8))
      let beta = Rational(1, try draw(.integer(in: 10...100)))
      return Pair(map: map, w: w, v: w + beta, beta: beta)
    }
  }

  /// The larger of the two stability integrals, with f(w)/f(v) formed from the values.
  func integral(_ precision: Precision) -> Ball {
    let ratio = Ball.exp(map.logarithm(Ball(w, in: precision))) / Ball.exp(map.logarithm(Ball(v, in: precision)))
    let (forth, back) = ((ratio - 1).magnitude, (1 / ratio - 1).magnitude)
    return forth.midpoint < back.midpoint ? back : forth
  }

  var values: [NamedValue] { [NamedValue("log|f|", map), NamedValue("w", w), NamedValue("v", v)] }
}

/// A map f < 0 given through log|f|, with a Lipschitz constant of it.
private indirect enum NegativeMap: CustomStringConvertible, Sendable {
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
  /// Outside the hypothesis: no Lipschitz constant is one.
  case steep(Steep)

  enum Steep: String {
    case square = "w^2"
    case cube = "-w^3"
    /// From w = sqrt(2 pi n) to v = sqrt(2 pi n + pi/2) log|f| rises by 1, and |v - w| -> 0.
    case chirp = "sin(w^2)"
  }

  /// Products, powers and compositions of maps whose log|f| is Lipschitz.
  static let continuous = Generator<NegativeMap>.recursive(
    .oneOf(
      .element(of: [.of(.exponential), .of(.softplus), .of(.logistic), .polynomial(2), .polynomial(4), .wave])),
    depth: 3
  ) { inner in
    .oneOf(
      Generator<(NegativeMap, NegativeMap)>.tuple(inner, inner).map { .product($0, $1) },
      Generator<(NegativeMap, Int)>.tuple(inner, .integer(in: -2...2)).map { .power($0, $1) },
      Generator<(NegativeMap, Rational)>.tuple(inner, .rational(in: -2...2, denominator: 4)).map { .scaled($0, $1) },
      inner.map { .ofSine($0) })
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
    case .steep(.square): Ball.pow(w, 2)
    case .steep(.cube): -Ball.pow(w, 3)
    case .steep(.chirp): Ball.sin(Ball.pow(w, 2))
    }
  }

  /// K with |log|f(w)| - log|f(v)|| <= K |w - v|; of a steep map what is tried: 4, with which e^(K/10) - 1 < 1/2, or 1.
  var lipschitz: Rational {
    switch self {
    case .of, .wave: 1
    case .polynomial(let degree): degree == 2 ? 1 : Rational(16, 7)
    case .product(let f, let g): f.lipschitz + g.lipschitz
    case .power(let f, let n): f.lipschitz * Rational(abs(n), 1)
    case .scaled(let f, let s): f.lipschitz * s.magnitude
    case .ofSine(let f): f.lipschitz
    case .steep(let map): map == .chirp ? 4 : 1
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
    case .steep(let map): map.rawValue
    }
  }
}
