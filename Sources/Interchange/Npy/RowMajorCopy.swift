/// Brings the elements of an array into the order and the bytes that a tensor has: row-major and little-endian.
///
/// The bytes come in pieces, in the order of the file, so that an array that is inflated from an archive needs no second
/// copy of itself.
struct RowMajorCopy {
  private let destination: UnsafeMutableRawBufferPointer
  private let header: NpyHeader
  private let width: Int

  /// The index of the next element, where the array has the first index running fastest, and its place in row-major order.
  private var indices: [Int]
  private var position = 0
  private let strides: [Int]

  /// The bytes that have come; where nothing is transposed, the next one's place.
  private var filled = 0

  /// Starts with nothing copied; `destination` has the size of all elements.
  init(_ header: NpyHeader, into destination: UnsafeMutableRawBufferPointer) {
    self.destination = destination
    self.header = header
    width = header.type.elementType.bytes
    indices = header.shape.map { _ in 0 }
    var strides = indices
    var stride = 1
    for axis in header.shape.indices.reversed() {
      strides[axis] = stride
      stride *= max(header.shape[axis], 1)
    }
    self.strides = strides
  }

  /// Copies a piece, which holds whole elements and no more than are missing.
  mutating func append(_ piece: UnsafeRawBufferPointer) {
    if header.isTransposed {
      switch width {
      case 1: scatter(piece, as: UInt8.self)
      case 2: scatter(piece, as: UInt16.self)
      case 4: scatter(piece, as: UInt32.self)
      case 8: scatter(piece, as: UInt64.self)
      default: scatter(piece, as: SIMD2<UInt64>.self)
      }
    } else {
      UnsafeMutableRawBufferPointer(rebasing: destination[filled...]).copyMemory(from: piece)
    }
    filled += piece.count
  }

  /// Ends the copy, once all bytes have come.
  func finish() {
    guard header.type.isBigEndian else { return }
    switch header.type.elementType.component.bytes {
    case 2: swapBytes(UInt16.self)
    case 4: swapBytes(UInt32.self)
    case 8: swapBytes(UInt64.self)
    default: break
    }
  }

  private mutating func scatter<Element: BitwiseCopyable>(_ piece: UnsafeRawBufferPointer, as type: Element.Type) {
    for offset in stride(from: 0, to: piece.count, by: width) {
      destination.storeBytes(
        of: piece.loadUnaligned(fromByteOffset: offset, as: type), toByteOffset: position * width, as: type)
      var axis = 0
      while axis < indices.count {
        indices[axis] += 1
        position += strides[axis]
        if indices[axis] < header.shape[axis] { break }
        position -= indices[axis] * strides[axis]
        indices[axis] = 0
        axis += 1
      }
    }
  }

  private func swapBytes<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type) {
    for offset in stride(from: 0, to: destination.count, by: MemoryLayout<Word>.size) {
      let word = destination.loadUnaligned(fromByteOffset: offset, as: type)
      destination.storeBytes(of: word.byteSwapped, toByteOffset: offset, as: type)
    }
  }
}
