import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Scans with resets.
  static let scanReset = Claim(
    "scan.T-reset",
    title: "A scan with resets is associative, and starts anew at each reset",
    statement: """
      With (A_j, b_j, c_j) after (A_i, b_i, c_i) = (A_j A_i, A_j b_i + b_j, c_i) where c_j = 0 and (A_j, b_j, c_j) where \
      c_j = 1, the composition is associative, and the prefixes are the states of a recurrence that is set to 0 before \
      each step with c_t = 1.
      """,
    source: Source(
      "Lu et al., Structured state space models for in-context reinforcement learning", arXiv: "2303.03982",
      "the associative operator with resets", .code),
    hypotheses: [
      Hypothesis("c in {0, 1}", "the flag is a choice, not a blend"),
      Hypothesis("reset first", "the reset comes before the input of the same step"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      Check(ScanInstance.generator(resets: true)) { instance, _ in
        trees.map { instance.agrees($0.name, instance.scan.states(by: $0.tree).states) }
          + [
            instance.agrees("segments", instance.segments),
            instance.agrees("chunks", instance.scan.states(inChunksOf: instance.sizes).states),
          ]
      },
      Check(ScanInstance.generator(resets: true, count: 3...3)) { instance, _ in
        let e = zip(instance.scan.elements, instance.scan.resets).map { ResettableMap(map: $0, resets: $1) }
        func numbers(_ e: ResettableMap<Exact>) -> [Exact] {
          e.map.matrix.elements + e.map.offset.elements + [e.resets ? 1 : 0]
        }
        return [
          Evidence(
            "(e_3 e_2) e_1 = e_3 (e_2 e_1)", numbers(e[0].followed(by: e[1]).followed(by: e[2])),
            equal: numbers(e[0].followed(by: e[1].followed(by: e[2]))), at: instance.values)
        ]
      }),
    falsifiers: [
      Falsifier(
        "c = 1/2, written as (1 - c) x + c y", dropping: "c in {0, 1}",
        Check(ScanInstance.generator(isDiagonal: true, count: 3...3)) { instance, _ in blendIsAssociative(instance) }),
      Falsifier(
        "the reset after the input", dropping: "reset first",
        Check(ScanInstance.generator(resets: true)) { instance, _ in
          var late = instance
          for t in late.scan.elements.indices where late.scan.resets[t] {
            late.scan.elements[t].offset.fill(with: 0)
          }
          return instance.agrees("Brent-Kung", late.scan.states(by: .brentKung).states)
        }),
    ])

  /// The composition with a flag c = 1/2 on the later two of three maps, as a blend of its two cases.
  private static func blendIsAssociative(_ instance: ScanInstance) -> Evidence {
    let half = Exact(1, 2)
    func blend(_ x: Exact.Vector, _ y: Exact.Vector) -> Exact.Vector {
      var sum = x
      sum.add(y)
      sum.multiply(by: half)
      return sum
    }
    func followed(_ earlier: AffineMap<Exact>, by later: AffineMap<Exact>) -> AffineMap<Exact> {
      let product = earlier.followed(by: later)
      return AffineMap(
        transition: .dense(blend(product.matrix, later.matrix)), offset: blend(product.offset, later.offset))
    }
    let e = instance.scan.elements
    let left = followed(followed(e[0], by: e[1]), by: e[2])
    let right = followed(e[0], by: followed(e[1], by: e[2]))
    return Evidence(
      "(e_3 e_2) e_1 = e_3 (e_2 e_1)", left.matrix.elements + left.offset.elements,
      equal: right.matrix.elements + right.offset.elements, at: instance.values)
  }
}

extension ScanInstance {
  /// The states of the segments between resets, each by a loop of its own from zero.
  fileprivate var segments: [Exact.Vector] {
    let starts = [0] + scan.resets.indices.filter { $0 > 0 && scan.resets[$0] } + [scan.elements.count]
    return zip(starts, starts.dropFirst()).flatMap { start, end in
      var segment = AffineScan(initialState: scan.initialState, elements: Array(scan.elements[start..<end]))
      if scan.resets[start] { segment.initialState.fill(with: 0) }
      return segment.sequentialStates().states
    }
  }
}
