/// A vector of floats under one policy: what it adds up, it adds in the policy's order.
public struct FloatVariantVector: ArithmeticVector {
  public typealias Element = FloatVariant

  private var values: [Double]
  public let context: FloatPolicy

  public init(zeros count: Int, in context: FloatPolicy) {
    values = Array(repeating: 0, count: count)
    self.context = context
  }

  public var count: Int { values.count }

  public subscript(index: Int) -> FloatVariant {
    get { FloatVariant(values[index], in: context) }
    set { values[index] = context.round(newValue.value) }
  }

  /// sum_i self_i x_i, in the policy's order.
  public func dot(_ x: Self) -> FloatVariant {
    precondition(x.count == count)
    return FloatVariant(context.dot(count, { values[$0] }, { x.values[$0] }), in: context)
  }

  /// self_j = sum_i q_i M_ij, each in the policy's order.
  public mutating func formProduct(_ q: Self, matrix: Self) {
    precondition(matrix.count == q.count * count)
    let columns = count
    for j in 0..<columns {
      values[j] = context.dot(q.count, { q.values[$0] }, { matrix.values[$0 * columns + j] })
    }
  }
}
