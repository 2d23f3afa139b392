import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// The coefficients of the history satisfy the LegS equation.
  static let projectionDynamics = Claim(
    "hippo.T2-legs-ode",
    title: "The coefficients of the whole history satisfy the LegS equation",
    statement: """
      c_k(t) = (1/t) int_0^t f(x) sqrt(2k + 1) P_k(2x/t - 1) dx satisfies c' = (A c + B f(t))/t.
      """,
    source: hippo("Theorem 2"),
    hypotheses: [
      Hypothesis("scaled", "both terms have the factor 1/t"),
      Hypothesis("sign", "A has the eigenvalues -1, ..., -N; the paper writes -A/t with the opposite sign"),
      Hypothesis("continuous at t", "f is integrable, and continuous at t", untested: "at a jump c has no derivative"),
    ],
    method: .exact,
    notes: [
      "f is a random polynomial; c_k(t)/sqrt(2k + 1) is then a polynomial in t, and the two sides of t c' = A c"
        + " + B f are compared coefficient by coefficient. The polynomials are dense in the integrable functions."
    ],
    effort: 0.5,
    check: Check(History.generator) { $0.satisfiesEquation(sign: 1, $1) },
    falsifiers: [
      Falsifier(
        "B f without the factor 1/t", dropping: "scaled",
        Check(History.generator) { history, _ in
          history.satisfiesEquation(input: Polynomial([0, 1]) * history.polynomial)
        }),
      Falsifier(
        "the paper's sign with this A", dropping: "sign",
        Check(History.generator) {
          $0.satisfiesEquation(sign: -1, $1)
        }),
    ])

  /// Dilating time dilates the coefficients.
  static let timescaleEquivariance = Claim(
    "hippo.P3-timescale",
    title: "LegS does not see the time scale",
    statement: "If h(t) = f(a t) with a > 0, then the LegS coefficients are c^(h)(t) = c^(f)(a t).",
    source: hippo("Proposition 3"),
    hypotheses: [
      Hypothesis("scaled measure", "the window is the whole history [0, t]"),
      Hypothesis("dilation", "h is f at a t, without an offset"),
      Hypothesis("continuous time", "the discrete recurrence has the property only approximately"),
    ],
    method: .exact, effort: 0.5,
    check: Check(Dilation.generator) { dilation, _ in dilation.isEquivariant(LegendreProjection.scaled) },
    falsifiers: [
      Falsifier(
        "the sliding window of LegT", dropping: "scaled measure",
        Check(Dilation.generator) { dilation, _ in
          dilation.isEquivariant(LegendreProjection.sliding)
        }),
      Falsifier(
        "f(a t + 1)", dropping: "dilation",
        Check(Dilation.generator.with { $0.offset = 1 }) { dilation, _ in
          dilation.isEquivariant(LegendreProjection.scaled)
        }),
      Falsifier(
        "Euler's recurrence on the function sampled twice as often", dropping: "continuous time",
        Check(Dilation.generator, isSampledEquivariantly)),
    ])

  /// The state after `samples` Euler steps over [0, 1].
  private static func sampled(_ dilation: Dilation, _ samples: Int) -> [Rational] {
    var state = Array(repeating: Rational.zero, count: dilation.order)
    for k in 1...samples {
      let share = Rational(1, k)
      let f = dilation.polynomial(Rational(k, samples))
      LegSUpdate.advance(&state, implicit: .zero, explicit: share)
      state = state.map { $0 + share * f }
    }
    return state
  }

  private static func isSampledEquivariantly(_ dilation: Dilation, _ precision: Precision) -> Evidence {
    Evidence(
      "c after 6 samples = c after 12 samples of the same function", sampled(dilation, 6), equal: sampled(dilation, 12),
      at: dilation.values)
  }
}

/// A polynomial f and an order N.
private struct History: Sendable {
  let coefficients: [Rational]
  let order: Int

  static let generator = Generator { draw in
    History(coefficients: try draw(.coefficients(0...20)), order: try draw(.integer(in: 1...16)))
  }

  var polynomial: Polynomial<Rational> { Polynomial(coefficients) }

  func satisfiesEquation(sign: Rational, _ precision: Precision) -> Evidence {
    satisfiesEquation(sign: sign, input: polynomial)
  }

  /// t g' = sign M g + b f, coefficient by coefficient.
  func satisfiesEquation(sign: Rational = 1, input: Polynomial<Rational>) -> Evidence {
    let g = LegendreProjection.scaled(polynomial, order: order)
    let degree = coefficients.count
    let left = g.flatMap { (Polynomial([0, 1]) * $0.derivative).padded(to: degree) }
    let matrix = HiPPOClaims.legSTwin(order).scaled(by: sign)
    let columns = Matrix(g.map { $0.padded(to: degree) }, in: Intrinsic())
    let right = (matrix * columns).rowArrays.flatMap { (Polynomial($0) + input).padded(to: degree) }
    return Evidence(
      "t g' = M g + b f", left, equal: right, at: [NamedValue("f", coefficients), NamedValue("N", order)])
  }
}

/// A polynomial f and h(t) = f(a t + b).
private struct Dilation: Sendable {
  let coefficients: [Rational]
  let order: Int
  let factor: Rational
  var offset: Rational = 0

  static let generator = Generator { draw in
    Dilation(
      coefficients: try draw(.coefficients(1...12)), order: try draw(.integer(in: 1...12)),
      factor: try draw(.rational(above: 0, upTo: 5, denominator: 8)))
  }

  var polynomial: Polynomial<Rational> { Polynomial(coefficients) }
  var values: [NamedValue] {
    [NamedValue("f", coefficients), NamedValue("N", order), NamedValue("a", factor)]
  }

  func isEquivariant(_ project: (Polynomial<Rational>, Int) -> [Polynomial<Rational>]) -> Evidence {
    let dilated = polynomial.composed(with: Polynomial([offset, factor]))
    let scaledTime = Polynomial([Rational.zero, factor])
    return Evidence(
      "c of f(a t) at t = c of f at a t", project(dilated, order).flatMap { $0.padded(to: coefficients.count) },
      equal: project(polynomial, order).flatMap { $0.composed(with: scaledTime).padded(to: coefficients.count) },
      at: values)
  }
}
