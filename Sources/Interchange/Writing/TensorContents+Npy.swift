extension TensorContents {
  /// An `.npy` file of the tensor with this name, version 1.0, or nil where there is none.
  ///
  /// BF16, 8-bit floats and other types that NumPy has not are written as their raw bits, unsigned integers.
  ///
  /// - Precondition: the type is of whole bytes, and the shape has at most 64 axes.
  public func npy(_ name: String) -> [UInt8]? {
    entries.first { $0.name == name }.map { Self.npyHeader(of: $0) + $0.bytes }
  }

  /// The bytes before the elements. As NumPy writes them: padded so that the elements start at a multiple of 64.
  static func npyHeader(of entry: Entry) -> [UInt8] {
    precondition(entry.elementType.bits >= 8, "\(entry.elementType.name) is narrower than a byte")
    precondition(entry.shape.count <= NpyHeader.mostAxes, "NumPy has no arrays of \(entry.shape.count) axes")
    let lengths = entry.shape.map(String.init).joined(separator: ", ") + (entry.shape.count == 1 ? "," : "")
    let descriptor = NpyType.descriptor(of: entry.elementType)
    var text = Array("{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(lengths)), }".utf8)
    let prefix = 10
    text.append(contentsOf: repeatElement(0x20, count: -(prefix + text.count + 1) & 63))
    text.append(0x0A)
    var header: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    header.appendLittleEndian(UInt64(text.count), count: 2)
    return header + text
  }
}
