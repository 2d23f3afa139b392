/// Something about a model that its builder should know, with the modes that it is about.
public struct Finding: Sendable, Equatable, Encodable {
  /// What was found, the most serious first.
  public enum Kind: String, Sendable, Equatable, Encodable, CaseIterable {
    /// A mode grows: Re lambda > 0, |a| > 1.
    case unstableMode
    /// A mode is exactly on the boundary, |a| = 1, where its design does not put it there.
    case marginalMode
    /// The precision ran out before a mode was decided.
    case undecidedMode
    /// A decay of a stable mode has modulus above 1 after rounding to a format.
    case roundsAboveOne
    /// A decay rounds to modulus exactly 1: the state never forgets.
    case roundsToOne
    /// A parameter or a decay is not a finite number of the format.
    case roundsToInfinity
    /// A decay rounds to 0: the state is forgotten at once.
    case roundsToZero
    /// The file does not tell the scheme of an oscillator, and another would not decay.
    case unknownScheme
    /// A mode is on the unit circle by design.
    case conservativeMode
    /// The half-life of a mode is longer than a million tokens.
    case veryLongMemory
    /// Modes whose half-life is below one token.
    case memoryless
    /// Imaginary parts without a reparameterization.
    case freeImaginaryParts
    /// Eigenvalues that are trained directly.
    case directParameterization
  }

  /// How much it matters.
  public enum Severity: String, Sendable, Equatable, Encodable {
    /// The model is not stable, or that is not known.
    case error
    /// The model does not do in this format what it does in exact arithmetic.
    case warning
    /// Worth knowing.
    case note
  }

  public let kind: Kind
  public let severity: Severity
  /// The number format it is about; nil for exact arithmetic.
  public let format: String?
  /// What it is, in words.
  public let text: String
  /// How many modes it is about.
  public let modeCount: Int
  /// The modes, the worst first; none where it is about the parameterization or about a share of all modes.
  public let modes: [NamedMode]
}
