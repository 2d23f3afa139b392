/// A trained complex parameter, stored as two real tensors or as one whose last axis holds both parts.
public struct ComplexParameter: Equatable, Sendable {
  /// The name of the tensor, or the names of the real and of the imaginary one.
  public let tensorNames: [String]

  /// The length of each axis, without the axis of the two parts.
  public let shape: [Int]

  /// How the numbers are stored; where the two parts differ, the type of the real one.
  public let elementType: ElementType

  /// The real parts in row-major order; all are finite.
  public let real: [Double]

  /// The imaginary parts in row-major order; all are finite.
  public let imaginary: [Double]

  /// The number with these indices, one for each axis.
  ///
  /// - Precondition: each index is within its axis.
  public subscript(indices: Int...) -> (real: Double, imaginary: Double) {
    let position = rowMajorPosition(indices, in: shape)
    return (real[position], imaginary[position])
  }

  /// Splits a parameter whose last axis, of length 2, holds the real and the imaginary part.
  init(interleaved parameter: Parameter) {
    tensorNames = [parameter.tensorName]
    shape = Array(parameter.shape.dropLast())
    elementType = parameter.elementType
    real = stride(from: 0, to: parameter.values.count, by: 2).map { parameter.values[$0] }
    imaginary = stride(from: 1, to: parameter.values.count, by: 2).map { parameter.values[$0] }
  }

  /// Joins two parameters of the same shape.
  init(real: Parameter, imaginary: Parameter) {
    tensorNames = [real.tensorName, imaginary.tensorName]
    shape = real.shape
    elementType = real.elementType
    self.real = real.values
    self.imaginary = imaginary.values
  }

  init(tensorNames: [String], shape: [Int], elementType: ElementType, real: [Double], imaginary: [Double]) {
    self.tensorNames = tensorNames
    self.shape = shape
    self.elementType = elementType
    self.real = real
    self.imaginary = imaginary
  }

  /// The columns `range` of a parameter of two axes.
  func columns(_ range: Range<Int>) -> ComplexParameter {
    let positions = (0..<shape[0]).flatMap { row in range.map { row * shape[1] + $0 } }
    return ComplexParameter(
      tensorNames: tensorNames, shape: [shape[0], range.count], elementType: elementType,
      real: positions.map { real[$0] }, imaginary: positions.map { imaginary[$0] })
  }
}
