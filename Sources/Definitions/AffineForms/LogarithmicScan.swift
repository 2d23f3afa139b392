import Arithmetic

extension AffineScan where A: RealElementaryArithmetic {
  /// The states of a scan with positive gates and inputs, from logarithms alone:
  ///
  ///     log h_t = a_t + LSE(log h_0, log b_s - a_s for s <= t),   a_t = sum_(r <= t) log A_r,
  ///
  /// LSE(x, y) = log(e^x + e^y), formed as max + log(1 + e^-|x - y|), one term after another. A term that is 0, b_s = 0 or
  /// h_0 = 0, is left out.
  ///
  /// Nil where a gate is not certainly positive, an input or the initial state may be negative, or a map is dense.
  ///
  /// - Source: Heinsen, arXiv 2311.06281; Feng et al., arXiv 2410.01201, appendix B.
  public func statesByLogarithms() -> States? {
    let zero = A(0, in: context)
    /// The logarithm of a number that is positive or 0; the inner nil for 0.
    func logarithm(_ x: A) -> A?? {
      if x.isPositive.isTrue { return .some(A.log(x)) }
      return x.isEqual(to: zero).isTrue ? .some(nil) : nil
    }
    let elements = elementsWithResets
    var states = elements.map(\.offset)
    guard let first = elements.first else { return (states, ScanCost()) }
    let columns = initialState.count / first.rows
    for i in 0..<initialState.count {
      guard var sum = logarithm(initialState[i]) else { return nil }
      var cumulative = zero
      for (t, element) in elements.enumerated() {
        guard case .diagonal(let gates) = element.transition, gates[i / columns].isPositive.isTrue else { return nil }
        guard let input = logarithm(element.offset[i]) else { return nil }
        let gate = A.log(gates[i / columns])
        cumulative = t == 0 ? gate : cumulative + gate
        if let input {
          let term = input - cumulative
          sum = sum.map { logarithmOfSum($0, term) } ?? term
        }
        states[t][i] = sum.map { A.exp(cumulative + $0) } ?? zero
      }
    }
    // Two prefix scans, and what is done element by element before and after.
    return (states, ScanCost(combinations: 2 * elements.count, depth: elements.count + 2))
  }
}

/// log(e^x + e^y), as the larger of the two plus log(1 + e^-|x - y|).
public func logarithmOfSum<A: RealElementaryArithmetic>(_ x: A, _ y: A) -> A {
  let difference = x - y
  return difference.isNegative.isTrue
    ? y + A.log(onePlus: A.exp(difference)) : x + A.log(onePlus: A.exp(-difference))
}
