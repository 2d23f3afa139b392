import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Claims about scans of affine maps.
  static let scans: [Claim] = [
    scanAssociativity, scanTrees, scanReset, scanAdjoint, scanChunk, cumulativeProductDivision,
  ]
}

/// A sequence of affine maps and an initial state.
struct ScanInstance: Sendable {
  var scan: AffineScan<Exact>
  /// Sizes of consecutive chunks.
  var sizes: [Int]
  /// What a tree is padded with; nothing where nil.
  var padding: AffineMap<Exact>?

  /// Maps with dense matrices, which do not commute, or diagonal ones.
  static func generator(
    isDiagonal: Bool = false, gate: Generator<Rational> = .rational(in: -2...2, denominator: 3), resets: Bool = false,
    count: ClosedRange<Int> = 1...9
  ) -> Generator<ScanInstance> {
    Generator { draw in
      let rows = draw.integer(in: isDiagonal ? 1...2 : 2...3)
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let element = Generator<AffineMap<Exact>> { draw in
        let matrix = Exact.Vector(try draw(.array(of: gate, count: isDiagonal ? rows : rows * rows)))
        let offset = Exact.Vector(try draw(.array(of: number, count: rows)))
        return AffineMap(transition: isDiagonal ? .diagonal(matrix) : .dense(matrix), offset: offset)
      }
      let elements = try draw(.array(of: element, count: count))
      let flags = resets ? try draw(.array(of: .bool(probability: 0.3), count: elements.count)) : []
      return ScanInstance(
        scan: AffineScan(
          initialState: .init(try draw(.array(of: number, count: rows))), elements: elements, resets: flags),
        sizes: try draw(.array(of: Generator<Int>.integer(in: 1...4), count: 1...3)))
    }
  }

  /// The states of a form, the one asked for, are those of the loop.
  func agrees(_ name: String, _ states: [Exact.Vector]) -> Evidence {
    Evidence(
      "h_t by \(name) = h_t by the loop", states.flatMap(\.elements),
      equal: scan.sequentialStates().states.flatMap(\.elements), at: values)
  }

  var values: [NamedValue] {
    [
      NamedValue("h_0", scan.initialState.rationals), NamedValue("A", scan.elements.map(\.matrix.rationals)),
      NamedValue("b", scan.elements.map(\.offset.rationals)),
    ] + (scan.resets.isEmpty ? [] : [NamedValue("resets", scan.resets)])
  }
}
