import Arithmetic

/// The decays Gamma(t, s) = D_t D_(t-1) ... D_(s+1) between the positions 0 ... n of a chunk of n steps; position 0 is
/// before the first step, position t after the t-th. Each has shape (rows).
struct ChunkDecays<A: Arithmetic> {
  /// Gamma(t, s) for s = 0 ... t, from the same of t - 1.
  let row: (_ t: Int, _ previous: [A.Vector]) -> [A.Vector]
  /// Gamma(n, s) for s = 0 ... n, where a form has another way for the end of a chunk than `row(n)`.
  var end: (() -> [A.Vector])?

  /// Products of the gates, from s + 1 on to t.
  static func products(_ steps: ArraySlice<AffineStep<A>>) -> ChunkDecays? {
    ChunkDecays(row: { t, previous in
      let decay = steps[steps.startIndex + t - 1].decay
      return previous.map { product($0, decay) } + [ones(like: decay)]
    })
  }

  /// g_t (1/g_s) with the cumulative products g; nil where a gate may be 0.
  static func ratios(_ steps: ArraySlice<AffineStep<A>>) -> ChunkDecays? {
    guard let first = steps.first else { return products(steps) }
    let zero = A(0, in: first.decay.context)
    let one = A(1, in: first.decay.context)
    var cumulative = [ones(like: first.decay)]
    var inverses = cumulative
    for step in steps {
      guard (0..<step.decay.count).allSatisfy({ step.decay[$0].isEqual(to: zero).isFalse }) else { return nil }
      let next = product(cumulative[cumulative.count - 1], step.decay)
      cumulative.append(next)
      inverses.append(A.Vector(next.elements.map { one / $0 }, in: next.context))
    }
    return ChunkDecays(row: { t, _ in
      (0..<t).map { $0 == 0 ? cumulative[t] : product(cumulative[t], inverses[$0]) } + [cumulative[0]]
    })
  }

  private static func product(_ x: A.Vector, _ y: A.Vector) -> A.Vector {
    var result = x
    result.multiply(by: y)
    return result
  }

  fileprivate static func ones(like x: A.Vector) -> A.Vector {
    var result = A.Vector(zeros: x.count, in: x.context)
    result.fill(with: A(1, in: x.context))
    return result
  }
}

extension ChunkDecays where A: ElementaryArithmetic {
  /// exp(c_t - c_s) with the cumulative log-gates c. With secondary chunks of `sub` steps, exp(c_t - c_n) exp(c_n - c_s)
  /// for s before n, the first row of t's secondary chunk; the decay from the chunk's start stays exp(c_t).
  ///
  /// Nil where a step has no `logDecay`.
  init?(logarithmsOf steps: ArraySlice<AffineStep<A>>, subchunks sub: Int?) {
    precondition(sub ?? 1 > 0, "a secondary chunk has a step")
    guard let first = steps.first?.decay else { return nil }
    let one = ChunkDecays.ones(like: first)
    var sums = [A.Vector(zeros: first.count, in: first.context)]
    for step in steps {
      guard let logarithm = step.logDecay else { return nil }
      var next = sums[sums.count - 1]
      if sums.count == 1 { next = logarithm } else { next.add(logarithm) }
      sums.append(next)
    }
    let cumulative = sums
    let end = cumulative.count - 1
    @Sendable func exponential(_ t: Int, _ s: Int) -> A.Vector {
      var difference = cumulative[t]
      if s > 0 { difference.subtract(cumulative[s]) }
      var result = difference
      A.formExponential(&result, of: difference)
      return result
    }
    row = { t, _ in
      let reference = sub.map { (t - 1) / $0 * $0 + 1 } ?? 0
      let late = t > reference && reference > 0 ? exponential(t, reference) : one
      return (0..<t).map { s in
        guard s > 0 && s < reference else { return exponential(t, s) }
        var decay = exponential(reference, s)
        if t > reference { decay.multiply(by: late) }
        return decay
      } + [one]
    }
    self.end = sub.map { _ in { (0..<end).map { exponential(end, $0) } + [one] } }
  }
}
