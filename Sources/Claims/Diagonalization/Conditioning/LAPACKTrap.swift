import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// What LAPACK gets wrong about LegS, and what it hides.
  static let lapackTrap = Claim(
    "ptd.K2-lapack-trap", title: "LAPACK's eigenvalues of the triangular LegS are exact, and mean nothing",
    statement: """
      (a) From the triangular A dgeev finds the eigenvalues without error and unit eigenvectors to 12 digits and more; \
      yet the transfer function that they give errs at s = i by u max_j kappa_j, up to a factor. (b) From Q A Q^T, Q \
      orthogonal, the eigenvalues themselves err by u ||A|| max_j kappa_j, up to a factor, though the residuals are \
      those of a backward stable algorithm.
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
      "The catalogue blames V^-1 B. Measured here (OpenBLAS), its entries are right to 10 digits at n = 24, where G(i) "
        + "errs by 1/4, and lose their last digit only at n = 56: it is the sum over the modes that cancels, and "
        + "magnifies the rounding of V itself.",
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
      FigureRecipe("lapack-eigenvalue-error") { _ in try eigenvalueErrorFigure() },
      FigureRecipe("lapack-transfer-error") { _ in try transferErrorFigure() },
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
      let input: [Ball] = HiPPO.legS.input(order: order, in: working)
      let modes = try Conditioning.modes(
        right: right, computed: computed, reference: reference, input: input,
        output: Array(repeating: Ball(1, in: working), count: order))
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

  /// V^-1 B by elimination in float64, from computed vectors, and the transfer function at i: beside the exact ones.
  static func modes(
    right: Matrix<Complex<Double>>, computed: EnclosedSpectrum, reference: EnclosedSpectrum, input: [Ball],
    output: [Ball]
  ) throws -> ModalComparison? {
    let column = Matrix(column: input.map { Complex($0.approximation) }, in: Intrinsic())
    let context = input[0].context
    let modal = try LAPACK.solve(right, column).column(0).map {
      Disc(Ball($0.real, in: context), Ball($0.imaginary, in: context))
    }
    return ModalComparison(
      reference: reference, computed: computed, modalInput: modal, input: input.map { Disc($0) },
      output: output.map { Disc($0) }, points: [Disc(Ball(0, in: context), Ball(1, in: context))])
  }

  /// left <= right where a side comes from LAPACK: decided with the numbers as they are, printed to the nearest powers
  /// of two, and without a ratio to be made large, so that a report does not depend on the machine.
  static func coarse(_ statement: String, _ left: Ball, atMost right: Ball, at instance: [NamedValue]) -> Evidence {
    func rounded(_ x: Ball) -> Double { x.approximation > 0 ? powerOfTwo(near: x.approximation) : x.approximation }
    let (x, y) = (rounded(left), rounded(right))
    return Evidence(
      statement, .atMost, left: "about \(x)", right: "about \(y)", truth: left.isAtMost(right),
      at: instance)
  }
}
