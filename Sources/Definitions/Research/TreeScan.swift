import Arithmetic

/// A scan along the branches of a tree of tokens: h_i = a_i . h_parent(i) + b_i, where the root's parent is h0.
///
/// A chain is the ordinary scan; siblings do not see each other.
///
/// - Source: Wu et al., arXiv 2505.14969, for state-space models over trees of candidates.
public enum TreeScan<A: Arithmetic> {
  /// h, shape (nodes), of one channel.
  ///
  /// - Parameter parents: of each node an earlier one, or a negative number for a root.
  public static func states(gates: [A], inputs: [A], parents: [Int], initial: A) -> [A] {
    var states: [A] = []
    for i in inputs.indices {
      let before = parents[i] < 0 ? initial : states[parents[i]]
      states.append((gates[i] * before) + inputs[i])
    }
    return states
  }

  /// h_i as a sum over its ancestors j and itself, sum_j (product of a along the path from below j to i) b_j.
  public static func sumOverPath(to i: Int, gates: [A], inputs: [A], parents: [Int], initial: A) -> A {
    var (sum, product, node) = (inputs[i], gates[i], parents[i])
    while node >= 0 {
      sum = sum.addingProduct(product, inputs[node])
      product = product * gates[node]
      node = parents[node]
    }
    return sum.addingProduct(product, initial)
  }
}
