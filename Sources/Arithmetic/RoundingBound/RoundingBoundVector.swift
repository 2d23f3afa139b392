/// A vector of rounding bounds: planes of their values, value errors, magnitudes, errors and numbers of terms.
///
/// Every operation gives what the operators of ``RoundingBound`` give, bit for bit: both call the same rules. A step of a
/// selective scan with 16 states takes under a microsecond.
public struct RoundingBoundVector: ArithmeticVector {
  public typealias Element = RoundingBound

  var planes: BoundPlanes<RoundingTerms>
  public let context: FloatModel

  public init(zeros count: Int, in context: FloatModel) {
    planes = BoundPlanes(zeros: count, in: context)
    self.context = context
  }

  public var count: Int { planes.count }

  /// An element of another context is cast to this one.
  public subscript(index: Int) -> RoundingBound {
    get { RoundingBound(parts: planes[index], in: context) }
    set { planes[index] = newValue.context == context ? newValue.parts : RoundingBound(newValue, in: context).parts }
  }
}

extension RoundingBoundVector {
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

  /// Every element is cast to `format`, as ``RoundingBound/rounded(to:)``.
  public mutating func round(to format: FloatModel) {
    if context.isContained(in: format) { return }
    let context = context
    planes.update { RoundingBound(parts: $0, in: context).rounded(to: format).parts }
  }
}

extension RoundingBound {
  public typealias Vector = RoundingBoundVector

  public static func formExponential(_ y: inout RoundingBoundVector, of x: RoundingBoundVector) {
    let context = x.context
    let function = context.functions[.exp]
    let underflow = context.underflow(of: .exp)
    let rounding = x.planes.rounding
    let largest = context.largest
    y.planes.update(x.planes) { _, x in
      let power = RoundingTerms.exponential(x, function, underflow: underflow, rounding)
      return power.isWithin(largest) ? power : .undefined
    }
  }
}
