extension AdjointTape {
  /// The gradient of sum_i c_i y_i with respect to the variables, in the order of their declaration: one pass over the
  /// tape, from its end, whatever the number of variables.
  ///
  /// Each cotangent is a sum, over the results that a number enters, of partial derivative times cotangent, in the base
  /// arithmetic: exact over `Rational`, enclosed over `Ball`, and over `RoundingBound` with the error of a float
  /// backward pass that adds in any order. Over complex numbers the pairing is bilinear: nothing is conjugated.
  ///
  /// - Parameters:
  ///   - outputs: y, numbers on this tape; constants count as such.
  ///   - cotangents: c, as many.
  public func gradient(of outputs: [Adjoint<Base>], cotangents: [Base]) -> [Base] {
    precondition(outputs.count == cotangents.count, "each output has a cotangent")
    var sums = Cotangents(count: nodeCount, zero: Base(0, in: base))
    for (output, cotangent) in zip(outputs, cotangents) where output.node != Self.constant {
      precondition(output.tape === self, "the outputs are on this tape")
      sums.add(cotangent, to: Int(output.node))
    }
    for node in (0..<nodeCount).reversed() {
      let edges = Int(node > 0 ? ends[node - 1] : 0)..<Int(ends[node])
      guard !edges.isEmpty, let cotangent = sums.take(node) else { continue }
      for edge in edges {
        let operand = Int(operands[edge])
        switch slopes[edge] {
        case Self.one: sums.add(cotangent, to: operand)
        case Self.minusOne: sums.add(-cotangent, to: operand)
        case let slope: sums.add(partials[Int(slope)], times: cotangent, to: operand)
        }
      }
    }
    return variables.map { sums[Int($0)] }
  }
}

/// The sums of a backward pass. One that has no terms yet takes the first as it is: 0 + x may round, or count as a sum.
private struct Cotangents<Base: Arithmetic> {
  private var values: [Base]
  private var isReached: [Bool]
  private let zero: Base

  init(count: Int, zero: Base) {
    values = Array(repeating: zero, count: count)
    isReached = Array(repeating: false, count: count)
    self.zero = zero
  }

  subscript(node: Int) -> Base { values[node] }

  mutating func add(_ term: Base, to node: Int) {
    values[node] = isReached[node] ? values[node] + term : term
    isReached[node] = true
  }

  mutating func add(_ partial: Base, times cotangent: Base, to node: Int) {
    values[node] = isReached[node] ? values[node].addingProduct(partial, cotangent) : partial * cotangent
    isReached[node] = true
  }

  /// The sum, which then needs no memory; nil where it has no terms.
  mutating func take(_ node: Int) -> Base? {
    guard isReached[node] else { return nil }
    defer { values[node] = zero }
    return values[node]
  }
}

extension Adjoint {
  /// The gradient of f at x.
  public static func gradient(
    of f: ([Adjoint]) throws -> Adjoint, at x: [Base], in context: Base.Context
  ) rethrows -> [Base] {
    let tape = AdjointTape<Base>(in: context)
    let output = try f(x.map { tape.variable($0) })
    return tape.gradient(of: [output], cotangents: [Base(1, in: context)])
  }
}
