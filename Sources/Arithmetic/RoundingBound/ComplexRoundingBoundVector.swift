/// A vector of complex rounding bounds: planes of their parts, value errors, magnitudes, errors and numbers of terms.
///
/// Every operation gives what the operators of ``ComplexRoundingBound`` give, bit for bit: both call the same rules.
public struct ComplexRoundingBoundVector: ArithmeticVector {
  public typealias Element = ComplexRoundingBound

  var planes: BoundPlanes<ComplexRoundingTerms>
  public let context: FloatModel

  public init(zeros count: Int, in context: FloatModel) {
    planes = BoundPlanes(zeros: count, in: context)
    self.context = context
  }

  public var count: Int { planes.count }

  /// An element of another context is cast to this one.
  public subscript(index: Int) -> ComplexRoundingBound {
    get { ComplexRoundingBound(parts: planes[index], in: context) }
    set {
      planes[index] = newValue.context == context ? newValue.parts : ComplexRoundingBound(newValue, in: context).parts
    }
  }
}

extension ComplexRoundingBoundVector {
  public mutating func fill(with value: Element) { planes.update { _ in value.parts } }
  public mutating func add(_ x: Self) { planes.add(x.planes) }
  public mutating func subtract(_ x: Self) { planes.subtract(x.planes) }
  public mutating func multiply(by s: Element) { planes.multiply(by: s.parts) }
  public mutating func multiply(by x: Self) { planes.multiply(by: x.planes) }
  public mutating func formProduct(_ x: Self, _ y: Self) { planes.formProduct(x.planes, y.planes) }
  public mutating func addProduct(_ x: Self, _ y: Self) { planes.addProduct(x.planes, y.planes) }
  public mutating func subtractProduct(_ x: Self, _ y: Self) { planes.subtractProduct(x.planes, y.planes) }
  public mutating func addProduct(_ s: Element, _ x: Self) { planes.addProduct(s.parts, x.planes) }
  public func dot(_ x: Self) -> Element { Element(parts: planes.dot(x.planes), in: context) }
  public mutating func multiplyRows(by d: Self) { planes.multiplyRows(by: d.planes) }
  public mutating func addOuterProduct(_ k: Self, _ v: Self) { planes.addOuterProduct(k.planes, v.planes) }
  public mutating func formProduct(_ q: Self, matrix: Self) { planes.formProduct(q.planes, matrix: matrix.planes) }

  /// Every element is cast to `format`, as ``ComplexRoundingBound/rounded(to:)``.
  public mutating func round(to format: FloatModel) {
    if context.isContained(in: format) { return }
    let context = context
    planes.update { ComplexRoundingBound(parts: $0, in: context).rounded(to: format).parts }
  }
}

extension ComplexRoundingBound {
  public typealias Vector = ComplexRoundingBoundVector
}
