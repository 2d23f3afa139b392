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

  static func _run(_ scan: _DiagonalScan<Self>, _ set: InstructionSet)
  static func _run(_ scan: _ComplexDiagonalScan<Self>, _ set: InstructionSet)

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
}

/// The arguments of the diagonal scan on raw memory: `count` channels out of `stride`, all of time.
public struct _DiagonalScan<Scalar> {
  public var a: UnsafePointer<Scalar>?
  /// `stride` where `a` depends on time, else 0.
  public var aStride: Int
  public var b: UnsafePointer<Scalar>?
  /// The state before the first step, or nil for zeros.
  public var initial: UnsafePointer<Scalar>?
  public var states: UnsafeMutablePointer<Scalar>?
  public var length: Int
  public var stride: Int
  public var count: Int
}

/// The same on complex numbers.
public struct _ComplexDiagonalScan<Scalar> {
  public typealias Pair = (UnsafePointer<Scalar>?, UnsafePointer<Scalar>?)
  public typealias MutablePair = (UnsafeMutablePointer<Scalar>?, UnsafeMutablePointer<Scalar>?)
  public var a: Pair
  public var aStride: Int
  public var b: Pair
  public var initial: Pair
  public var states: MutablePair
  public var length: Int
  public var stride: Int
  public var count: Int
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
  public var feedthrough: UnsafePointer<Scalar>?
  public var stepBias: UnsafePointer<Scalar>?
  public var initial: UnsafePointer<Scalar>?
  public var final: UnsafeMutablePointer<Scalar>?
  public var softplus: Bool
}
