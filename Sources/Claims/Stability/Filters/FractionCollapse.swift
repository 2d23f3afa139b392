import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// The forms in 53 bits.
  static let fractionCollapse = Claim(
    "ncdssm.N-collapse",
    title: "In float64 the matrix fraction loses e^(t (b - a)), the stationary form nothing",
    statement: """
      For a stable F = V diag(-a, -b) V^-1, a < b, evaluated in correctly rounded arithmetic of 53 bits, P_inf + Phi \
      (P_0 - P_inf) Phi* has a relative error of at most 4 u kappa(V)^2, with u = 2^-53 and Frobenius norms, for every \
      t. The matrix fraction C D^-1 and Van Loan's form have at most 4 u kappa(V)^2 e^(t (b - a)) while that is small, \
      and they do lose as much.
      """,
    source: Source(
      "derived here, about Ansari et al., NCDSSM", arXiv: "2301.11308", "the matrix fraction of the authors' code",
      .derived),
    hypotheses: [
      Hypothesis("small", "4 u kappa(V)^2 e^(t (b - a)) <= 2^-10: beyond it the fraction has no correct digit"),
      Hypothesis("form", "the stationary form: the small bound does not hold for the fraction"),
    ],
    method: .certified,
    notes: [
      "Double precision is emulated: the same definition over MPFR numbers of 53 bits, so that the result is the "
        + "same on every machine; its error is enclosed against balls.",
      "The catalogue has 3e-12 (t = 5), 7e-7 (t = 10), 178 % (t = 20) for the fraction and 6e4 for Van Loan's "
        + "block at t = 20, for a matrix that it does not give; the figure shows the same collapse for F = [-1, 3; 0, "
        + "-4].",
      "For a diagonal F the columns decouple and nothing is lost: the collapse needs eigenvectors that are not axes.",
    ],
    effort: 0.25,
    check: Check(Stiff.generator) { stiff, precision in
      [
        try stiff.bounded(.stationary, precision, growth: false), try stiff.bounded(.fraction, precision, growth: true),
        try stiff.bounded(.block, precision, growth: true),
      ]
    },
    falsifiers: [
      Falsifier(
        "t up to 20", dropping: "small",
        Check(Stiff.generator.with { $0.time = 20 }) { stiff, precision in
          [try stiff.bounded(.block, precision, atMost: Rational(1, 1024))]
        }),
      Falsifier(
        "the small bound for the fraction", dropping: "form",
        Check(Stiff.generator) { stiff, precision in [try stiff.bounded(.fraction, precision, growth: false)] }),
    ],
    figures: [FigureRecipe("fraction-collapse", make: collapseFigure)])

  fileprivate enum Form: String, CaseIterable {
    case fraction = "matrix fraction C D^-1"
    case block = "Van Loan's block exponential"
    case stationary = "P_inf + Phi (P_0 - P_inf) Phi*"

    func covariance<S: ConjugateArithmetic>(
      _ flow: CovarianceFlow<S>, from start: Matrix<S>, after time: S
    ) throws -> Matrix<S> {
      switch self {
      case .fraction: try flow.covarianceByFraction(from: start, after: time)
      case .block: try flow.covarianceByBlockExponential(from: start, after: time)
      case .stationary: try flow.covarianceByStationaryState(from: start, after: time)
      }
    }
  }

  /// F = V diag(-a, -b) V^-1 with a V of integers and determinant 1, so that F is exact in 53 bits.
  fileprivate struct Stiff: Sendable {
    let basis: Matrix<Rational>
    let slow: Rational
    let fast: Rational
    let diffusion: Matrix<Rational>
    let start: Matrix<Rational>
    var time: Rational

    static let generator = Generator { draw in
      let (k, m) = (Rational(try draw(.integer(in: 1...3))), Rational(try draw(.integer(in: -3...3))))
      let slow = Rational(try draw(.integer(in: 1...8)), 4)
      let gap = Rational(try draw(.integer(in: 4...12)), 4)
      return Stiff(
        basis: Matrix([[1 + k * m, m], [k, 1]], in: Intrinsic()), slow: slow, fast: slow + gap,
        diffusion: try draw(GaussianInstance.covariance(2, shift: 1)),
        start: try draw(GaussianInstance.covariance(2, shift: 1)), time: Rational(try draw(.integer(in: 1...80)), 4))
    }

    var drift: Matrix<Rational> {
      get throws { basis * Matrix(diagonal: [-slow, -fast], in: Intrinsic()) * (try basis.inverse()) }
    }

    func values(_ form: Form) throws -> [NamedValue] {
      [
        NamedValue("form", form.rawValue), NamedValue("F", try drift), NamedValue("Q", diffusion),
        NamedValue("P_0", start),
        NamedValue("t", time),
      ]
    }

    /// The form at time t in an arithmetic.
    private func covariance<S: ConjugateArithmetic>(
      _ form: Form, in context: S.Context, _: S.Type
    ) throws -> Matrix<S> {
      func convert(_ matrix: Matrix<Rational>) -> Matrix<S> { matrix.map(in: context) { S($0, in: context) } }
      return try form.covariance(
        CovarianceFlow(drift: convert(try drift), diffusion: convert(diffusion)), from: convert(start),
        after: S(time, in: context))
    }

    /// |P_53 - P|/|P| in Frobenius norms; nil where the emulated form divides by 0.
    func error(_ form: Form, _ precision: Precision) throws -> Ball? {
      guard let rounded = try? covariance(form, in: .double, BigFloat.self) else { return nil }
      // The reference has no use for the form that loses digits.
      let exact = try covariance(.stationary, in: precision, Ball.self)
      let difference = rounded.map(in: precision) { Ball($0) } - exact
      return Ball.sqrt(difference.squaredFrobeniusNorm / exact.squaredFrobeniusNorm)
    }

    /// 4 u kappa(V)^2, with e^(t (b - a)) or without.
    private func limit(_ precision: Precision, growth: Bool) throws -> Ball {
      let squared = basis.squaredFrobeniusNorm * (try basis.inverse().squaredFrobeniusNorm)
      let bound = Ball(squared, in: precision) * Ball.pow(Ball(2, in: precision), -51)
      return growth ? bound * Ball.exp(Ball(time * (fast - slow), in: precision)) : bound
    }

    func bounded(_ form: Form, _ precision: Precision, growth: Bool) throws -> Evidence {
      guard try limit(precision, growth: true).isAtMost(Ball(Rational(1, 1024), in: precision)).isTrue || !growth else {
        throw Discarded()
      }
      guard let error = try error(form, precision) else { throw Discarded() }
      let name = growth ? "4 u kappa(V)^2 e^(t (b - a))" : "4 u kappa(V)^2"
      return Evidence(
        "the relative error of \(form.rawValue) <= \(name)", error, atMost: try limit(precision, growth: growth),
        at: try values(form))
    }

    func bounded(_ form: Form, _ precision: Precision, atMost limit: Rational) throws -> Evidence {
      guard let error = try error(form, precision) else { throw Discarded() }
      return Evidence(
        "the relative error of \(form.rawValue) <= \(limit)", error, atMost: Ball(limit, in: precision),
        at: try values(form))
    }
  }

  private static func collapseFigure(_ precision: Precision) throws -> FigureData {
    let times = (1...80).map { Rational($0, 4) }
    // V = [1, -1; 0, 1].
    let identity = Matrix<Rational>(identity: 2, in: Intrinsic())
    let stiff = Stiff(
      basis: Matrix([[1, -1], [0, 1]], in: Intrinsic()), slow: 1, fast: 4, diffusion: identity, start: identity, time: 0
    )
    return try FigureData(
      "fraction-collapse", title: "Relative errors of the covariance between observations in 53 bits",
      caption: """
        F = [-1, 3; 0, -4], Q = P_0 = I, in emulated double precision; the errors are enclosed against the certified \
        P(t). The matrix fraction and Van Loan's block lose e^(3t), all digits from t = 12 on, where the covariance \
        has long been stationary; P_inf + Phi (P_0 - P_inf) Phi* loses none. Errors of 0, and times at which D is \
        singular in 53 bits, are not drawn.
        """,
      xLabel: "t", yLabel: "relative error", logY: true, x: FigureData.Column("t", times.map(\.approximation)),
      curves: Form.allCases.map { form in
        FigureData.Column(
          form.rawValue,
          try times.map { time in
            var at = stiff
            at.time = time
            let error = try at.error(form, Precision(bits: max(precision.bits, 192)))
            guard let error, !error.lowerMagnitude.isZero else { return .indeterminate(in: precision) }
            return error
          })
      })
  }
}
