import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Every tree scan is the loop.
  static let scanTrees = Claim(
    "scan.T-trees",
    title: "A scan along every tree gives the loop's states, for every length",
    statement: """
      For all n >= 1 and maps that need not commute the inclusive prefixes of Hillis-Steele, Blelloch, Brent-Kung and of \
      blocks, applied to h_0, are the states of the loop. Hillis-Steele has depth ceil(log2 n); Blelloch and Brent-Kung have \
      at most 2 n combinations and depth at most 2 ceil(log2 n).
      """,
    source: Source(
      "Hillis & Steele; Blelloch; Brent & Kung", "parallel prefix computation", .recalled),
    hypotheses: [
      Hypothesis("identity padding", "what a tree is filled up with is the identity (I, 0)"),
      Hypothesis("inclusive", "prefix t contains element t"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      Check(ScanInstance.generator()) { instance, _ in
        trees.map { instance.agrees($0.name, instance.scan.states(by: $0.tree, padding: instance.padding).states) }
      },
      Check(Generator<Int>.integer(in: 1...300)) { count, _ in costs(count) }),
    falsifiers: [
      Falsifier(
        "padding with (0, 0): the last state is lost", dropping: "identity padding",
        Check(ScanInstance.generator()) { instance, _ in
          let rows = instance.scan.initialState.count
          let zeros = AffineMap<Exact>(
            transition: .diagonal(.init(Array(repeating: 0, count: rows))),
            offset: .init(Array(repeating: 0, count: rows)))
          return instance.agrees("Blelloch", instance.scan.states(by: .blelloch, padding: zeros).states)
        }),
      Falsifier(
        "the exclusive prefixes", dropping: "inclusive",
        Check(ScanInstance.generator()) { instance, _ in
          let states = instance.scan.states(by: .brentKung).states
          return instance.agrees("Brent-Kung", [instance.scan.initialState] + states.dropLast())
        }),
    ])

  static let trees: [(name: String, tree: ScanTree)] = [
    ("Hillis-Steele", .hillisSteele), ("Blelloch", .blelloch), ("Brent-Kung", .brentKung),
    ("blocks of 3", .sequentialBlocks(3)),
  ]

  /// The costs of the trees on n elements.
  private static func costs(_ count: Int) -> [Evidence] {
    func cost(_ tree: ScanTree) -> ScanCost { tree.prefixes(of: Array(repeating: 0, count: count), combine: +).cost }
    let levels = Int.bitWidth - (count - 1).leadingZeroBitCount
    func evidence(_ statement: String, _ left: Int, _ right: Int) -> Evidence {
      Evidence(statement, Rational(left), atMost: Rational(right), at: [NamedValue("n", count)])
    }
    return [evidence("depth of Hillis-Steele <= ceil(log2 n)", cost(.hillisSteele).depth, levels)]
      + [("Blelloch", ScanTree.blelloch), ("Brent-Kung", .brentKung)].flatMap { name, tree in
        [
          evidence("combinations of \(name) <= 2 n", cost(tree).combinations, 2 * count),
          evidence("depth of \(name) <= 2 ceil(log2 n)", cost(tree).depth, 2 * levels),
        ]
      }
  }
}
