/// The header of a `.npy` file: what the array is, and where its bytes start.
///
/// A file is the six bytes `\x93NUMPY`, a version (1.0, 2.0 or 3.0), the length n of the text that follows as 2 bytes (1.0)
/// or 4 bytes, little-endian, n bytes of text, and the elements. The text is a dictionary as Python writes it, padded with
/// spaces and ended by a line feed:
///
///     {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
///
/// Source: NumPy, `numpy.lib.format`, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
struct NpyHeader: Sendable {
  /// The type, order of bytes included.
  var type: NpyType

  /// Whether the first index runs fastest, not the last.
  var isFortranOrder: Bool

  /// The length of each axis.
  var shape: [Int]

  /// The number of bytes before the elements.
  var dataStart: Int

  /// The number of bytes of all elements.
  var dataCount: Int

  /// The longest text that is read, in bytes; that of the largest array NumPy can make takes some 1500.
  static let longest = 1 << 16

  /// The most axes an array can have in NumPy.
  static let mostAxes = 64

  /// The number of bytes that tell how long the header is.
  static let prefixCount = 12

  /// Whether bytes start as those of an `.npy` file do.
  static func isMagic(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: magic) }

  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Where the text of the header is, told by the first bytes, of which there are `prefixCount` or all there are.
  ///
  /// - Throws: `truncated` or `malformedHeader`.
  static func textRange(
    _ bytes: UnsafeRawBufferPointer, of total: Int, _ place: NpyPlace
  ) throws(InterchangeError) -> Range<Int> {
    guard bytes.count >= 10, isMagic(bytes) else {
      guard bytes.count >= 10 || !magic.starts(with: bytes.prefix(6)) else {
        throw place.error(.truncated, expected: "at least 10 bytes (magic, version, length)", found: "\(total) bytes")
      }
      throw place.error(
        .malformedHeader, expected: "the bytes 93 4E 55 4D 50 59 of .npy first", found: hexadecimal(bytes.prefix(6)))
    }
    let start: Int
    let length: Int
    switch (bytes[6], bytes[7]) {
    case (1, 0):
      start = 10
      length = Int(bytes[8]) | Int(bytes[9]) << 8
    case (2, 0), (3, 0):
      guard bytes.count >= 12 else {
        throw place.error(.truncated, expected: "at least 12 bytes (magic, version, length)", found: "\(total) bytes")
      }
      start = 12
      length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    default:
      throw place.error(
        .malformedHeader, expected: "version 1.0, 2.0 or 3.0 of .npy", found: "version \(bytes[6]).\(bytes[7])")
    }
    guard length < longest else {
      throw place.error(.malformedHeader, expected: "a header of less than \(longest) bytes", found: "length \(length)")
    }
    guard length <= total - start else {
      throw place.error(
        .truncated, expected: "\(start + length) bytes (\(start) and the header's \(length))", found: "\(total) bytes")
    }
    return start..<start + length
  }

  /// Reads the header from bytes that hold all of it, of an array whose file or member has `total` bytes.
  ///
  /// Nothing is allocated on the word of the header: the size of the array must be exactly what is there.
  ///
  /// - Throws: `truncated`, `malformedHeader`, `duplicateName`, `wrongElementType` or `malformedTensor`.
  init(_ bytes: UnsafeRawBufferPointer, of total: Int, _ place: NpyPlace) throws(InterchangeError) {
    let range = try Self.textRange(bytes, of: total, place)
    var parser = NpyHeaderParser(UnsafeRawBufferPointer(rebasing: bytes[range]), origin: range.lowerBound, place)
    let fields = try parser.parse()
    type = fields.type
    isFortranOrder = fields.isFortranOrder
    shape = fields.shape
    dataStart = range.upperBound
    // Axes of length 0 make no array of others that together overflow: indices are products of lengths, too.
    var product = 1
    var overflows = false
    for length in shape where length > 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      overflows = overflows || overflow
      product = next
    }
    guard !overflows, let size = type.elementType.byteCount(of: product) else {
      throw place.error(
        .malformedTensor, expected: "an array of less than 2^63 bytes",
        found: "shape \(shape) of \(type.elementType.name)")
    }
    dataCount = shape.contains(0) ? 0 : size
    guard dataCount == total - dataStart else {
      throw place.error(
        dataCount > total - dataStart ? .truncated : .malformedTensor,
        expected: "\(dataCount) bytes for shape \(shape) of \(type.elementType.name)",
        found: "\(total - dataStart) bytes after the header")
    }
  }

  /// Whether the elements lie in the file as a tensor has them: row-major and little-endian.
  var isAsRead: Bool { !type.isBigEndian && !isTransposed }

  /// Whether the order of the elements is another than row-major.
  var isTransposed: Bool { isFortranOrder && shape.count(where: { $0 != 1 }) > 1 }

  private static func hexadecimal(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    bytes.isEmpty
      ? "no bytes" : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
  }
}

/// Where an array is, for messages.
struct NpyPlace: Sendable {
  /// The file, as it was named by the caller.
  var file: String

  /// The array's name.
  var tensor: String

  /// An error there.
  func error(_ kind: InterchangeError.Kind, expected: String, found: String) -> InterchangeError {
    InterchangeError(kind, file: file, tensor: tensor, expected: expected, found: found)
  }
}
