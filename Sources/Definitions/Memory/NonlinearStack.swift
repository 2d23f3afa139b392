import Arithmetic

/// One layer of a stack: a diagonal recurrence from a channel to a channel, and an activation,
///
///     h_k = diag(a) h_(k-1) + b x_k,   y_k = sigma(Re c^T h_k) + s x_k,   h_(-1) = 0.
///
/// Real modes are those of a real arithmetic; a conjugate half has 2 c in place of c.
public struct NonlinearLayer<S: ConjugateArithmetic>: Sendable {
  /// a, shape (state).
  public var transition: [S]
  /// b, shape (state).
  public var input: [S]
  /// c, shape (state).
  public var readout: [S]
  /// s: 0 for none, 1 for a residual connection around the layer.
  public var skip: S.RealPart

  /// - Parameter skip: 0, where nothing is said.
  public init(transition: [S], input: [S], readout: [S], skip: S.RealPart? = nil) {
    precondition(!transition.isEmpty, "a layer has a mode")
    precondition(input.count == transition.count && readout.count == transition.count, "b and c have one entry a mode")
    self.transition = transition
    self.input = input
    self.readout = readout
    self.skip = skip ?? S.RealPart(0, in: transition[0].context)
  }

  public var context: S.Context { transition[0].context }

  /// K_j = Re sum_n c_n a_n^j b_n, j = 0 ..< length: the kernel in front of the activation, without the skip.
  public func kernel(length: Int) -> [S.RealPart] {
    var power = input
    return (0..<length).map { _ in
      defer { for n in power.indices { power[n] = power[n] * transition[n] } }
      return read(power)
    }
  }

  /// y_k for inputs x_k, shape (length).
  public func output(
    of x: [S.RealPart], activation: ActivationFunction<S.RealPart>, initialState: [S]? = nil
  ) -> [S.RealPart] {
    var state = initialState ?? Array(repeating: S(0, in: context), count: transition.count)
    return x.map { x in
      for n in state.indices { state[n] = (input[n] * S(realPart: x)).addingProduct(transition[n], state[n]) }
      return activation(read(state)).addingProduct(skip, x)
    }
  }

  private func read(_ state: [S]) -> S.RealPart {
    zip(readout, state).reduce(S(0, in: context)) { $0.addingProduct($1.0, $1.1) }.realPart
  }
}

/// Several layers, one after the other:
///
///     y^(0) = x,   h^(l)_k = diag(a_l) h^(l)_(k-1) + b_l y^(l-1)_k,
///     y^(l)_k = sigma(Re c_l^T h^(l)_k) + s_l y^(l-1)_k.
///
/// - Source: Wang, Xue, arXiv 2309.13414, in discrete time and with diagonal state matrices.
public struct NonlinearStack<S: ConjugateArithmetic>: Sendable {
  public var layers: [NonlinearLayer<S>]
  public var activation: ActivationFunction<S.RealPart>

  public init(layers: [NonlinearLayer<S>], activation: ActivationFunction<S.RealPart>) {
    precondition(!layers.isEmpty, "a stack has a layer")
    self.layers = layers
    self.activation = activation
  }

  public var context: S.Context { layers[0].context }

  /// The output of the last layer, from zero states, shape (length).
  public func output(of x: [S.RealPart]) -> [S.RealPart] {
    layers.reduce(x) { $1.output(of: $0, activation: activation) }
  }

  /// y_k - y_(k-1) in answer to the step input x from time 0 on, shape (length), with y_(-1) = 0.
  public func stepChanges(_ x: S.RealPart, length: Int) -> [S.RealPart] {
    let y = output(of: Array(repeating: x, count: length))
    return y.indices.map { $0 == 0 ? y[0] : y[$0] - y[$0 - 1] }
  }
}
