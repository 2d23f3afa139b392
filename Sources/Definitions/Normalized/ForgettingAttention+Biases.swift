import Arithmetic

extension ForgettingAttention {
  /// G_t - G_s for each s that t sees, from the cumulative sums of the whole sequence: what a kernel with one
  /// cumulative sum computes in place of ``biases(at:)``.
  public func differences(at t: Int, cumulativeGates: [A]) -> [A] {
    visible(from: t).map { cumulativeGates[t] - cumulativeGates[$0] }
  }

  /// g_(b) + ... + g_t for each t, b the first step of its block of `size` steps.
  public func blockSums(size: Int) -> [A] {
    var sums: [A] = []
    for (t, gate) in logGates.enumerated() {
      sums.append(t % size == 0 ? gate : sums[t - 1] + gate)
    }
    return sums
  }

  /// The biases with cumulative sums that begin anew in each block: what is left of s's block after s, the blocks
  /// between, and the sum of t's block up to t. No number is larger than the sums of the blocks that are involved.
  public func blockBiases(at t: Int, sums: [A], size: Int) -> [A] {
    let own = t / size
    return visible(from: t).map { s in
      let block = s / size
      if block == own { return sums[t] - sums[s] }
      var sum = sums[block * size + size - 1] - sums[s]
      for between in block + 1..<own { sum = sum + sums[between * size + size - 1] }
      return sum + sums[t]
    }
  }
}
