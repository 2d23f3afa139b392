extension Tensor {
  /// All elements as doubles, exactly, in row-major order.
  ///
  /// F64, F32, F16, BF16, I32 and U8 always fit; NaNs keep their sign and payload.
  ///
  /// - Throws: `notRepresentable` for an I64 element that no double equals; `wrongElementType` for other types;
  ///   `truncated` where the file was cut after it was opened.
  public func doubles() throws(InterchangeError) -> [Double] {
    switch elementType {
    case .float64:
      return try elements { Double(bitPattern: UInt64(littleEndian: $0)) }
    case .float32:
      return try elements { (bits: UInt32) in
        let value = Float(bitPattern: UInt32(littleEndian: bits))
        return value.isNaN ? FloatEncoding.binary32.decode(UInt64(value.bitPattern)) : Double(value)
      }
    case .float16:
      return try elements { FloatEncoding.binary16.decode(UInt64(UInt16(littleEndian: $0))) }
    case .bfloat16:
      return try elements { FloatEncoding.bfloat16.decode(UInt64(UInt16(littleEndian: $0))) }
    case .int32:
      return try elements { Double(Int32(littleEndian: $0)) }
    case .uint8:
      return try elements { Double($0 as UInt8) }
    case .int64:
      let integers = try integers()
      if let bad = integers.firstIndex(where: { Double(exactly: $0) == nil }) {
        throw InterchangeError(
          .notRepresentable, file: path, tensor: name, expected: "integers that a double holds exactly",
          found: "\(integers[bad]) at \(indices(at: bad))")
      }
      return integers.map { Double($0) }
    default:
      throw unreadable(as: "F64, F32, F16, BF16, I64, I32 or U8")
    }
  }

  /// All elements as integers, in row-major order.
  ///
  /// - Throws: `wrongElementType` where the type is not I64, I32 or U8; `truncated` where the file was cut after it was
  ///   opened.
  public func integers() throws(InterchangeError) -> [Int64] {
    switch elementType {
    case .int64: try elements { Int64(littleEndian: $0) }
    case .int32: try elements { Int64(Int32(littleEndian: $0)) }
    case .uint8: try elements { Int64($0 as UInt8) }
    default: throw unreadable(as: "I64, I32 or U8")
    }
  }

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

  /// Reads every element as `Stored` and converts it.
  private func elements<Stored: BitwiseCopyable, Value>(
    _ convert: (Stored) -> Value
  ) throws(InterchangeError) -> [Value] {
    try file.checkLength()
    return withExtendedLifetime(file) {
      let bytes = file.bytes
      let stride = MemoryLayout<Stored>.size
      return [Value](unsafeUninitializedCapacity: count) { values, initialized in
        for index in 0..<count {
          let stored = bytes.loadUnaligned(fromByteOffset: byteRange.lowerBound + index * stride, as: Stored.self)
          values.initializeElement(at: index, to: convert(stored))
        }
        initialized = count
      }
    }
  }

  /// The error for a type that is none of those listed.
  private func unreadable(as expected: String) -> InterchangeError {
    InterchangeError(
      .wrongElementType, file: path, tensor: name, expected: "elements of type \(expected)",
      found: "\(elementType.name)")
  }
}
