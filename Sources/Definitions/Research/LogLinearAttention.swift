import Arithmetic

/// Log-linear attention's partition of the past: the positions s <= t fall into levels, level 0 being t itself and level
/// l + 1 the 2^l positions that bit l of t stands for, nearest first.
///
/// - Source: Guo et al., arXiv 2506.04761, section 3.1: a Fenwick tree over the sequence.
public enum FenwickLevels {
  /// The level of s as seen from t.
  ///
  /// - Precondition: 0 <= s <= t.
  public static func level(of s: Int, from t: Int) -> Int {
    precondition(0 <= s && s <= t, "only what has been seen has a level")
    if s == t { return 0 }
    // [0, t) ends with a block of as many positions as the lowest bit of t; what is before it ends likewise.
    var end = t
    while end & (end - 1) > s { end &= end - 1 }
    return end.trailingZeroBitCount + 1
  }

  /// The number of levels that a sequence of `length` positions has: 1 more than its last position has bits.
  public static func count(length: Int) -> Int { length < 1 ? 0 : Int.bitWidth - (length - 1).leadingZeroBitCount + 1 }
}

/// The states of one head of log-linear attention, one a level, each decayed as it waits:
///
///     o_t = sum_(s <= t) lambda_t,level(t,s) e^(g_(s+1) + ... + g_t) (q_t^T k_s) v_s
///
/// Before step t the levels up to that of the lowest bit of t are merged into one; then the step starts level 0 anew.
public struct FenwickStates<A: ElementaryArithmetic>: Sendable {
  /// The state of each level, shape (key, value); nil for a level without positions.
  public private(set) var states: [A.Vector?]
  private var time = 0

  public init(levels: Int) { states = Array(repeating: nil, count: max(levels, 1)) }

  /// o_t of the next step.
  ///
  /// - Parameters:
  ///   - decay: e^g_t.
  ///   - levelScales: lambda_t, shape (levels).
  public mutating func advance(
    decay: A, key: A.Vector, value: A.Vector, query: A.Vector, levelScales: A.Vector
  ) -> A.Vector {
    if time > 0 {
      let top = time.trailingZeroBitCount + 1
      var merged: A.Vector?
      for level in 0..<top {
        guard let state = states[level] else { continue }
        if merged == nil { merged = state } else { merged?.add(state) }
        states[level] = nil
      }
      states[top] = merged
    }
    for level in states.indices { states[level]?.multiply(by: decay) }
    var written = A.Vector(zeros: key.count * value.count, in: key.context)
    written.addOuterProduct(key, value)
    states[0] = written
    time += 1
    var (output, part) = (A.Vector(zeros: value.count, in: key.context), value)
    for (level, state) in states.enumerated() {
      guard let state else { continue }
      part.formProduct(query, matrix: state)
      output.addProduct(levelScales[level], part)
    }
    return output
  }
}
