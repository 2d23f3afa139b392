/// An `.npy` file: one array, whose elements are read from the mapped file.
struct NpyFile: Sendable {
  /// The array's name: that of its file.
  let name: String

  /// What the file says about it.
  let header: NpyHeader

  private let file: FileBytes

  /// Checks the header of a file.
  ///
  /// - Throws: what `NpyHeader` throws.
  init(_ file: FileBytes, name: String) throws(InterchangeError) {
    self.file = file
    self.name = name
    header = try NpyHeader(file.bytes, of: file.bytes.count, NpyPlace(file: file.path, tensor: name))
  }

  /// The array; where it is big-endian or in Fortran order, it is copied.
  ///
  /// - Throws: `truncated` where the file was cut after it was opened, `cannotOpen` where there is no room for a copy.
  func tensor() throws(InterchangeError) -> Tensor {
    let range = header.dataStart..<header.dataStart + header.dataCount
    if header.isAsRead {
      return Tensor(
        name: name, shape: header.shape, elementType: header.type.elementType, file: file, byteRange: range)
    }
    try file.checkLength()
    let copy = try FileBytes(count: header.dataCount, path: file.path) { (room) throws(InterchangeError) in
      var copy = RowMajorCopy(header, into: room)
      copy.append(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      copy.finish()
    }
    return Tensor(
      name: name, shape: header.shape, elementType: header.type.elementType, file: copy, byteRange: 0..<range.count)
  }
}
