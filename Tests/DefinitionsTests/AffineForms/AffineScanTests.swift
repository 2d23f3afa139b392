import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

private typealias Scan = AffineScan<Rational>

@Suite struct AffineScanTests {
  static let trees: [ScanTree] = [.sequential, .hillisSteele, .blelloch, .brentKung, .sequentialBlocks(3)]

  /// A scan of (rows, columns) states with dense maps and diagonal ones.
  private static func scan(withZeros: Bool = true, isDiagonal: Bool = false, resets: Bool = false) -> Generator<Scan> {
    Generator { draw in
      let rows = draw.integer(in: 1...2)
      let columns = draw.integer(in: 1...2)
      let gate = withZeros ? Generator<Rational>.rational(in: -2...2) : .positiveRational()
      let entry = Generator<Rational>.rational(in: -2...2)
      let element = Generator<AffineMap<Rational>> { draw in
        let isDense = !isDiagonal && draw.bool()
        let numbers = Rational.Vector(try draw(.array(of: gate, count: isDense ? rows * rows : rows)))
        return AffineMap(
          transition: isDense ? .dense(numbers) : .diagonal(numbers),
          offset: .init(try draw(.array(of: entry, count: rows * columns))))
      }
      let elements = try draw(.array(of: element, count: 1...20))
      return Scan(
        initialState: .init(try draw(.array(of: entry, count: rows * columns))), elements: elements,
        resets: resets ? try draw(.array(of: .bool(probability: 0.3), count: elements.count)) : [])
    }.described { scan in
      let elements = scan.elements.map { "\($0.transition) + \($0.offset.elements)" }
      return "h_0 = \(scan.initialState.elements), resets \(scan.resets), " + elements.joined(separator: "; ")
    }
  }

  private static func differ(_ x: Scan.States, _ y: Scan.States) -> String? {
    let pairs = zip(x.states.map(\.elements), y.states.map(\.elements)).enumerated()
    guard x.states.count == y.states.count else { return "\(x.states.count) states, not \(y.states.count)" }
    return pairs.first { $1.0 != $1.1 }.map { "h_\($0 + 1) is \($1.0), not \($1.1)" }
  }

  private static func check(_ found: Scan.States, _ expected: Scan.States, _ draw: inout Draw) throws {
    let difference = differ(found, expected)
    try draw.verify(difference == nil, difference ?? "")
  }

  @Test(
    "A scan along any tree is the loop, with resets and without, exactly", .cases(30), arguments: trees,
    [false, true])
  func treeIsLoop(tree: ScanTree, resets: Bool) async {
    await checkProperty("\(tree), resets \(resets)") { draw in
      let scan = try draw(Self.scan(resets: resets), "scan")
      try Self.check(scan.states(by: tree), scan.sequentialStates(), &draw)
    }
  }

  @Test("Chunks of any sizes and the inverse matrix give the loop, exactly", .cases(60), arguments: [false, true])
  func chunksAndMatrix(resets: Bool) async {
    await checkProperty("resets \(resets)") { draw in
      let scan = try draw(Self.scan(resets: resets), "scan")
      let expected = scan.sequentialStates()
      let sizes = try draw(.array(of: Generator<Int>.integer(in: 1...6), count: 1...4), "sizes")
      try Self.check(scan.states(inChunksOf: sizes), expected, &draw)
      try Self.check(scan.statesByMatrix(), expected, &draw)
    }
  }

  @Test("Division by the cumulative product gives the loop where no gate is 0, and nil where one is", .cases(60))
  func cumulativeProducts() async throws {
    await checkProperty { draw in
      let scan = try draw(Self.scan(withZeros: false, isDiagonal: true), "scan")
      try Self.check(try #require(scan.statesByCumulativeProducts()), scan.sequentialStates(), &draw)
    }
    let zero = Rational.Vector([0])
    #expect(AffineScan<Rational>(gates: [zero], inputs: [zero], initialState: zero).statesByCumulativeProducts() == nil)
  }

  @Test("Logarithms give the loop for positive data, to the enclosure", .cases(30)) func logarithms() async throws {
    await checkProperty { draw in
      let rows = draw.integer(in: 1...2)
      let positive = Generator<[Rational]>.array(of: .positiveRational(), count: rows)
      let nonnegative = Generator<[Rational]>.array(of: .rational(in: 0...4), count: rows)
      let count = draw.integer(in: 1...12)
      let gates = try draw(.array(of: positive, count: count), "gates")
      let inputs = try draw(.array(of: nonnegative, count: count), "inputs")
      let start = try draw(nonnegative, "start")
      let precision = Precision(bits: 128)
      func balls(_ x: [Rational]) -> Ball.Vector { .init(x.map { Ball($0, in: precision) }, in: precision) }
      let scan = AffineScan<Ball>(gates: gates.map(balls), inputs: inputs.map(balls), initialState: balls(start))
      let exact = AffineScan<Rational>(
        gates: gates.map { .init($0) }, inputs: inputs.map { .init($0) }, initialState: .init(start))
      let states = try #require(scan.statesByLogarithms()).states
      for (found, exact) in zip(states, exact.sequentialStates().states) {
        for i in 0..<rows {
          try draw.verify(found[i].contains(exact[i]), "\(found[i]) does not contain \(exact[i])")
          try draw.verify(found[i].radius < 0x1p-100, "the radius is \(found[i].radius)")
        }
      }
    }
    let one = Ball.Vector([Ball(1, in: Precision(bits: 53))], in: Precision(bits: 53))
    var negative = one
    negative.multiply(by: Ball(-1, in: Precision(bits: 53)))
    #expect(AffineScan<Ball>(gates: [negative], inputs: [one], initialState: one).statesByLogarithms() == nil)
    #expect(AffineScan<Ball>(gates: [one], inputs: [negative], initialState: one).statesByLogarithms() == nil)
  }

  @Test("Combinations and depth of the trees are what is said of them", arguments: 1...70) func costs(count: Int) {
    func cost(_ tree: ScanTree) -> ScanCost { tree.prefixes(of: Array(repeating: 1, count: count), combine: +).cost }
    let depth = Int.bitWidth - (count - 1).leadingZeroBitCount
    #expect(cost(.sequential) == ScanCost(combinations: count - 1, depth: count - 1))
    #expect(cost(.hillisSteele).depth == depth)
    #expect(cost(.hillisSteele).combinations <= count * depth)
    for tree in [ScanTree.blelloch, .brentKung] {
      #expect(cost(tree).combinations <= 2 * count && cost(tree).depth <= 2 * depth, "\(tree): \(cost(tree))")
    }
    #expect(cost(.sequentialBlocks(8)).depth <= 7 + (count + 7) / 8)
    for tree in Self.trees {
      #expect(tree.prefixes(of: Array(repeating: 1, count: count), combine: +).prefixes == Array(1...count))
    }
  }

  @Test("A tree padded with (0, 0) in place of the identity gives a wrong last state, and right ones before it")
  func wrongPadding() {
    let one = Rational.Vector([1])
    let two = Rational.Vector([2])
    let scan = AffineScan<Rational>(gates: [two, two, two], inputs: [one, one, one], initialState: one)
    let zero = AffineMap<Rational>(transition: .diagonal(.init([0])), offset: .init([0]))
    let identity = AffineMap<Rational>.identity(rows: 1, columns: 1, in: Intrinsic())
    let expected = scan.sequentialStates().states.map(\.elements)
    #expect(scan.states(by: .blelloch, padding: identity).states.map(\.elements) == expected)
    let wrong = scan.states(by: .blelloch, padding: zero).states.map(\.elements)
    #expect(wrong.dropLast() == expected.dropLast() && wrong.last == [0])
  }

  @Test("A NaN before a reset does not get out") func resetsForget() {
    let undefined = Rational.Vector([Rational.undefined])
    let one = Rational.Vector([1])
    let scan = AffineScan<Rational>(
      gates: [one, one, one], inputs: [undefined, one, one], initialState: one, resets: [false, true, false])
    for tree in Self.trees {
      #expect(scan.states(by: tree).states.dropFirst().map(\.elements) == [[1], [2]], "\(tree)")
    }
  }
}
