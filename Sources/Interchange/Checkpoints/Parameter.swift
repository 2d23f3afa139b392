/// A trained parameter: the numbers of one tensor, exactly as stored, and where they are from.
public struct Parameter: Equatable, Sendable {
  /// The tensor's name in the file.
  public let tensorName: String

  /// The length of each axis, as its use names them: axes of length 1 that only pad a shape are left out.
  public let shape: [Int]

  /// How the numbers are stored.
  public let elementType: ElementType

  /// The numbers in row-major order; all are finite.
  public let values: [Double]

  /// The number with these indices, one for each axis.
  ///
  /// - Precondition: each index is within its axis.
  public subscript(indices: Int...) -> Double { values[rowMajorPosition(indices, in: shape)] }

  /// The indices, one for each axis, of the number at a row-major position.
  ///
  /// - Precondition: `0 <= position < values.count`.
  public func indices(at position: Int) -> [Int] { rowMajorIndices(of: position, in: shape) }
}
