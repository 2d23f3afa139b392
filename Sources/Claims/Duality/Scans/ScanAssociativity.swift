import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// The composition of affine maps is associative.
  static let scanAssociativity = Claim(
    "scan.T-assoc",
    title: "The composition of affine maps is associative, with identity (I, 0)",
    statement: """
      With (A_2, b_2) after (A_1, b_1) = (A_2 A_1, A_2 b_1 + b_2), for matrices over any ring: e_3 (e_2 e_1) = (e_3 e_2) e_1, \
      (I, 0) is the identity, and h_t is the second component of e_t ... e_1 (., h_0).
      """,
    source: Source("Blelloch, Prefix sums and their applications, CMU-CS-90-190", "section 1.4", .recalled),
    hypotheses: [
      Hypothesis("associative ring", "sums and products of the entries are associative; they need not commute"),
      Hypothesis("order", "the later element stands on the left"),
    ],
    method: .exact,
    notes: ["Where all A commute a swapped order shows in b alone: a test that looks at A misses it."],
    check: Check(Triple.generator) { triple, _ in triple.isAssociative(Exact.self) },
    falsifiers: [
      Falsifier(
        "double precision, bit for bit", dropping: "associative ring",
        Check(Triple.generator) { triple, _ in triple.isAssociative(Double.self) }),
      Falsifier(
        "the earlier element on the left", dropping: "order",
        Check(Triple.generator.with { $0.isSwapped = true }) { triple, _ in triple.isAssociative(Exact.self) }),
    ])

  /// Three dense maps and a state.
  private struct Triple: Sendable {
    let rows: Int
    let maps: [(matrix: [Rational], offset: [Rational])]
    let state: [Rational]
    var isSwapped = false

    static let generator = Generator { draw in
      let rows = draw.integer(in: 1...3)
      let number = Generator<Rational>.rational(in: -3...3, denominator: 7)
      let map = Generator { draw in
        (matrix: try draw(.array(of: number, count: rows * rows)), offset: try draw(.array(of: number, count: rows)))
      }
      return Triple(
        rows: rows, maps: try draw(.array(of: map, count: 3)), state: try draw(.array(of: number, count: rows)))
    }

    func isAssociative<A: Arithmetic>(_: A.Type) -> [Evidence] where A.Context == Intrinsic {
      func vector(_ x: [Rational]) -> A.Vector { A.Vector(x.map { A($0, in: Intrinsic()) }, in: Intrinsic()) }
      let e = maps.map { AffineMap<A>(transition: .dense(vector($0.matrix)), offset: vector($0.offset)) }
      let identity = AffineMap<A>.identity(rows: rows, columns: 1, in: Intrinsic())
      func composed(_ earlier: AffineMap<A>, _ later: AffineMap<A>) -> AffineMap<A> {
        isSwapped ? later.followed(by: earlier) : earlier.followed(by: later)
      }
      let left = composed(composed(e[0], e[1]), e[2])
      let right = composed(e[0], composed(e[1], e[2]))
      let state = vector(self.state)
      let values = [NamedValue("(A, b)", maps.map { "\($0.matrix), \($0.offset)" }), NamedValue("h_0", self.state)]
      func numbers(_ map: AffineMap<A>) -> [A] { map.matrix.elements + map.offset.elements }
      return [
        Evidence("(e_3 e_2) e_1 = e_3 (e_2 e_1)", numbers(left), equal: numbers(right), at: values),
        Evidence("e (I, 0) = e", numbers(composed(identity, e[0])), equal: numbers(e[0]), at: values),
        Evidence("(I, 0) e = e", numbers(composed(e[0], identity)), equal: numbers(e[0]), at: values),
        Evidence("e_3 e_2 e_1 h_0 = h_3", left(state).elements, equal: e[2](e[1](e[0](state))).elements, at: values),
      ]
    }
  }
}
