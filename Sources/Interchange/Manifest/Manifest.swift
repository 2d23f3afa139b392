/// How a kernel was called: the object that goes with the tensors of one call, schema `ssm-oracle/1`.
///
/// Every field may be missing here; which ones a comparison needs is for it to say. In JSON the names are those of the
/// schema, `gate_domain` for `gateDomain`; a field that is null counts as missing, and fields that start with `x_` are
/// kept as they are.
public struct Manifest: Equatable, Sendable {
  /// Where the called function is from.
  public struct Upstream: Equatable, Sendable {
    public var package: String?
    public var function: String?
    public var version: String?
    public var commit: String?
    public init() {}
  }

  /// In which types the kernel accumulates, such as `fp32`, `tf32` or `bf16`.
  public struct Accumulation: Equatable, Sendable {
    /// Sums within a dot product.
    public var dot: String?
    /// The recurrent state.
    public var state: String?
    /// Where values are rounded on the way, as names of tensors and types.
    public var casts: [String]?
    public init() {}
  }

  /// The functions that the kernel calls.
  public struct Mathematics: Equatable, Sendable {
    /// The exponential, such as `expf`, `ex2.approx` or `__expf`.
    public var exp: String?
    /// Whether fast versions of functions are used.
    public var fast: Bool?
    /// Whether subnormal numbers are flushed to zero.
    public var flushesSubnormals: Bool?
    public init() {}
  }

  /// A factor on the queries or on the keys.
  public struct Scale: Equatable, Sendable {
    /// What the factor stands before.
    public enum Operand: String, CaseIterable, Sendable {
      case queries = "q"
      case keys = "k"
    }
    public var value: Double?
    public var appliedTo: Operand?
    public init() {}
  }

  /// What a gate tensor holds of a decay a: a itself, ln a, log2 a, ln(-ln a), or what the kernel makes a from.
  public enum GateDomain: String, CaseIterable, Sendable {
    case decay, log, log2, loglog, raw
  }

  /// Whether an output sees the state after or before its own step's update.
  public enum ReadTime: String, CaseIterable, Sendable {
    case after, before
  }

  /// How sequences of different lengths are told apart.
  public enum VariableLength: String, CaseIterable, Sendable {
    case none
    case sequenceIndex = "seq_idx"
    case cumulativeLengths = "cu_seqlens"
    case segmentPosition = "segment_pos"
    case mask
  }

  /// The name of the schema, the only value of the field `schema`.
  public static let schemaName = "ssm-oracle/1"

  /// The key of the manifest in the metadata of a safetensors file, and the name of the array in an `.npz` file.
  public static let key = "ssm_oracle_manifest"

  /// Whether the schema is named.
  public var namesSchema = false
  /// The kernel's id, such as `mamba2.ssd`.
  public var kernel: String?
  /// The function that was called.
  public var upstream: Upstream?
  /// The order of the axes, such as `BTHK`.
  public var layout: String?
  /// For each tensor the type that the kernel takes, and how the file keeps it, in the words of `StorageTags`.
  public var dtypes: [String: String]?
  public var accumulation: Accumulation?
  public var mathematics: Mathematics?
  public var scale: Scale?
  public var gateDomain: GateDomain?
  /// Options of the kernel: true or false, numbers, strings, null, or arrays of those.
  public var flags: [String: ManifestValue]?
  public var chunkSize: Int?
  public var subchunk: Int?
  /// Whether the axis of the values comes before that of the keys in a state.
  public var stateHasValuesFirst: Bool?
  public var readTime: ReadTime?
  public var variableLength: VariableLength?
  public var device: String?
  public var seed: Int?
  /// The algorithm that the kernel says it is: `recurrent`, `chunk`, `parallel`, `scan:TREE` or `fft`.
  public var declaredAlgorithm: String?
  /// The tolerances under which the kernel passes its own tests, by name: `rtol`, `atol`, `rms`.
  public var toleranceClaim: [String: Double]?
  /// Fields outside the schema, whose names start with `x_`.
  public var extensions: [String: ManifestValue] = [:]

  /// A manifest that says nothing.
  public init() {}
}
