/// A format that the kernels are compiled for: `Float` and `Double`.
///
/// The underscored requirements are the kernels on raw memory. They check nothing: pointers, extents and strides are the
/// caller's word, and the instruction set is one that the machine has.
public protocol KernelScalar: BinaryFloatingPoint, Sendable {
  /// Channels in one vector.
  static var _lanes: Int { get }

  static func _exp(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ count: Int, _ set: InstructionSet)
  static func _softplus(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ count: Int, _ set: InstructionSet)
  static func _silu(_ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ count: Int, _ set: InstructionSet)

  /// The steps of batch row `row` from the `from`-th on, in the direction of the scan, after the state `initial`.
  static func _run(
    _ scan: _DiagonalScan<Self>, row: Int, from: Int, initial: _DiagonalScan<Self>.Pair,
    _ range: (first: Int, count: Int), _ execution: Execution)
  static func _scratch(scanBlocksChannels channels: Int) -> Int
  /// Blocks first ..< first + count: their totals, or from their carries their states.
  static func _run(
    _ scan: _DiagonalScan<Self>, _ blocks: _ScanBlocks<Self>, totals: Bool, first: Int, count: Int,
    scratch: UnsafeMutableRawPointer, _ set: InstructionSet)

  /// Bytes of scratch, aligned to 64, for a run over `channels` channels.
  static func _scratch(diagonalModelChannels channels: Int, state: Int) -> Int
  static func _scratch(selectiveScanChannels channels: Int, state: Int) -> Int
  /// Channels first ..< first + count of batch row `row`.
  static func _run(
    _ model: _DiagonalModel<Self>, row: Int, first: Int, count: Int, scratch: UnsafeMutableRawPointer,
    _ set: InstructionSet)
  static func _run(
    _ scan: _SelectiveScan<Self>, row: Int, first: Int, count: Int, scratch: UnsafeMutableRawPointer,
    _ set: InstructionSet)

  static func _scratch(linearAttentionKeys keys: Int, values: Int, chunk: Int) -> Int
  static func _run(_ head: _LinearAttention<Self>, scratch: UnsafeMutableRawPointer, _ set: InstructionSet)
  static func _run(_ update: _SelectiveUpdate<Self>, _ set: InstructionSet)
  static func _normalize(
    _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>, rows: Int, count: Int, epsilon: Self,
    _ set: InstructionSet)

  /// Bytes of a spectrum, and of the scratch of a convolution.
  static func _scratch(transformLength: Int) -> Int
  /// The spectra of the kernels of a vector's lanes, of `count` numbers each.
  static func _formSpectrum(
    _ plan: _TransformPlan<Self>, _ kernels: [UnsafePointer<Self>?], reversed: [UnsafePointer<Self>?]?, count: Int,
    spectrum: UnsafeMutableRawPointer, _ set: InstructionSet)
  static func _convolve(
    _ plan: _TransformPlan<Self>, _ convolution: _Convolution<Self>, count: Int, spectrum: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer, _ set: InstructionSet)
}

/// The arguments of the diagonal scan on raw memory; shapes as in ``DiagonalScanKernel``, imaginary parts nil where there
/// are none.
public struct _DiagonalScan<Scalar> {
  public typealias Pair = (UnsafePointer<Scalar>?, UnsafePointer<Scalar>?)
  public typealias MutablePair = (UnsafeMutablePointer<Scalar>?, UnsafeMutablePointer<Scalar>?)
  /// 2 for complex numbers, else 1.
  public var parts: Int
  public var a: Pair
  public var decayVaries: Bool
  public var b: Pair
  public var initial: Pair
  public var resets: UnsafePointer<UInt8>?
  public var states: MutablePair
  public var batch: Int
  public var length: Int
  public var channels: Int
  public var isReversed: Bool
}

/// The blocks of one batch row of a ``_DiagonalScan``; the arrays are of shape (batch, blocks + 1, channels).
public struct _ScanBlocks<Scalar> {
  public typealias MutablePair = (UnsafeMutablePointer<Scalar>?, UnsafeMutablePointer<Scalar>?)
  public var row: Int
  public var block: Int
  public var blocks: Int
  public var total: MutablePair
  public var product: MutablePair
  public var carry: MutablePair
}

/// The arguments of the diagonal model on raw memory; shapes as in ``DiagonalModelKernel``.
public struct _DiagonalModel<Scalar> {
  public typealias Pair = (UnsafePointer<Scalar>?, UnsafePointer<Scalar>?)
  public typealias MutablePair = (UnsafeMutablePointer<Scalar>?, UnsafeMutablePointer<Scalar>?)
  public var length: Int
  public var channels: Int
  public var state: Int
  public var input: UnsafePointer<Scalar>?
  public var output: UnsafeMutablePointer<Scalar>?
  public var transition: Pair
  public var inputGain: Pair
  public var outputGain: Pair
  public var feedthrough: UnsafePointer<Scalar>?
  public var initial: Pair
  public var final: MutablePair
  public var factor: Scalar
}

/// The arguments of the selective scan on raw memory; shapes as in ``SelectiveScanKernel``.
public struct _SelectiveScan<Scalar> {
  public var groups: Int
  /// Of one group.
  public var channels: Int
  public var length: Int
  public var state: Int
  public var input: UnsafePointer<Scalar>?
  public var steps: UnsafePointer<Scalar>?
  public var gate: UnsafePointer<Scalar>?
  public var output: UnsafeMutablePointer<Scalar>?
  public var eigenvalues: UnsafePointer<Scalar>?
  public var inputGains: UnsafePointer<Scalar>?
  public var outputGains: UnsafePointer<Scalar>?
  public var inputGainsAreConstant: Bool
  public var outputGainsAreConstant: Bool
  public var feedthrough: UnsafePointer<Scalar>?
  public var stepBias: UnsafePointer<Scalar>?
  public var initial: UnsafePointer<Scalar>?
  public var final: UnsafeMutablePointer<Scalar>?
  public var softplus: Bool
}

/// The arguments of one head of ``MatrixStateRecurrence`` on raw memory; strides are those of a step.
public struct _LinearAttention<Scalar> {
  public var length: Int
  public var keys: Int
  public var values: Int
  public var chunk: Int
  public var queries: UnsafePointer<Scalar>?
  public var keyRows: UnsafePointer<Scalar>?
  /// Of the queries and the keys.
  public var keyStride: Int
  public var valueRows: UnsafePointer<Scalar>?
  /// Of the values, the gate and the output.
  public var valueStride: Int
  public var logGates: UnsafePointer<Scalar>?
  public var multipliers: UnsafePointer<Scalar>?
  public var strengths: UnsafePointer<Scalar>?
  /// Of the gates, the multipliers and the strengths.
  public var stepStride: Int
  public var feedthrough: UnsafePointer<Scalar>?
  public var feedthroughVaries: Bool
  public var gate: UnsafePointer<Scalar>?
  public var starts: UnsafePointer<UInt8>?
  public var scale: Scalar
  public var initial: UnsafePointer<Scalar>?
  public var final: UnsafeMutablePointer<Scalar>?
  /// Of a key and of a value.
  public var stateStrides: (Int, Int)
  public var output: UnsafeMutablePointer<Scalar>?
}

/// The arguments of one head of ``SelectiveUpdateKernel`` on raw memory; strides are those of a row.
public struct _SelectiveUpdate<Scalar> {
  public var rows: Int
  public var state: Int
  public var before: UnsafePointer<Scalar>?
  public var after: UnsafeMutablePointer<Scalar>?
  public var input: UnsafePointer<Scalar>?
  public var gate: UnsafePointer<Scalar>?
  public var output: UnsafeMutablePointer<Scalar>?
  public var inputGains: UnsafePointer<Scalar>?
  public var outputGains: UnsafePointer<Scalar>?
  public var eigenvalues: UnsafePointer<Scalar>?
  public var eigenvalueStride: Int
  /// Whether each mode has an eigenvalue of its own.
  public var eigenvaluesVary: Bool
  public var steps: UnsafePointer<Scalar>?
  public var stepStride: Int
  public var feedthrough: UnsafePointer<Scalar>?
  public var feedthroughStride: Int
}

/// The sequences of the lanes of one vector, for ``FFTConvolutionKernel``.
public struct _Convolution<Scalar> {
  public var input: [UnsafePointer<Scalar>?]
  public var preGate: [UnsafePointer<Scalar>?]?
  public var postGate: [UnsafePointer<Scalar>?]?
  public var feedthrough: [UnsafePointer<Scalar>?]?
  public var output: [UnsafeMutablePointer<Scalar>?]
}

/// The tables of a ``FourierPlan``.
public struct _TransformPlan<Scalar> {
  public var length: Int
  public var roots: UnsafePointer<Scalar>
  public var positions: UnsafePointer<Int>
}
