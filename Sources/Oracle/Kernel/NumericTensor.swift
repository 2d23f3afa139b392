import Arithmetic

/// How the elements of a tensor are stored.
public enum ElementFormat: Hashable, Sendable, CustomStringConvertible {
  case float(FloatFormat)
  case integer

  /// The floating-point format, if it is one.
  public var float: FloatFormat? {
    if case .float(let format) = self { format } else { nil }
  }

  public var description: String {
    switch self {
    case .float(let format): format.name
    case .integer: "integer"
    }
  }
}

/// A tensor of a kernel call: its elements exactly as they are stored, each of which a `Double` holds.
public struct NumericTensor: Equatable, Sendable {
  /// The length of each axis. A complex tensor's components are not an axis.
  public let shape: [Int]
  public let format: ElementFormat
  /// Whether each element is a pair of a real and an imaginary part.
  public let isComplex: Bool
  /// The elements in row-major order; of a complex tensor real and imaginary parts in turn.
  public var values: [Double]

  /// The number of elements; a complex one counts once.
  public var count: Int { shape.reduce(1, *) }

  /// - Precondition: there are as many values as the shape says.
  public init(_ values: [Double], shape: [Int], format: ElementFormat = .float(.binary32), isComplex: Bool = false) {
    precondition(values.count == shape.reduce(1, *) * (isComplex ? 2 : 1), "as many values as the shape says")
    self.values = values
    self.shape = shape
    self.format = format
    self.isComplex = isComplex
  }

  /// A tensor of zeros.
  public init(zeros shape: [Int], format: ElementFormat = .float(.binary32), isComplex: Bool = false) {
    let count = shape.reduce(1, *) * (isComplex ? 2 : 1)
    self.init(Array(repeating: 0, count: count), shape: shape, format: format, isComplex: isComplex)
  }

  /// The row-major position of an element.
  @inlinable public func position(_ indices: [Int]) -> Int {
    var position = 0
    for (index, length) in zip(indices, shape) { position = position * length + index }
    return position
  }

  /// The indices of the element at a row-major position.
  public func indices(at position: Int) -> [Int] {
    var rest = position
    var indices = [Int](repeating: 0, count: shape.count)
    for axis in shape.indices.reversed() {
      indices[axis] = rest % shape[axis]
      rest /= shape[axis]
    }
    return indices
  }

  /// The tensor with each value rounded to a format.
  public func rounded(to format: FloatFormat) -> NumericTensor {
    NumericTensor(values.map { format.rounded($0) }, shape: shape, format: .float(format), isComplex: isComplex)
  }
}
