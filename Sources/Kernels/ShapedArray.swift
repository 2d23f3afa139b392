/// Numbers with a shape, row-major: the last index moves fastest.
public struct ShapedArray<Scalar: Sendable>: Sendable {
  /// The extent of each dimension.
  public let shape: [Int]
  /// The numbers, as many as the product of the extents.
  public let elements: [Scalar]

  /// - Throws: ``KernelError`` where an extent is negative, or `elements` is not as many as the product of the extents.
  public init(_ elements: [Scalar], shape: [Int]) throws(KernelError) {
    guard let count = Self.count(of: shape) else {
      throw KernelError(
        argument: "shape", expected: "extents of at least 0 whose product fits a word",
        found: KernelError.shapeText(shape))
    }
    guard elements.count == count else {
      throw KernelError(
        argument: "elements", expected: "\(count) numbers for \(KernelError.shapeText(shape))",
        found: "\(elements.count)")
    }
    self.shape = shape
    self.elements = elements
  }

  /// One dimension.
  public init(_ elements: [Scalar]) {
    shape = [elements.count]
    self.elements = elements
  }

  /// `elements`, whose count the caller has made the product of the extents.
  init(unchecked elements: [Scalar], shape: [Int]) {
    self.shape = shape
    self.elements = elements
  }

  /// The element at `indices`, one for each dimension, each within its extent.
  public subscript(indices: Int...) -> Scalar {
    precondition(indices.count == shape.count, "one index for each dimension")
    var offset = 0
    for (index, extent) in zip(indices, shape) {
      precondition(0 <= index && index < extent, "index out of range")
      offset = offset * extent + index
    }
    return elements[offset]
  }

  /// The product of the extents; nil where one is negative or the product does not fit.
  private static func count(of shape: [Int]) -> Int? {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }
}

extension ShapedArray: Equatable where Scalar: Equatable {}

/// Complex numbers with a shape: the real and the imaginary parts apart, as vector code wants them.
public struct ComplexShapedArray<Scalar: Sendable>: Sendable {
  public let real: ShapedArray<Scalar>
  public let imaginary: ShapedArray<Scalar>
  public var shape: [Int] { real.shape }

  /// - Throws: ``KernelError`` where the two parts differ in shape.
  public init(real: ShapedArray<Scalar>, imaginary: ShapedArray<Scalar>) throws(KernelError) {
    try KernelError.check("imaginary", imaginary, shape: real.shape)
    self.init(uncheckedReal: real, imaginary: imaginary)
  }

  init(uncheckedReal real: ShapedArray<Scalar>, imaginary: ShapedArray<Scalar>) {
    self.real = real
    self.imaginary = imaginary
  }
}

extension ComplexShapedArray: Equatable where Scalar: Equatable {}

/// Calls `body` with the addresses of the elements of `arrays`; nil for one that is absent or empty.
func withPointers<Scalar, Result>(
  _ arrays: [ShapedArray<Scalar>?], _ body: ([UnsafePointer<Scalar>?]) -> Result
) -> Result {
  func open(_ rest: ArraySlice<ShapedArray<Scalar>?>, _ found: [UnsafePointer<Scalar>?]) -> Result {
    guard let first = rest.first else { return body(found) }
    guard let array = first else { return open(rest.dropFirst(), found + [nil]) }
    return array.elements.withUnsafeBufferPointer { open(rest.dropFirst(), found + [$0.baseAddress]) }
  }
  return open(arrays[...], [])
}

/// A new array of `count` numbers that `body` fills.
func filledArray<Scalar>(_ count: Int, _ body: (UnsafeMutablePointer<Scalar>?) -> Void) -> [Scalar] {
  [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
    body(buffer.baseAddress)
    initialized = count
  }
}

extension Optional {
  /// Calls `body` with the address of the elements of an array, or nil.
  func withOptionalPointer<Element>(_ body: (UnsafePointer<Element>?) -> Void) where Wrapped == [Element] {
    guard let self else { return body(nil) }
    self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
