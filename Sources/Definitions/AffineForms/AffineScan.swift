import Arithmetic

/// The states of a sequence of affine maps,
///
///     h_t = A_t h_(t-1) + b_t,   t = 1 ... n,   h_0 given,
///
/// with A_t diagonal or dense: the scan that most models are, in all its algebraically equal forms. h_t and b_t have the
/// shape (rows, columns).
///
/// - Source: Blelloch, CMU-CS-90-190; Martin, Cundy, arXiv 1709.04057.
public struct AffineScan<A: Arithmetic>: Sendable {
  public var initialState: A.Vector
  public var elements: [AffineMap<A>]
  /// Whether the state is reset to 0 before step t; empty for none. The maps stay as they are.
  public var resets: [Bool]

  public init(initialState: A.Vector, elements: [AffineMap<A>], resets: [Bool] = []) {
    precondition(resets.isEmpty || resets.count == elements.count, "one flag for each step")
    self.initialState = initialState
    self.elements = elements
    self.resets = resets
  }

  /// With gates and inputs that are numbers, or diagonals: a_t and b_t of shape (rows).
  public init(gates: [A.Vector], inputs: [A.Vector], initialState: A.Vector, resets: [Bool] = []) {
    self.init(
      initialState: initialState,
      elements: zip(gates, inputs).map { AffineMap(transition: .diagonal($0), offset: $1) }, resets: resets)
  }

  /// h_1 ... h_n, each of the shape of the initial state, and what they cost in combinations of maps or of a map and a
  /// state.
  public typealias States = (states: [A.Vector], cost: ScanCost)

  public var context: A.Context { initialState.context }

  /// The maps with those before which the state is reset replaced by (0, b_t): the cheapest way to reset.
  var elementsWithResets: [AffineMap<A>] {
    guard !resets.isEmpty else { return elements }
    return zip(elements, resets).map { element, isReset in
      guard isReset else { return element }
      let zeros = A.Vector(zeros: element.rows, in: context)
      return AffineMap(transition: .diagonal(zeros), offset: element.offset)
    }
  }

  /// Step by step: the definition.
  public func sequentialStates() -> States {
    var state = initialState
    var states: [A.Vector] = []
    states.reserveCapacity(elements.count)
    for (t, element) in elements.enumerated() {
      if !resets.isEmpty && resets[t] { state.fill(with: A(0, in: context)) }
      state = element(state)
      states.append(state)
    }
    return (states, ScanCost(combinations: elements.count, depth: elements.count))
  }

  /// The prefixes along a tree, each applied to the initial state. Resets are elements of their own, see
  /// ``ResettableMap``.
  ///
  /// - Parameter padding: what ``ScanTree/blelloch`` fills up with; the identity is left out of the sweeps where nil.
  public func states(by tree: ScanTree, padding: AffineMap<A>? = nil) -> States {
    if resets.isEmpty {
      let (prefixes, cost) = tree.prefixes(of: elements, padding: padding) { $0.followed(by: $1) }
      return (prefixes.map { $0(initialState) }, cost.and(ScanCost(combinations: elements.count, depth: 1)))
    }
    let flagged = zip(elements, resets).map { ResettableMap(map: $0, resets: $1) }
    let (prefixes, cost) = tree.prefixes(of: flagged, padding: padding.map { ResettableMap(map: $0, resets: false) }) {
      $0.followed(by: $1)
    }
    return (prefixes.map { $0(initialState) }, cost.and(ScanCost(combinations: elements.count, depth: 1)))
  }

  /// Two levels, for any partition into consecutive chunks: in each the states from zero and the products of the gates,
  ///
  ///     h_t = local_t + (A_t ... A_start) h_carry,
  ///
  /// where the carry goes from chunk to chunk through the last map of each.
  ///
  /// - Parameter sizes: of the chunks, at least 1 each, of which the last is repeated or cut short as needed.
  public func states(inChunksOf sizes: [Int]) -> States {
    precondition(!sizes.isEmpty && sizes.allSatisfy { $0 > 0 }, "a chunk has a step")
    let elements = elementsWithResets
    var carry = initialState
    var states: [A.Vector] = []
    var cost = ScanCost()
    var start = 0
    var chunk = 0
    while start < elements.count {
      let end = min(start + sizes[min(chunk, sizes.count - 1)], elements.count)
      var prefix = elements[start]
      for t in start..<end {
        if t > start { prefix = prefix.followed(by: elements[t]) }
        states.append(prefix(carry))
      }
      carry = states[states.count - 1]
      cost.combinations += 2 * (end - start) - 1
      // The carry waits for the last product of its own chunk, which all chunks form at once.
      cost.depth = max(cost.depth, end - start - 1) + 1
      start = end
      chunk += 1
    }
    return (states, cost)
  }

  /// h = (I - Z A)^-1 (b + A_1 h_0 at t = 1), Z the shift by one step: the inverse's block (t, s) is A_t ... A_(s+1), the
  /// identity for t = s, and the sum over s is formed for each t.
  public func statesByMatrix() -> States {
    let elements = elementsWithResets
    guard let first = elements.first else { return ([], ScanCost()) }
    var inputs = elements.map(\.offset)
    inputs[0] = first(initialState)
    var cost = ScanCost(combinations: 1, depth: 1)
    let states = elements.indices.map { t in
      var sum = inputs[t]
      var product: AffineMap<A>?
      for s in stride(from: t - 1, through: 0, by: -1) {
        var next = elements[s + 1]
        next.offset.fill(with: A(0, in: context))
        product = product.map { next.followed(by: $0) } ?? next
        if let product { sum.add(product.linear(inputs[s])) }
      }
      cost.combinations += max(0, 2 * t - 1)
      cost.depth = max(cost.depth, t + 1)
      return sum
    }
    return (states, cost)
  }

  /// h_t = P_t (h_0 + sum_(s <= t) b_s/P_s), with P_t the product of the gates: division by the cumulative product.
  ///
  /// Nil where a gate may be 0, or is dense: the quotients do not exist. In floats it fails as soon as P_t leaves the
  /// range of the exponent, which the other forms do not.
  public func statesByCumulativeProducts() -> States? {
    var product: A.Vector?
    var sum = initialState
    var states: [A.Vector] = []
    let zero = A(0, in: context)
    let one = A(1, in: context)
    for element in elementsWithResets {
      guard case .diagonal(let gate) = element.transition else { return nil }
      guard (0..<gate.count).allSatisfy({ gate[$0].isEqual(to: zero).isFalse }) else { return nil }
      var cumulative = product ?? gate
      if product != nil { cumulative.multiply(by: gate) }
      product = cumulative
      var term = element.offset
      term.multiplyRows(by: A.Vector(cumulative.elements.map { one / $0 }, in: context))
      sum.add(term)
      var state = sum
      state.multiplyRows(by: cumulative)
      states.append(state)
    }
    // Two prefix scans and two products, of which the scans are the depth.
    let count = elements.count
    return (states, ScanCost(combinations: 4 * count, depth: count + 2))
  }
}

extension ScanCost {
  /// One after the other.
  func and(_ next: ScanCost) -> ScanCost {
    ScanCost(combinations: combinations + next.combinations, depth: depth + next.depth)
  }
}
