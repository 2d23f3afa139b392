import Arithmetic

/// The operator of Hyena for one channel, by alternate convolutions and gates:
///
///     z_1 = v,   z_(n+1) = x_n . (h_n * z_n),   y = z_(N+1)
///
/// as a matrix D_(x_N) S_(h_N) ... D_(x_1) S_(h_1) that multiplies v, where S_h is the lower triangular Toeplitz matrix
/// of h.
///
/// - Source: Poli et al., Hyena, arXiv 2302.10866, definition 3.1.
public struct HyenaOperator<V: ArithmeticVector>: Sendable {
  /// h_1, ..., h_N, shape (order, taps).
  public var filters: [V]
  /// x_1, ..., x_N, shape (order, length).
  public var gates: [V]

  public init(filters: [V], gates: [V]) {
    precondition(filters.count == gates.count, "a gate for each filter")
    self.filters = filters
    self.gates = gates
  }

  /// y.
  ///
  /// - Parameter padding: the zeros with which sequences are padded before they are convolved in a circle: at least
  ///   length - 1, or what wraps around reaches earlier outputs. As many, where nothing is said.
  public func callAsFunction(_ value: V, padding: Int? = nil) -> V {
    let length = value.count
    var z = value
    for (filter, gate) in zip(filters, gates) {
      let size = length + (padding ?? max(length - 1, 0))
      z = circularConvolution(z, filter, size: size, count: length)
      z.multiply(by: gate)
    }
    return z
  }
}

/// H3: y = q . SSM_diag(SSM_shift(k) . v), the two models as the filters that they are.
///
/// - Source: Fu et al., H3, arXiv 2212.14052, section 3.
public func hungryHippo<V: ArithmeticVector>(
  query: V, key: V, value: V, shift: (V) -> V, diagonal: (V) -> V
) -> V {
  var inner = shift(key)
  inner.multiply(by: value)
  var output = diagonal(inner)
  output.multiply(by: query)
  return output
}

/// GSS without its outer projections: y = g . SSM(v).
///
/// - Source: Mehta et al., arXiv 2206.13947, section 3.
public func gatedStateSpace<V: ArithmeticVector>(gate: V, value: V, model: (V) -> V) -> V {
  var output = model(value)
  output.multiply(by: gate)
  return output
}
