extension Tensor {
  /// All elements as doubles, exactly, in row-major order.
  ///
  /// The floating-point types, booleans (0 and 1) and the integers of at most 32 bits always fit; NaNs keep their sign and
  /// payload.
  ///
  /// - Throws: `notRepresentable` for an integer of 64 bits that no double equals; `malformedTensor` for a boolean that is
  ///   neither 0 nor 1; `wrongElementType` for complex numbers and for types that are not readable; `truncated` where the
  ///   file was cut after it was opened.
  public func doubles() throws(InterchangeError) -> [Double] {
    guard !isComplex else {
      throw wrongType(expected: "real elements", found: "complex elements of \(elementType.name)")
    }
    return try parts(spacing: 1)
  }

  /// All elements as complex numbers, exactly, in row-major order: real and imaginary part in turns, `2 count` doubles.
  ///
  /// Where the tensor is real, the imaginary parts are 0.
  ///
  /// - Throws: as `doubles()`.
  public func complexDoubles() throws(InterchangeError) -> [Double] { try parts(spacing: isComplex ? 1 : 2) }

  /// The elements as doubles, none of which may be infinite or NaN.
  ///
  /// - Throws: `notFinite`, naming the tensor, the index and the value; else as `doubles()`.
  public func finiteDoubles() throws(InterchangeError) -> [Double] {
    let values = try doubles()
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw InterchangeError(
        .notFinite, file: path, tensor: name, expected: "finite numbers",
        found: "\(values[bad]) at index \(indices(at: bad))")
    }
    return values
  }

  /// The index and value of the first element that is infinite or NaN, or nil where all are finite.
  ///
  /// - Throws: as `doubles()`.
  public func firstNonFinite() throws(InterchangeError) -> (indices: [Int], value: Double)? {
    let values = try doubles()
    return values.firstIndex { !$0.isFinite }.map { (indices(at: $0), values[$0]) }
  }

  /// The elements, or the real and imaginary parts in turns, as doubles; behind each there are `spacing - 1` zeros.
  private func parts(spacing: Int) throws(InterchangeError) -> [Double] {
    switch elementType.component {
    case .float64:
      return try elements(spacing) { Double(bitPattern: UInt64(littleEndian: $0)) }
    case .float32:
      return try elements(spacing) { (bits: UInt32) in
        let value = Float(bitPattern: UInt32(littleEndian: bits))
        return value.isNaN ? FloatEncoding.binary32.decode(UInt64(value.bitPattern)) : Double(value)
      }
    case .float16:
      return try elements(spacing) { FloatEncoding.binary16.decode(UInt64(UInt16(littleEndian: $0))) }
    case .bfloat16:
      return try elements(spacing) { FloatEncoding.bfloat16.decode(UInt64(UInt16(littleEndian: $0))) }
    case .float8E4M3, .float8E5M2, .float8E4M3FNUZ, .float8E5M2FNUZ:
      let encoding = elementType.encoding
      let table = (0..<256).map { encoding?.decode($0) ?? .nan }
      return try elements(spacing) { (bits: UInt8) in table[Int(bits)] }
    case .int64:
      try checkHeld { Int64(exactly: Double(Int64(littleEndian: $0))) == Int64(littleEndian: $0) }
      return try elements(spacing) { Double(Int64(littleEndian: $0)) }
    case .uint64:
      try checkHeld { UInt64(exactly: Double(UInt64(littleEndian: $0))) == UInt64(littleEndian: $0) }
      return try elements(spacing) { Double(UInt64(littleEndian: $0)) }
    case .int32: return try elements(spacing) { Double(Int32(littleEndian: $0)) }
    case .uint32: return try elements(spacing) { Double(UInt32(littleEndian: $0)) }
    case .int16: return try elements(spacing) { Double(Int16(littleEndian: $0)) }
    case .uint16: return try elements(spacing) { Double(UInt16(littleEndian: $0)) }
    case .int8: return try elements(spacing) { Double($0 as Int8) }
    case .uint8: return try elements(spacing) { Double($0 as UInt8) }
    case .bool:
      try checkBooleans()
      return try elements(spacing) { Double($0 as UInt8) }
    default:
      let readable = ElementType.allCases.filter { $0.isReadable && !$0.isComplex }.map(\.name)
      throw wrongType(expected: "elements of type \(readable.joined(separator: " "))", found: elementType.name)
    }
  }
}

extension Tensor {
  /// All elements as integers, in row-major order; booleans are 0 and 1.
  ///
  /// - Throws: `wrongElementType` where the type is not one of integers or booleans; `notRepresentable` for an unsigned
  ///   integer of 2^63 or more; `malformedTensor` for a boolean that is neither 0 nor 1; `truncated` where the file was
  ///   cut after it was opened.
  public func integers() throws(InterchangeError) -> [Int64] {
    switch isComplex ? nil : elementType {
    case .int64: return try elements { Int64(littleEndian: $0) }
    case .uint64:
      try checkHeld(by: "I64") { UInt64(littleEndian: $0) >> 63 == 0 }
      return try elements { Int64(littleEndian: $0) }
    case .int32: return try elements { Int64(Int32(littleEndian: $0)) }
    case .uint32: return try elements { Int64(UInt32(littleEndian: $0)) }
    case .int16: return try elements { Int64(Int16(littleEndian: $0)) }
    case .uint16: return try elements { Int64(UInt16(littleEndian: $0)) }
    case .int8: return try elements { Int64($0 as Int8) }
    case .uint8: return try elements { Int64($0 as UInt8) }
    case .bool:
      try checkBooleans()
      return try elements { Int64($0 as UInt8) }
    default:
      let found = isComplex ? "complex elements of \(elementType.name)" : elementType.name
      throw wrongType(expected: "elements of type I64 I32 I16 I8 U64 U32 U16 U8 BOOL", found: found)
    }
  }
}

extension Tensor {
  /// The number of elements, where a complex one counts twice.
  private var partCount: Int { isComplex ? 2 * count : count }

  /// Reads every part as `Stored` and converts it; behind each there are `spacing - 1` zeros.
  private func elements<Stored: BitwiseCopyable, Value: ExpressibleByIntegerLiteral>(
    _ spacing: Int = 1, _ convert: (Stored) -> Value
  ) throws(InterchangeError) -> [Value] {
    try file.checkLength()
    return withExtendedLifetime(file) {
      let bytes = file.bytes
      let stride = MemoryLayout<Stored>.size
      let total = partCount * spacing
      return [Value](unsafeUninitializedCapacity: total) { values, initialized in
        if spacing > 1 { values.initialize(repeating: 0) }
        for index in 0..<partCount {
          let stored = bytes.loadUnaligned(fromByteOffset: byteRange.lowerBound + index * stride, as: Stored.self)
          values.initializeElement(at: index * spacing, to: convert(stored))
        }
        initialized = total
      }
    }
  }

  /// The position of the first element of which `isGood` is false.
  private func firstPosition<Stored: BitwiseCopyable>(
    whereNot isGood: (Stored) -> Bool
  ) throws(InterchangeError) -> (position: Int, stored: Stored)? {
    try file.checkLength()
    return withExtendedLifetime(file) {
      for position in 0..<count {
        let offset = byteRange.lowerBound + position * MemoryLayout<Stored>.size
        let stored = file.bytes.loadUnaligned(fromByteOffset: offset, as: Stored.self)
        if !isGood(stored) { return (position, stored) }
      }
      return nil
    }
  }

  /// Checks that the type asked for holds every integer.
  private func checkHeld<Stored: FixedWidthInteger & BitwiseCopyable>(
    by type: String = "a double", _ isHeld: (Stored) -> Bool
  ) throws(InterchangeError) {
    guard let bad = try firstPosition(whereNot: isHeld) else { return }
    throw InterchangeError(
      .notRepresentable, file: path, tensor: name,
      expected: "integers that \(type) holds exactly",
      found: "\(Stored(littleEndian: bad.stored)) at \(indices(at: bad.position))")
  }

  private func checkBooleans() throws(InterchangeError) {
    guard let bad = try firstPosition(whereNot: { (byte: UInt8) in byte < 2 }) else { return }
    throw InterchangeError(
      .malformedTensor, file: path, tensor: name, expected: "booleans, bytes that are 0 or 1",
      found: "\(bad.stored) at \(indices(at: bad.position))")
  }

  private func wrongType(expected: String, found: String) -> InterchangeError {
    InterchangeError(.wrongElementType, file: path, tensor: name, expected: expected, found: found)
  }
}
