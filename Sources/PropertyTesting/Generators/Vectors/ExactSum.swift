/// The exact sum of the Doubles added, as a sum of Doubles that do not overlap, the least first.
///
/// Shewchuk: Adaptive precision floating-point arithmetic and fast robust geometric predicates, Discrete &
/// Computational Geometry 18 (1997), doi:10.1007/PL00009321, section 2.4. Exact as long as nothing overflows.
struct ExactSum {
  private(set) var parts: [Double] = []

  mutating func add(_ value: Double) {
    var carry = value
    var kept = 0
    for part in parts {
      let sum = carry + part
      let partShare = sum - carry
      let error = (carry - (sum - partShare)) + (part - partShare)
      carry = sum
      if error != 0 {
        parts[kept] = error
        kept += 1
      }
    }
    parts.removeLast(parts.count - kept)
    if carry != 0 { parts.append(carry) }
  }

  /// Adds x y, exactly where x y and its last bit are above the least normal number.
  mutating func add(_ x: Double, times y: Double) {
    let product = x * y
    add(product)
    add((-product).addingProduct(x, y))
  }

  /// -1, 0 or 1.
  var sign: Int {
    guard let greatest = parts.last else { return 0 }
    return greatest < 0 ? -1 : 1
  }
}
