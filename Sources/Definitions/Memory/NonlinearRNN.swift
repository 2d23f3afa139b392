import Arithmetic
import LinearAlgebra

/// A recurrent network in continuous time with the activation on the whole right-hand side:
///
///     h' = sigma(W h + U x + b),   y = c^T h.
///
/// For an input that is constant from time 0 on, z = W h + U x + b obeys z' = W sigma(z), and y' = c^T sigma(z): what
/// the network remembers of the step is how fast sigma(z) tends to 0.
///
/// - Source: Wang, Li, Li, arXiv 2305.19190, eq. (6).
public struct NonlinearRNN<A: RealArithmetic & SizedArithmetic>: Sendable {
  /// W, shape (state, state).
  public var recurrent: Matrix<A>
  /// U, shape (state, inputs).
  public var input: Matrix<A>
  /// b, shape (state).
  public var bias: [A]
  /// c, shape (state).
  public var readout: [A]
  public var activation: ActivationFunction<A>

  public init(
    recurrent: Matrix<A>, input: Matrix<A>, bias: [A], readout: [A], activation: ActivationFunction<A>
  ) {
    let n = recurrent.rows
    precondition(
      recurrent.isSquare && [input.rows, bias.count, readout.count].allSatisfy { $0 == n },
      "W, U, b and c have one state size")
    self.recurrent = recurrent
    self.input = input
    self.bias = bias
    self.readout = readout
    self.activation = activation
  }

  public var context: A.Context { recurrent.context }

  /// z = W h + U x + b, shape (state).
  public func preactivation(state h: [A], input x: [A]) -> [A] {
    zip(zip(recurrent * h, input * x), bias).map { $0.0 + $0.1 + $1 }
  }

  /// h' = sigma(W h + U x + b), shape (state).
  public func stateDerivative(state h: [A], input x: [A]) -> [A] {
    preactivation(state: h, input: x).map(activation.value)
  }

  /// z' = W sigma(z) for a constant input, shape (state).
  public func preactivationDerivative(at z: [A]) -> [A] { recurrent * z.map(activation.value) }

  /// The Jacobian of h' by h, diag(sigma'(z)) W at z = W h + U x + b, shape (state, state).
  public func linearization(state h: [A], input x: [A]) -> Matrix<A> {
    recurrent.multipliedFromLeft(byDiagonal: preactivation(state: h, input: x).map(activation.derivative))
  }

  /// y = c^T h.
  public func output(state h: [A]) -> A { zip(readout, h).reduce(A(0, in: context)) { $0.addingProduct($1.0, $1.1) } }

  /// y' = c^T sigma(z).
  public func outputDerivative(at z: [A]) -> A { output(state: z.map(activation.value)) }

  /// h + dt h', one step of the forward Euler method.
  public func eulerStep(state h: [A], input x: [A], step: A) -> [A] {
    zip(h, stateDerivative(state: h, input: x)).map { $0.addingProduct(step, $1) }
  }
}

extension NonlinearRNN where A: RealElementaryArithmetic {
  /// sigma(z(t)) for the hyperbolic tangent and a diagonal W, in closed form: each v = tanh z obeys v' = (1 - v^2) w v,
  /// so that sinh z grows by the factor e^(w t):
  ///
  ///     v(t) = s/sqrt(1 + s^2),   s = e^(w t) sinh z(0).
  ///
  /// - Parameters:
  ///   - start: z(0), shape (state).
  ///   - t: the time.
  /// - Returns: v(t), shape (state).
  public func hyperbolicTangentAnswer(from start: [A], at t: A) -> [A] {
    zip(recurrent.diagonal, start).map { w, z in
      let s = A.exp(w * t) * A.sinh(z)
      return s / A.sqrt(1 + s * s)
    }
  }
}

/// diag(v)^2 W v, the cubic part of v' = diag(sigma'(z)) W v for sigma' = a - b sigma^2, v = sigma(z): that is
/// a W v - b diag(v)^2 W v.
///
/// - Source: Wang, Li, Li, arXiv 2305.19190, eqs. (92) to (98).
public func cubicPart<A: Arithmetic>(of recurrent: Matrix<A>, at v: [A]) -> [A] {
  zip(v, recurrent * v).map { $0 * $0 * $1 }
}
