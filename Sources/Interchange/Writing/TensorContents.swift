/// Tensors to be written to a file.
///
///     var contents = TensorContents(metadata: ["format": "pt"])
///     try contents.append("y", shape: [2, 3], .float32, values)
///     try contents.write(to: "y.safetensors", as: .safetensors)
///
/// Values are written as they are or not at all: nothing is rounded here. Equal contents make equal bytes.
public struct TensorContents: Sendable {
  /// One tensor, encoded: row-major and little-endian.
  struct Entry: Sendable {
    var name: String
    var shape: [Int]
    var elementType: ElementType
    var bytes: [UInt8]
  }

  /// Strings to be stored under `__metadata__` of a safetensors file.
  public var metadata: [String: String]

  /// What says how the kernel was called, to be stored with the tensors.
  public var manifest: Manifest?

  /// All tensors, in the order in which they were added.
  private(set) var entries: [Entry] = []
  private var names: Set<String> = []

  /// Starts with no tensors.
  public init(metadata: [String: String] = [:], manifest: Manifest? = nil) {
    self.metadata = metadata
    self.manifest = manifest
  }

  /// Adds a tensor of real numbers, each of which `elementType` must hold exactly.
  ///
  /// - Precondition: the product of `shape` is the number of values; no tensor has this name; `elementType` is readable and
  ///   real.
  /// - Throws: `notRepresentable`, naming the index and value.
  public mutating func append(
    _ name: String, shape: [Int], _ elementType: ElementType, _ values: [Double]
  ) throws(InterchangeError) {
    precondition(elementType.isReadable && !elementType.isComplex, "\(elementType.name) is not a type of real numbers")
    let bytes = try encode(name, shape, elementType, values, part: 1)
    append(name, shape: shape, elementType, bytes: bytes)
  }

  /// Adds a tensor of complex numbers, real and imaginary part in turns, each of which `elementType` must hold exactly.
  ///
  /// - Precondition: twice the product of `shape` is the number of values; no tensor has this name; `elementType` is C64 or
  ///   C128.
  /// - Throws: `notRepresentable`, naming the index and value.
  public mutating func append(
    _ name: String, shape: [Int], _ elementType: ElementType, complex values: [Double]
  ) throws(InterchangeError) {
    precondition(elementType.isComplex, "\(elementType.name) is not a type of complex numbers")
    let bytes = try encode(name, shape, elementType.component, values, part: 2)
    append(name, shape: shape, elementType, bytes: bytes)
  }

  /// Adds a tensor of integers, each of which `elementType` must hold.
  ///
  /// - Precondition: the product of `shape` is the number of values; no tensor has this name; `elementType` is one of
  ///   integers or BOOL, which holds 0 and 1.
  /// - Throws: `notRepresentable`, naming the index and value.
  public mutating func append(
    _ name: String, shape: [Int], _ elementType: ElementType, integers values: [Int64]
  ) throws(InterchangeError) {
    guard let range = elementType.integerRange else { preconditionFailure("\(elementType.name): no type of integers") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * elementType.bytes)
    for (position, value) in values.enumerated() {
      guard range.contains(value) else {
        throw unrepresentable(name, "\(value) at \(rowMajorIndices(of: position, in: shape))", elementType)
      }
      bytes.appendLittleEndian(UInt64(bitPattern: value), count: elementType.bytes)
    }
    append(name, shape: shape, elementType, bytes: bytes)
  }

  /// Adds a tensor of any type that is encoded already, little-endian and row-major.
  ///
  /// - Precondition: `bytes` has the size that `shape` and `elementType` ask for; no tensor has this name.
  public mutating func append(_ name: String, shape: [Int], _ elementType: ElementType, bytes: [UInt8]) {
    precondition(shape.allSatisfy { $0 >= 0 } && name != "__metadata__" && name != Manifest.key)
    precondition(elementType.byteCount(of: shape.reduce(1, *)) == bytes.count, "\(name): shape and size differ")
    precondition(names.insert(name).inserted, "\(name) is there already")
    entries.append(Entry(name: name, shape: shape, elementType: elementType, bytes: bytes))
  }

  /// The bytes of values of a type; `part` of them make an element.
  private func encode(
    _ name: String, _ shape: [Int], _ type: ElementType, _ values: [Double], part: Int
  ) throws(InterchangeError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * type.bytes)
    for (position, value) in values.enumerated() {
      guard let bits = type.exactBits(of: value) else {
        let place = rowMajorIndices(of: position / part, in: shape)
        throw unrepresentable(name, "\(value) at \(place)", type)
      }
      bytes.appendLittleEndian(bits, count: type.bytes)
    }
    return bytes
  }

  private func unrepresentable(_ name: String, _ found: String, _ type: ElementType) -> InterchangeError {
    InterchangeError(
      .notRepresentable, file: "new file", tensor: name, expected: "values that \(type.name) holds exactly",
      found: found)
  }
}

extension ElementType {
  /// The integers that the type holds, as far as 64 bits with a sign go; nil where it is no type of integers.
  fileprivate var integerRange: ClosedRange<Int64>? {
    switch self {
    case .int64: Int64.min...Int64.max
    case .int32: Int64(Int32.min)...Int64(Int32.max)
    case .int16: Int64(Int16.min)...Int64(Int16.max)
    case .int8: Int64(Int8.min)...Int64(Int8.max)
    case .uint64: 0...Int64.max
    case .uint32: 0...Int64(UInt32.max)
    case .uint16: 0...Int64(UInt16.max)
    case .uint8: 0...Int64(UInt8.max)
    case .bool: 0...1
    default: nil
    }
  }

  /// The bits of an element that is exactly this number, or nil where the type has none.
  fileprivate func exactBits(of value: Double) -> UInt64? {
    if self == .float64 { return value.bitPattern }
    if let encoding { return encoding.encode(value) }
    if self == .uint64, let whole = UInt64(exactly: value) { return whole }
    // Integers have one zero.
    guard let range = integerRange, let whole = Int64(exactly: value), range.contains(whole) else { return nil }
    return value == 0 && value.sign == .minus ? nil : UInt64(bitPattern: whole)
  }
}

extension [UInt8] {
  /// Appends the lowest `count` bytes of `bits`, lowest first.
  mutating func appendLittleEndian(_ bits: UInt64, count: Int) {
    for byte in 0..<count { append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte))) }
  }
}
