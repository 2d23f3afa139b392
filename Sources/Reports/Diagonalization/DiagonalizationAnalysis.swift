import Arithmetic
import Definitions
import LinearAlgebra

/// Makes the report of a state matrix.
///
///     let report = try DiagonalizationAnalysis(StateMatrix(.legS, order: 64)).run()
///
/// The exact side comes from discs at a precision that is doubled until every eigenvalue is known to the bits asked
/// for; the float side is this library's own QR algorithm in `Float` and `Double`, which gives the same bits on every
/// machine, and LAPACK, whose results are reported to the nearest power of ten only.
public struct DiagonalizationAnalysis: Sendable {
  public struct Options: Sendable {
    /// The bits of each eigenvalue that have to be certain.
    public var accuracyBits: Int
    /// The precision beyond which the matrix is called defective, or too nearly so.
    public var cap: Precision
    /// The decimal digits for which the narrowest format is looked for.
    public var digits: Double
    /// The seed of the random directions of the perturbations.
    public var seed: UInt64
    /// How many points a side of the grid of the pseudospectra has, and the precision of its values.
    public var gridSide: Int
    public var gridPrecision: Precision
    public var threads: Int

    public init(
      accuracyBits: Int = 53, cap: Precision = Precision(bits: 2048), digits: Double = 3, seed: UInt64 = 1,
      gridSide: Int = 100, gridPrecision: Precision = .double, threads: Int = 1
    ) {
      self.accuracyBits = accuracyBits
      self.cap = cap
      self.digits = digits
      self.seed = seed
      self.gridSide = gridSide
      self.gridPrecision = gridPrecision
      self.threads = threads
    }
  }

  /// How far a run is.
  public struct Progress: Sendable {
    public let fraction: Double
    public let activity: String
  }

  public let matrix: StateMatrix
  public let options: Options

  public init(_ matrix: StateMatrix, options: Options = Options()) {
    self.matrix = matrix
    self.options = options
  }

  /// - Throws: `LinearAlgebraError` where an iteration does not converge.
  public func run(progress: @escaping @Sendable (Progress) -> Void = { _ in }) throws -> DiagonalizationReport {
    progress(Progress(fraction: 0, activity: "enclosing the eigenvalues"))
    let spectrum = try CertifiedSpectrum(of: matrix, options: options) { bits in
      progress(Progress(fraction: 0.05, activity: "enclosing the eigenvalues with \(bits) bits"))
    }
    let reference = ReferenceResponse(matrix, spectrum)
    progress(Progress(fraction: 0.3, activity: "diagonalizing in float32 and float64"))
    let losses = try FloatLosses(matrix, spectrum, reference).all
    var perturbations: [DiagonalizationReport.Perturbation] = []
    let study = try reference.map { try PerturbationStudy(matrix, $0, options) }
    if let study {
      let exponents = PerturbationStudy.exponents(order: matrix.order)
      for (index, exponent) in exponents.enumerated() {
        let fraction = 0.4 + 0.4 * Double(index) / Double(exponents.count)
        progress(Progress(fraction: fraction, activity: "perturbing by 2^\(exponent)"))
        perturbations.append(try study.perturbation(exponent))
      }
    }
    let pseudospectrum = try Pseudospectrum(
      // The singular values of a large matrix at this precision take minutes.
      spectrum.system, isReal: matrix.isReal, eigenvalues: spectrum.enclosed.values, side: options.gridSide,
      precision: options.gridPrecision, certifying: matrix.order <= 48, threads: options.threads
    ) { done, total in
      progress(
        Progress(
          fraction: 0.8 + 0.15 * Double(done) / Double(total), activity: "row \(done) of \(total) of the pseudospectra")
      )
    }
    progress(Progress(fraction: 0.95, activity: "drawing"))
    let formats = FormatTable(matrix, spectrum, perturbations).rows
    return DiagonalizationReport(
      matrix: .init(
        name: matrix.name, title: matrix.title, order: matrix.order, isReal: matrix.isReal, vectors: matrix.vectors,
        frobeniusNorm: spectrum.system.matrix.frobeniusNormBound.double),
      summary: DiagonalizationSummary(matrix, spectrum, losses, perturbations, formats, digits: options.digits).text,
      precision: spectrum.precision.bits, eigenvalues: spectrum.rows, isDiagonalizable: spectrum.isSimple,
      conditionBounds: spectrum.conditionBounds, losses: losses, perturbations: perturbations, formats: formats,
      digits: options.digits,
      pseudospectrum: pseudospectrum.brackets.map {
        .init(
          real: $0.real, imaginary: $0.imaginary, lower: $0.value.lower.approximation,
          upper: $0.value.upper.approximation)
      },
      figures: try DiagonalizationFigures(matrix, spectrum, study, perturbations).all
        + [pseudospectrum.figure("pseudospectra", of: matrix.title)])
  }
}
