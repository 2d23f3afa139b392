/// What diagonalizing a state matrix costs: its eigenvalues, enclosed, how ill-conditioned its eigenvectors are, what
/// that costs in a floating-point format, and which perturbation would mend it at what price.
///
/// Numbers are doubles near the enclosures that they come from; bounds are rounded outward. An infinite number is
/// `"inf"` in JSON.
public struct DiagonalizationReport: Sendable, Encodable {
  /// The matrix.
  public struct MatrixDescription: Sendable, Encodable {
    public let name: String
    public let title: String
    public let order: Int
    public let isReal: Bool
    /// What B and C of the transfer function are.
    public let vectors: String
    /// An upper bound of ||A||_F.
    public let frobeniusNorm: Double
  }

  /// An eigenvalue, or several that are not told apart.
  public struct Eigenvalue: Sendable, Encodable {
    /// The enclosing disc as text: midpoint +/- radius.
    public let enclosure: String
    public let real: Double
    public let imaginary: Double
    public let radius: Double
    /// How many bits of the value are certain.
    public let accuracyBits: Int
    /// How many eigenvalues the disc holds.
    public let multiplicity: Int
    /// kappa_j = |v_j| |w_j| / |w_j v_j|; nil where the vectors are not enclosed.
    public let condition: Double?
  }

  /// What a floating-point computation made of it.
  public struct Loss: Sendable, Encodable {
    /// Who computed, and in which format.
    public let method: String
    public let format: String
    /// log2 of the error that conditioning explains over the unit roundoff: the bits that may be lost, at most those of
    /// the format.
    public let bitsAtRisk: Int
    /// The largest error of an eigenvalue over ||A||_F, and over the eigenvalue itself.
    public let eigenvalueError: Double
    /// The largest residual over ||A||_F.
    public let residual: Double
    /// The largest sine of an angle between a computed and the exact eigenvector.
    public let sineOfAngle: Double?
    /// The largest relative error of a modal part v_j (V^-1 B)_j.
    public let modalError: Double?
    /// max |G computed - G| / max |G| over the frequencies of the report.
    public let transferError: Double?
    /// Whether conditioning explains every error of an eigenvalue.
    public let isExplained: Bool
    /// Whether the numbers come from LAPACK, and are therefore rounded to powers of ten.
    public let isCoarse: Bool
  }

  /// One perturbation A + E.
  public struct Perturbation: Sendable, Encodable {
    /// ||E||_F / ||A||_F.
    public let relativeSize: Double
    /// ||V||_F ||V^-1||_F with columns of 2-norm 1.
    public let condition: Double
    /// The largest real part of an eigenvalue of A + E.
    public let spectralAbscissa: Double
    /// max |G_P - G| / max |G|, to first order in E, without rounding.
    public let firstOrderDeviation: Double
    /// The same as measured: A + E diagonalized in this format, the transfer function of what came out.
    public let measured: [Measured]

    public struct Measured: Sendable, Encodable {
      public let format: String
      public let transferError: Double
    }
  }

  /// What a format can keep.
  public struct FormatDigits: Sendable, Encodable {
    public let format: String
    public let unitRoundoff: Double
    /// Decimal digits of the transfer function that are left when A is diagonalized as it is.
    public let direct: Double
    /// The same for A + E with the best perturbation tried, and that perturbation; nil for formats that are wider than
    /// the one in which the perturbations were tried.
    public let perturbed: Double?
    public let relativeSize: Double?
  }

  /// Proved bounds of sigma_min(z I - A) at a point z, rounded to doubles.
  public struct ResolventBracket: Sendable, Encodable {
    public let real: Double
    public let imaginary: Double
    public let lower: Double
    public let upper: Double
  }

  public let matrix: MatrixDescription
  public let summary: String
  /// The working precision with which the spectrum was certified.
  public let precision: Int
  public let eigenvalues: [Eigenvalue]
  /// Whether every eigenvalue is simple, and its vectors are enclosed.
  public let isDiagonalizable: Bool
  /// Certified bounds of the condition number of the best-scaled eigenvector matrix, max kappa_j and sum kappa_j; nil
  /// where the vectors are not enclosed.
  public let conditionBounds: ClosedRange<Double>?
  public let losses: [Loss]
  public let perturbations: [Perturbation]
  public let formats: [FormatDigits]
  /// The decimal digits that were asked for.
  public let digits: Double
  /// Levels of the pseudospectra, proved; none for a large matrix.
  public let pseudospectrum: [ResolventBracket]
  public let figures: [Figure]

  enum CodingKeys: String, CodingKey {
    case matrix, summary, precision, eigenvalues, isDiagonalizable, conditionBounds, losses, perturbations, formats,
      digits
    case pseudospectrum
  }

  /// 3 where an eigenvalue could not be enclosed apart from the others, else 0.
  public var exitCode: Int32 { isDiagonalizable ? 0 : 3 }
}
