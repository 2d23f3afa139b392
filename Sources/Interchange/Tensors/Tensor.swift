/// A tensor in a file: its name, shape and element type, and its elements, read when they are asked for.
///
/// Elements are in row-major order: the last index runs fastest. Where the file has them so, little-endian and not
/// compressed, they are read from the mapped file; else the tensor holds a copy that has them so.
public struct Tensor: Sendable {
  /// The tensor's name in the file.
  public let name: String

  /// The length of each axis; empty for a single number.
  public let shape: [Int]

  /// How an element is stored, or its real and its imaginary part where the file keeps complex numbers of a type that has
  /// no name of its own.
  public let elementType: ElementType

  /// Whether an element is a pair, real and imaginary part.
  public let isComplex: Bool

  /// The number of elements, the product of `shape`.
  public let count: Int

  /// The file, or the memory, that holds the elements.
  let file: FileBytes

  /// Where in it they are.
  let byteRange: Range<Int>

  /// A tensor whose elements are at `byteRange`, which has the size that its shape and type ask for.
  init(
    name: String, shape: [Int], elementType: ElementType, isComplex: Bool? = nil, file: FileBytes, byteRange: Range<Int>
  ) {
    self.name = name
    self.shape = shape
    self.elementType = elementType
    self.isComplex = isComplex ?? elementType.isComplex
    count = shape.reduce(1, *)
    self.file = file
    self.byteRange = byteRange
  }

  /// The name of the file, as its opener gave it.
  public var path: String { file.path }

  /// Calls `body` with the tensor's bytes, row-major and little-endian, which need not be aligned.
  ///
  /// - Throws: `truncated` where the file was cut after it was opened, or what `body` throws.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    try file.checkLength()
    return try withExtendedLifetime(file) { try body(UnsafeRawBufferPointer(rebasing: file.bytes[byteRange])) }
  }

  /// The position, in row-major order, of the element with these indices, one for each axis.
  ///
  /// - Precondition: each index is within its axis.
  public func position(_ indices: Int...) -> Int { rowMajorPosition(indices, in: shape) }

  /// The indices, one for each axis, of the element at a row-major position: the inverse of `position`.
  ///
  /// - Precondition: `0 <= position < count`.
  public func indices(at position: Int) -> [Int] { rowMajorIndices(of: position, in: shape) }
}

/// The row-major position of the element with these indices in an array of this shape.
func rowMajorPosition(_ indices: [Int], in shape: [Int]) -> Int {
  precondition(indices.count == shape.count, "\(indices.count) indices for a tensor of \(shape.count) axes")
  var position = 0
  for (index, length) in zip(indices, shape) {
    precondition(index >= 0 && index < length, "index \(index) outside an axis of length \(length)")
    position = position * length + index
  }
  return position
}

/// The indices of the element at a row-major position in an array of this shape.
func rowMajorIndices(of position: Int, in shape: [Int]) -> [Int] {
  var rest = position
  var indices = [Int](repeating: 0, count: shape.count)
  for axis in shape.indices.reversed() {
    precondition(shape[axis] > 0, "an empty tensor has no elements")
    indices[axis] = rest % shape[axis]
    rest /= shape[axis]
  }
  precondition(rest == 0, "position \(position) outside a tensor of shape \(shape)")
  return indices
}
