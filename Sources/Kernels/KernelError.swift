/// What is wrong with an argument of a kernel.
public struct KernelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The argument at fault, by its name in the kernel's signature.
  public let argument: String
  /// What it should have been: "shape (2, 128, 257)".
  public let expected: String
  /// What it was.
  public let found: String

  public init(argument: String, expected: String, found: String) {
    self.argument = argument
    self.expected = expected
    self.found = found
  }

  /// One line: the argument, what was expected, what was found.
  public var description: String { "\(argument): expected \(expected), found \(found)" }
}

extension KernelError {
  /// Throws unless `array` has the shape `shape`.
  static func check<Scalar>(_ argument: String, _ array: ShapedArray<Scalar>, shape: [Int]) throws(KernelError) {
    guard array.shape != shape else { return }
    throw KernelError(argument: argument, expected: shapeText(shape), found: shapeText(array.shape))
  }

  /// Throws unless `array` is absent or has the shape `shape`.
  static func check<Scalar>(_ argument: String, _ array: ShapedArray<Scalar>?, shape: [Int]) throws(KernelError) {
    if let array { try check(argument, array, shape: shape) }
  }

  /// The shape of `array`, which has as many dimensions as there are `names`; throws otherwise.
  static func dimensions<Scalar>(
    _ argument: String, _ array: ShapedArray<Scalar>, _ names: String...
  ) throws(KernelError) -> [Int] {
    guard array.shape.count == names.count else {
      let expected = "shape (\(names.joined(separator: ", ")))"
      throw KernelError(argument: argument, expected: expected, found: shapeText(array.shape))
    }
    return array.shape
  }

  /// "shape (2, 3)".
  static func shapeText(_ shape: [Int]) -> String { "shape (\(shape.map(String.init).joined(separator: ", ")))" }
}
