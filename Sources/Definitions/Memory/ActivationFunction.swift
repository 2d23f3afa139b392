import Arithmetic

/// A pointwise activation sigma with its derivative, in one arithmetic: piecewise linear ones are exact over
/// `Rational`.
public struct ActivationFunction<A: RealArithmetic>: Sendable {
  public let name: String
  /// sigma(x).
  public let value: @Sendable (A) -> A
  /// sigma'(x); undefined at a kink.
  public let derivative: @Sendable (A) -> A

  public init(
    _ name: String, value: @escaping @Sendable (A) -> A, derivative: @escaping @Sendable (A) -> A
  ) {
    self.name = name
    self.value = value
    self.derivative = derivative
  }

  public func callAsFunction(_ x: A) -> A { value(x) }

  /// x.
  public static var identity: ActivationFunction {
    ActivationFunction("identity", value: { $0 }, derivative: { A(1, in: $0.context) })
  }

  /// max(0, x).
  public static var rectifier: ActivationFunction {
    ActivationFunction(
      "relu", value: { A.maximum(A(0, in: $0.context), $0) },
      derivative: { A($0.isPositive.isTrue ? 1 : $0.isNegative.isTrue ? 0 : .nan, in: $0.context) })
  }

  /// max(-1, min(1, x)).
  public static var hardTanh: ActivationFunction {
    ActivationFunction(
      "hardTanh", value: { A.maximum(A(-1, in: $0.context), A.minimum(A(1, in: $0.context), $0)) },
      derivative: { x in
        let excess = x.magnitude - 1
        return A(excess.isNegative.isTrue ? 1 : excess.isPositive.isTrue ? 0 : .nan, in: x.context)
      })
  }
}

extension ActivationFunction where A: RealElementaryArithmetic {
  /// tanh x, for which sigma' = 1 - sigma^2.
  public static var tanh: ActivationFunction {
    ActivationFunction("tanh", value: { A.tanh($0) }, derivative: { Activation.tanh.derivative(at: $0) })
  }

  /// One of the named activations.
  public init(_ activation: Activation) {
    switch activation {
    case .identity: self = .identity
    case .tanh: self = .tanh
    case .hardTanh: self = .hardTanh
    }
  }
}
