import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// What LAPACK gets wrong about LegS, and what it hides.
  static let lapackTrap = Claim(
    "ptd.K2-lapack-trap", title: "LAPACK's eigenvalues of the triangular LegS are exact, and mean nothing",
    statement: """
      (a) From the triangular A dgeev finds the eigenvalues without error and unit eigenvectors to 12 digits and \
      more; only V^-1 B is wrong: the transfer function at s = i errs by u max_j kappa_j, up to a factor. (b) From Q \
      A Q^T, Q orthogonal, the eigenvalues themselves err by u ||A|| max_j kappa_j, up to a factor, though the \
      residuals are those of a backward stable algorithm.
      """,
    source: Source(
      "folklore behind Gu, Goel & Re (2111.00396) and Yu et al., Robustifying SSMs", arXiv: "2310.01698",
      "sections 1 and 4", .derived),
    hypotheses: [
      Hypothesis("balancing", "LAPACK permutes before it iterates, as its driver does"),
      Hypothesis("non-normal", "A is LegS, not its normal part"),
    ],
    method: .numerical,
    notes: [
      "The exact spectrum is the closed form of ptd.K1-kappa-legs in balls. Q is a product of two reflections with "
        + "vectors of integers, exactly orthogonal; Q A Q^T is computed in balls and rounded once to doubles, which "
        + "perturbs it by at most u ||A||_F, less than the 40 n u ||A||_F that a backward stable algorithm is allowed "
        + "here (residuals up to that pass LAPACK's own tests).",
      "Numbers that LAPACK computed are printed as powers of two: they differ from machine to machine. In (b) the "
        + "bounds are those of n <= 16, where the first-order error is below the gaps: errors are at least 2^-14 u "
        + "||A||_F max_j kappa_j.",
      "The catalogue's figures, 2e-11 (n = 8), 3.5e-5 (16), 2.1 (24) ... 330 (128) for the rotated eigenvalues and "
        + "3.6e-12, 2.5e-7, 2.3 for G(i), are of this order here; they depend on Q and on the build and are not "
        + "compared digit by digit.",
    ],
    effort: 0.06,
    check: Check(Rotation.any(8...16)) { rotation, precision in
      try rotation.triangular(.driver, precision) + rotation.rotated(.legS, precision)
    },
    falsifiers: [
      Falsifier(
        "no balancing", dropping: "balancing",
        Check(Rotation.any(8...16), { try $0.triangular(.none, $1) })),
      Falsifier(
        "the normal part of LegS, rotated", dropping: "non-normal",
        Check(Rotation.any(8...16), { try $0.rotatedNormalPart($1) })),
    ],
    figures: [
      FigureRecipe("lapack-eigenvalue-error") { _ in try eigenvalueErrorFigure() }
    ])

  /// LegS of an order, and a rotation.
  struct Rotation: Sendable {
    let order: Int
    let reflections: [[Int]]

    static func any(_ orders: ClosedRange<Int>) -> Generator<Rotation> {
      Generator { draw in
        let n = try draw(.integer(in: orders))
        let vector = Generator<[Int]>.array(of: .integer(in: -9...9), count: n...n)
        let reflections = [try draw(vector), try draw(vector)]
        // A reflection that leaves most coordinates alone mixes too little, and two that are alike undo each other.
        func inner(_ x: [Int], _ y: [Int]) -> Int { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        let (x, y) = (reflections[0], reflections[1])
        guard reflections.allSatisfy({ $0.count { $0 != 0 } > n / 2 }),
          2 * inner(x, y) * inner(x, y) < inner(x, x) * inner(y, y)
        else { throw Discarded() }
        return Rotation(order: n, reflections: reflections)
      }
    }

    var values: [NamedValue] { [NamedValue("n", order), NamedValue("Q", reflections)] }

    /// Q A Q^T in balls.
    func matrix(_ family: PerturbedInstance.Family, _ precision: Precision) -> Matrix<Ball> {
      RandomMatrices.rotated(family.matrix(order, in: precision), reflections: reflections)
    }

    /// The spectrum of Q A Q^T, with vectors.
    func spectrum(_ precision: Precision) -> EnclosedSpectrum {
      var spectrum = LegS(order: order).spectrum(precision: precision)
      func rotated(_ x: [Disc]) -> [Disc] {
        RandomMatrices.rotated(x, reflections: reflections, in: precision)
      }
      if let right = spectrum.right, let left = spectrum.left {
        let columns = (0..<order).map { rotated(right.column($0)) }
        spectrum.right = Matrix(order, order, in: precision) { columns[$1][$0] }
        spectrum.left = Matrix((0..<order).map { rotated(left.row($0)) }, in: precision)
      }
      return spectrum
    }

    /// u ||A||_F max_j kappa_j.
    private func firstOrder(_ norm: Ball, _ precision: Precision) -> Ball {
      norm * Ball(LegS(order: order).conditionNumbers.max() ?? 1, in: precision) * Ball(0x1p-53, in: precision)
    }

    /// The eigenvalues, the vectors and the transfer function from the triangular matrix.
    func triangular(_ balancing: LAPACK.Balancing, _ precision: Precision) throws -> [Evidence] {
      let working = precision.adding(guardBits: 128)
      let float: Matrix<Double> = HiPPO.legS.matrix(order: order, in: Intrinsic())
      let system = try LAPACK.eigensystem(of: float, balancing: balancing)
      let computed = EnclosedSpectrum(system, in: working)
      let reference = LegS(order: order).spectrum(precision: working)
      let exact: Matrix<Ball> = HiPPO.legS.matrix(order: order, in: working)
      let comparison = try SpectrumComparison(
        matrix: Matrix<Disc>(exact), reference: reference, computed: computed, unitRoundoff: 0x1p-53)
      var evidence = [
        Evidence("the eigenvalues are exact", holds: Truth(comparison.largestError.upper.signum == 0), at: values)
      ]
      guard balancing == .driver, let right = system.right else { return evidence }
      evidence.append(
        atMost("the sine of the largest angle of an eigenvector", comparison.largestSine, Ball(0x1p-40, in: working)))
      // V^-1 B by elimination in the same arithmetic, C = (1, ..., 1): the first element alone sees a single mode.
      let input: [Double] = HiPPO.legS.input(order: order, in: Intrinsic())
      let modal = try LAPACK.solve(right, Matrix(column: input.map { Complex($0) }, in: Intrinsic())).column(0)
      let exactInput: [Ball] = HiPPO.legS.input(order: order, in: working)
      let modes = ModalComparison(
        reference: reference, computed: computed,
        modalInput: modal.map { Disc(Ball($0.real, in: working), Ball($0.imaginary, in: working)) },
        input: exactInput.map { Disc($0) }, output: (0..<order).map { _ in Disc(1, in: working) },
        points: [Disc(Ball(0, in: working), Ball(1, in: working))])
      let size = Ball(LegS(order: order).conditionNumbers.max() ?? 1, in: working) * Ball(0x1p-53, in: working)
      evidence.append(
        atMost(
          "2^-12 u max kappa against |G(i) - computed|", size * Ball(0x1p-12, in: working), modes?.transferErrors[0]))
      evidence.append(
        atMost("|G(i) - computed| against 2^6 u max kappa", modes?.transferErrors[0], size * Ball(64, in: working)))
      return evidence
    }

    /// The eigenvalues of Q A Q^T.
    func rotated(_ family: PerturbedInstance.Family, _ precision: Precision) throws -> [Evidence] {
      let working = precision.adding(guardBits: 128)
      let exact = matrix(family, working)
      let system = try LAPACK.eigensystem(of: exact.map(in: Intrinsic()) { $0.approximation })
      let comparison = try SpectrumComparison(
        matrix: Matrix<Disc>(exact), reference: spectrum(working), computed: EnclosedSpectrum(system, in: working),
        unitRoundoff: 0x1p-53)
      return [
        atMost(
          "2^-14 u ||A||_F max kappa against the largest error of an eigenvalue",
          firstOrder(comparison.norm, working) * Ball(0x1p-14, in: working), comparison.largestError),
        atMost("the largest residual against 40 n u ||A||_F", comparison.largestResidual, comparison.allowance),
        Evidence("every error is explained by conditioning", holds: Truth(comparison.isExplained), at: values),
      ]
    }

    /// The normal part in the place of A: its largest error against the bound that LegS exceeds.
    func rotatedNormalPart(_ precision: Precision) throws -> [Evidence] {
      let working = precision.adding(guardBits: 128)
      let exact = matrix(.normalPart, working)
      let computed = EnclosedSpectrum(
        try LAPACK.eigensystem(of: exact.map(in: Intrinsic()) { $0.approximation }), in: working)
      let comparison = try SpectrumComparison(
        matrix: Matrix<Disc>(exact),
        reference: EnclosedSpectrum(values: try LegSNormalSpectrum(order: order).eigenvalues(precision: working)),
        computed: computed, unitRoundoff: 0x1p-53)
      return [
        atMost(
          "2^-14 u ||A||_F max kappa against the largest error of an eigenvalue",
          firstOrder(comparison.norm, working) * Ball(0x1p-14, in: working), comparison.largestError)
      ]
    }

    /// left <= right, decided with the full numbers and printed to powers of two.
    private func atMost(_ statement: String, _ left: Ball?, _ right: Ball?) -> Evidence {
      guard let left, let right else { return Evidence(statement, holds: .undecided, at: values) }
      return Conditioning.coarse(statement, left, atMost: right, at: values)
    }
  }

  /// left <= right where a side comes from LAPACK: decided with the numbers as they are, printed to the nearest powers
  /// of two, so that a report does not depend on the machine.
  static func coarse(_ statement: String, _ left: Ball, atMost right: Ball, at instance: [NamedValue]) -> Evidence {
    func rounded(_ x: Ball) -> Double { x.approximation > 0 ? powerOfTwo(near: x.approximation) : x.approximation }
    let (x, y) = (rounded(left), rounded(right))
    return Evidence(
      statement, .atMost, left: "about \(x)", right: "about \(y)", truth: left.isAtMost(right),
      ratio: y > 0 && x.isFinite ? x / y : nil, at: instance)
  }

  private static func eigenvalueErrorFigure() throws -> FigureData {
    let orders = [4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128]
    var (raw, single, rotated, rotatedSingle, bound, boundSingle):
      ([Double], [Double], [Double], [Double], [Ball], [Ball]) =
        ([], [], [], [], [], [])
    for n in orders {
      let precision = Precision(bits: 64 + 8 * n)
      var random = SplitMix64(seed: UInt64(n))
      let reflections = (0..<2).map { _ in (0..<n).map { _ in Int(random.below(19)) - 9 } }
      let rotation = Rotation(order: n, reflections: reflections)
      let reference = LegS(order: n).spectrum(precision: precision)
      let exact: Matrix<Ball> = HiPPO.legS.matrix(order: n, in: precision)
      let turned = rotation.matrix(.legS, precision)
      func error<R: LAPACKReal>(_ matrix: Matrix<Ball>, _: R.Type) throws -> Double {
        let values = try LAPACK.eigensystem(of: matrix.map(in: Intrinsic()) { R($0.approximation) }, vectors: [])
        let comparison = try SpectrumComparison(
          matrix: Matrix<Disc>(matrix), reference: EnclosedSpectrum(values: reference.values),
          computed: EnclosedSpectrum(values, in: precision), unitRoundoff: Double(R.unitRoundoff))
        let error = comparison.largestError.approximation
        return error > 0 ? powerOfTwo(near: error) : .nan
      }
      raw.append(try error(exact, Double.self))
      single.append(try error(exact, Float.self))
      rotated.append(try error(turned, Double.self))
      rotatedSingle.append(try error(turned, Float.self))
      let size =
        exact.frobeniusNorm * Ball(LegS(order: n).conditionNumbers.max() ?? 1, in: precision)
        * IntegerConstant(n)
      // Beyond the norm of A an error says nothing.
      func capped(_ x: Ball) -> Ball { Ball.minimum(x, exact.frobeniusNorm) }
      bound.append(capped(size * Ball(0x1p-53, in: precision)))
      boundSingle.append(capped(size * Ball(0x1p-24, in: precision)))
    }
    return FigureData(
      "lapack-eigenvalue-error", title: "Errors of LAPACK's eigenvalues of LegS",
      caption: """
        The largest error of an eigenvalue of LegS that xGEEV computes, against the exact -1, ..., -n, to the nearest \
        power of two. From the triangular matrix the eigenvalues are read off its diagonal, and the error is 0 (not \
        drawn). From Q A Q^T with an orthogonal Q, rounded once, the errors follow u n ||A||_F max kappa_j, which is \
        enclosed and drawn up to ||A||_F; beyond it the computed eigenvalues lie on a curve of the pseudospectrum.
        """,
      xLabel: "n", yLabel: "largest error", logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: [
        FigureData.Column("float64, rotated", rotated, style: .points),
        FigureData.Column("float32, rotated", rotatedSingle, style: .points),
        FigureData.Column("float64, triangular", raw, style: .points),
        FigureData.Column("float32, triangular", single, style: .points),
        FigureData.Column("n u ||A||_F max kappa_j, float64", bound),
        FigureData.Column("n u ||A||_F max kappa_j, float32", boundSingle),
      ])
  }
}
