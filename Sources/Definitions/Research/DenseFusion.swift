import Arithmetic

/// The dense connection of hidden states over layers: what the token mixer of a layer is given is its own key plus
/// gated keys of the layers before it, at the same position,
///
///     k_t <- k_t + sum_l g_(l,t) . k_(l,t).
///
/// - Source: He et al., arXiv 2403.00818 (DenseSSM), without the projection and the normalization around it.
public enum DenseFusion {
  /// - Parameters:
  ///   - key: of the layer, shape (rows).
  ///   - earlier: the keys of the layers before it, shape (layers, rows).
  ///   - gates: shape (layers, rows).
  public static func key<V: ArithmeticVector>(_ key: V, earlier: [V], gates: [V]) -> V {
    var fused = key
    for (other, gate) in zip(earlier, gates) { fused.addProduct(gate, other) }
    return fused
  }
}
