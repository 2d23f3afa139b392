import Definitions

/// A way to compute a kernel: the definition, or a form that is equal to it algebraically.
public struct Form: Hashable, Sendable {
  /// How its rounding errors compare with the definition's.
  public enum Accuracy: Hashable, Sendable {
    /// The definition: what the reference is, in the order of its equation.
    case definition
    /// Each term meets the same products, and sums in another order: within the definition's bound with more additions.
    case sameProducts
    /// Rounding errors of another kind (differences of cumulative gates, logarithms, transforms): a bound of its own.
    case lessAccurate
  }

  /// The name, as `--algorithm` takes it: `recurrent`, `chunked`, `parallel`, `scan`, `fft`, ...
  public let name: String
  public let accuracy: Accuracy
  /// How the affine recurrence is solved, in kernels that are one.
  public let affine: AffineForm
  /// What it does, in one line, which completes "computed by ...".
  public let summary: String

  public init(_ name: String, _ accuracy: Accuracy, _ affine: AffineForm = .recurrent, _ summary: String) {
    self.name = name
    self.accuracy = accuracy
    self.affine = affine
    self.summary = summary
  }

  /// The recurrence, step by step: the first form of most kernels.
  public static let recurrent = Form("recurrent", .definition, .recurrent, "the recurrence, step by step")
  /// Masked attention, the decays as products of gates.
  public static let parallel = Form("parallel", .sameProducts, .parallel, "masked attention over all pairs of steps")
  /// Chunks, the decays inside a chunk as products of gates.
  public static func chunked(_ size: Int) -> Form {
    Form("chunked-\(size)", .sameProducts, .chunked(size: size), "chunks of \(size) steps with products of gates")
  }
  /// Chunks, the decays inside a chunk as exponentials of differences of cumulative gates.
  public static func logarithmicChunked(_ size: Int) -> Form {
    Form(
      "chunk-\(size)", .lessAccurate, .logarithmicChunked(size: size),
      "chunks of \(size) steps with differences of cumulative log-gates")
  }
  /// The parallel scans over the steps, where the state's decay is diagonal.
  public static let scans: [Form] = [
    Form("scan-hillis-steele", .sameProducts, .scan(.hillisSteele), "the scan of Hillis and Steele"),
    Form("scan-blelloch", .sameProducts, .scan(.blelloch), "the scan of Blelloch"),
    Form("scan-brent-kung", .sameProducts, .scan(.brentKung), "the scan of Brent and Kung"),
  ]
  /// The UT transform of the delta rule inside chunks.
  public static func wy(_ size: Int) -> Form {
    Form("wy-\(size)", .lessAccurate, .wy(size: size), "the UT transform (WY form) in chunks of \(size) steps")
  }
}
