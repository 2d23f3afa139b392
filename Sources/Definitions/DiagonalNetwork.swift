import Arithmetic

/// The activation between a diagonal recurrence and its readout; each has Lipschitz constant 1.
public enum Activation: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case identity
  case tanh
  /// max(-1, min(1, x)).
  case hardTanh

  public var description: String { rawValue }

  /// sigma'(x); undefined at the kinks of the hard tanh.
  public func derivative<A: RealElementaryArithmetic>(at x: A) -> A {
    switch self {
    case .identity: return A(1, in: x.context)
    case .tanh: return 1 / A.pow(A.cosh(x), 2)
    case .hardTanh:
      let inside = x.magnitude.isLess(than: A(1, in: x.context))
      return A(
        inside.isTrue ? 1 : inside.isFalse && !x.magnitude.isEqual(to: A(1, in: x.context)).isTrue ? 0 : .nan,
        in: x.context)
    }
  }
}

/// A diagonal recurrence in continuous time with a pointwise readout:
///
///     h' = Lambda h + U x + b,   y = c^T sigma(h),   h(0) = 0
///
/// - Source: Wang, Li, arXiv 2311.14495, section 2.
public struct DiagonalNetwork<A: ElementaryArithmetic>: Sendable {
  /// The diagonal of Lambda, shape (state).
  public let eigenvalues: [A]
  /// U, shape (state, inputs).
  public let inputRows: [[A]]
  /// b, shape (state).
  public let bias: [A]
  /// c, shape (state).
  public let readout: [A]

  public init(eigenvalues: [A], inputRows: [[A]], bias: [A], readout: [A]) {
    precondition(
      [inputRows.count, bias.count, readout.count].allSatisfy { $0 == eigenvalues.count }, "one row for each mode")
    self.eigenvalues = eigenvalues
    self.inputRows = inputRows
    self.bias = bias
    self.readout = readout
  }

  /// U x + b, shape (state).
  public func drive(_ x: [A]) -> [A] {
    zip(inputRows, bias).map { row, b in zip(row, x).reduce(b) { $0.addingProduct($1.0, $1.1) } }
  }

  /// h'(t) = e^(Lambda t)(U x + b) for the constant input x from time 0 on, shape (state).
  public func stateDerivative(at t: A, input x: [A]) -> [A] {
    zip(eigenvalues, drive(x)).map { lambda, v in A.exp(lambda * t) * v }
  }

  /// h(t) = (e^(Lambda t) - 1)/Lambda (U x + b), shape (state).
  public func state(at t: A, input x: [A]) -> [A] {
    zip(eigenvalues, drive(x)).map { lambda, v in t * relativeExponentialIncrement(lambda * t) * v }
  }
}

extension DiagonalNetwork where A: RealElementaryArithmetic {
  /// y'(t) = c^T (sigma'(h) . h'), the change of the output in answer to a step.
  public func outputDerivative(at t: A, input x: [A], activation: Activation) -> A {
    let states = state(at: t, input: x)
    let slopes = stateDerivative(at: t, input: x)
    return readout.indices.reduce(A(0, in: t.context)) { sum, k in
      sum.addingProduct(readout[k] * activation.derivative(at: states[k]), slopes[k])
    }
  }
}
