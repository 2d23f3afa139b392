import Arithmetic
import LinearAlgebra

extension NonlinearStack {
  /// An upper bound of the memory function sup over x of |y_k - y_(k-1)|/|x| of a step input x, k = 0 ..< length: the
  /// convolution of the layers' bounds,
  ///
  ///     m = g_1 * g_2 * ... * g_L,   g_l(k) = L0 |K^(l)_k| + |s_l| [k = 0],
  ///
  /// because |sigma(u) - sigma(v)| <= L0 |u - v| passes each layer's increments through |K|. It needs sigma(0) = 0 and
  /// zero initial states, and is attained by linear layers whose kernels and skips are not negative.
  ///
  /// - Parameter lipschitz: L0, a Lipschitz constant of the activation; 1 where nothing is said.
  public func memoryMajorant(length: Int, lipschitz: S.RealPart? = nil) -> [S.RealPart] {
    let slope = lipschitz ?? S.RealPart(1, in: context)
    return product(length) { layer in
      layer.kernel(length: length).enumerated().map { k, value in
        (k == 0 ? layer.skip.magnitude : S.RealPart(0, in: context)).addingProduct(slope, value.magnitude)
      }
    }
  }

  /// The kernel of the stack without activations: the convolution of K^(l)_k + s_l [k = 0] over the layers, shape
  /// (length).
  public func linearKernel(length: Int) -> [S.RealPart] {
    product(length) { layer in
      layer.kernel(length: length).enumerated().map { $0.offset == 0 ? $0.element + layer.skip : $0.element }
    }
  }

  private func product(_ length: Int, _ kernel: (NonlinearLayer<S>) -> [S.RealPart]) -> [S.RealPart] {
    layers.reduce((0..<length).map { S.RealPart($0 == 0 ? 1 : 0, in: context) }) { causalConvolution($0, kernel($1)) }
  }
}

/// (f * g)_k = sum_(j <= k) f_j g_(k-j), for as many k as both have.
public func causalConvolution<A: Arithmetic>(_ f: [A], _ g: [A]) -> [A] {
  (0..<min(f.count, g.count)).map { k in
    (1..<k + 1).reduce(f[0] * g[k]) { $0.addingProduct(f[$1], g[k - $1]) }
  }
}

extension NonlinearStack where S.RealPart: RealElementaryArithmetic {
  /// G = prod_l (L0 |b_l|_2 |c_l|_2 + |s_l|).
  public func memoryGain(lipschitz: S.RealPart? = nil) -> S.RealPart {
    let slope = lipschitz ?? S.RealPart(1, in: context)
    return layers.reduce(S.RealPart(1, in: context)) { product, layer in
      let norms = euclideanNorm(layer.input, in: context) * euclideanNorm(layer.readout, in: context)
      return product * layer.skip.magnitude.addingProduct(slope, norms)
    }
  }

  /// r = max |a|, over all layers and modes.
  public var slowestDecay: S.RealPart {
    let squares = layers.flatMap { $0.transition.map(\.squaredMagnitude) }
    return S.RealPart.sqrt(squares.dropFirst().reduce(squares[0], S.RealPart.maximum))
  }

  /// The bound G C(k + L - 1, L - 1) r^k of the memory function, k = 0 ..< length: what
  /// ``memoryMajorant(length:lipschitz:)`` is at most.
  public func memoryBound(length: Int, lipschitz: S.RealPart? = nil) -> [S.RealPart] {
    binomialMemoryBound(
      layers: layers.count, gain: memoryGain(lipschitz: lipschitz), rate: slowestDecay, length: length)
  }
}

/// G C(k + L - 1, L - 1) r^k, k = 0 ..< length: the L-fold convolution of r^k, times G. It is at most
/// G (1 - r/q)^-L q^k for every q of (r, 1), since sum_k C(k + L - 1, L - 1) z^k = (1 - z)^-L.
public func binomialMemoryBound<A: RealArithmetic>(layers: Int, gain: A, rate: A, length: Int) -> [A] {
  precondition(layers >= 1, "a stack has a layer")
  var term = gain
  return (0..<length).map { k in
    defer { term = term * rate * IntegerConstant(k + layers) / IntegerConstant(k + 1) }
    return term
  }
}

/// G (1 - r/q)^-L q^k, k = 0 ..< length: an exponential bound of ``binomialMemoryBound(layers:gain:rate:length:)`` with
/// the rate q of (r, 1).
public func exponentialMemoryBound<A: RealArithmetic>(layers: Int, gain: A, rate: A, slower q: A, length: Int) -> [A] {
  var term = gain / A.pow(1 - rate / q, layers)
  return (0..<length).map { _ in
    defer { term = term * q }
    return term
  }
}
