import Arithmetic
import Definitions
import Kernels
import PropertyTesting

extension LongConvolutions {
  /// The Hyena operator's Jacobian is lower triangular.
  static let hyenaCausality = Claim(
    "hyena.C1-causal",
    title: "The Hyena operator is causal if its filters are, and if circles are padded",
    statement: """
      y = D_(x_N) S_(h_N) ... D_(x_1) S_(h_1) v with causal filters and projections x_n, v that are causal \
      convolutions of u has a lower triangular Jacobian: dy_t/du_s = 0 for s > t. By Fourier transforms the sequences \
      must be padded to twice their length.
      """,
    source: Source("Poli et al., Hyena", arXiv: "2302.10866", "Proposition 3.1", .recalled),
    hypotheses: [
      Hypothesis("causal projections", "x_n and v at t read u up to t"),
      Hypothesis("causal filters", "S_h is lower triangular"),
      Hypothesis("padding", "circles have 2 L - 1 points or more"),
    ],
    method: .exact,
    notes: [
      "The Jacobian is that of dual numbers over the rationals: the gates depend on u, so that the operator is "
        + "not linear.",
      "In float arithmetic causality holds up to rounding only: a change of u_t for t >= L/2 changes every output "
        + "of a Fourier convolution, by no more than the sum of the a-priori bounds of the two runs (figure "
        + "fft-leakage; quoted figures).",
    ],
    effort: 0.5,
    check: Check(HyenaInstance.generator) { instance, _ in [instance.isCausal()] },
    falsifiers: [
      Falsifier(
        "projections that read one step ahead", dropping: "causal projections",
        Check(HyenaInstance.generator.with { $0.lookahead = 1 }) { instance, _ in [instance.isCausal()] }),
      Falsifier(
        "filters with one tap for the step ahead", dropping: "causal filters",
        Check(HyenaInstance.generator) { instance, _ in [instance.isCausal(filterLookahead: 1)] }),
      Falsifier(
        "no padding", dropping: "padding",
        Check(HyenaInstance.generator) { instance, _ in [instance.isCausal(padding: 0)] }),
    ],
    quoted: { _ in
      try [64, 1024].flatMap { length -> [Evidence] in
        let leak = try FourierLeak(length: length)
        let place = [NamedValue("L", length)]
        func isAtMost(_ statement: String, _ x: Double, _ y: Double) -> Evidence {
          Evidence(statement, .atMost, left: coarse(x), right: coarse(y), truth: Truth(x <= y), at: place)
        }
        return [
          isAtMost("the leak of a padded float32 transform <= the a-priori bounds", leak.padded, leak.bound),
          isAtMost("a thousand times the padded leak <= the leak without padding", 1000 * leak.padded, leak.unpadded),
        ]
      }
    },
    figures: [
      FigureRecipe("fft-leakage") { _ in try leakageFigure() },
      FigureRecipe("fft-floor") { try floorFigure($0) },
    ])

  /// Special cases of Hyena.
  static let hyenaSpecialCases = Claim(
    "hyena.H3-special",
    title: "H3 is Hyena of order 2 with the shift model on the keys, GSS is Hyena of order 1",
    statement: """
      q . SSM_diag(SSM_shift(k) . v) is the Hyena operator with value k, filters (shift, diagonal) and gates (v, q); \
      g . SSM(v) is the one with value v, one filter and the gate g.
      """,
    source: Source("Poli et al., Hyena", arXiv: "2302.10866", "section 3, remark on H3 and GSS", .recalled),
    hypotheses: [
      Hypothesis("shift on the keys", "the value of the operator is k, and v its first gate"),
      Hypothesis("order", "the shift model comes before the diagonal one"),
    ],
    method: .exact,
    notes: [
      "The matrix form D_q S D_k S' v that the Hyena paper prints puts the shift model on v: it is H3 with the "
        + "roles of k and v exchanged, a relabelling of projections, and not the operator that the H3 paper defines.",
      "The models run as recurrences, the operator as convolutions with their impulse responses.",
    ],
    effort: 0.5,
    check: Check(HungryHippoInstance.generator) { instance, _ in [instance.isHyena(), instance.gatedIsHyena()] },
    falsifiers: [
      Falsifier(
        "the shift model on the values", dropping: "shift on the keys",
        Check(HungryHippoInstance.generator) { instance, _ in [instance.isHyena(exchangingKeysAndValues: true)] }),
      Falsifier(
        "the diagonal model first", dropping: "order",
        Check(HungryHippoInstance.generator) { instance, _ in [instance.isHyena(exchangingFilters: true)] }),
    ])
}

/// A power of two, which does not depend on the platform's rounding unless the number is next to one.
func coarse(_ x: Double) -> String { x > 0 && x.isFinite ? "2^\(Int(x.exponent) + 1)" : "\(x)" }

private struct HyenaInstance: Sendable {
  let input: [Rational]
  /// The short convolutions of the gates and, last, of the value; shape (order + 1, 3).
  let projections: [[Rational]]
  let filters: [[Rational]]
  /// How far ahead the projections read.
  var lookahead = 0

  static let generator = Generator { draw in
    let (length, order) = (draw.integer(in: 2...6), draw.integer(in: 1...3))
    return HyenaInstance(
      input: try draw(.numbers(count: length)),
      projections: try draw(.array(of: .numbers(count: 2), count: order + 1)),
      filters: try draw(.array(of: .numbers(count: length), count: order)))
  }

  private typealias Vector = DualVector<Rational>

  /// The outputs along a tangent direction e_s.
  private func outputs(changing s: Int, padding: Int?, filterLookahead: Int) -> [Dual<Rational>] {
    let u = Vector(
      input.enumerated().map { Dual($1, tangent: $0 == s ? 1 : 0) }, in: Intrinsic())
    let length = input.count
    // Taps that begin one step early are a circular convolution, read one step late.
    func convolved(_ x: Vector, _ taps: [Rational], ahead: Int) -> Vector {
      let longer = circularConvolution(
        x, Vector(taps.map { Dual(constant: $0) }, in: Intrinsic()), size: 2 * length + taps.count,
        count: length + ahead)
      return Vector((ahead..<length + ahead).map { longer[$0] }, in: Intrinsic())
    }
    let projected = projections.map { convolved(u, $0, ahead: lookahead) }
    let hyena = HyenaOperator(
      filters: filters.map { Vector($0.map { Dual(constant: $0) }, in: Intrinsic()) },
      gates: Array(projected.dropLast()))
    guard filterLookahead > 0 else { return hyena(projected[projected.count - 1], padding: padding).elements }
    var z = projected[projected.count - 1]
    for (filter, gate) in zip(filters, projected.dropLast()) {
      z = convolved(z, filter, ahead: filterLookahead)
      z.multiply(by: gate)
    }
    return z.elements
  }

  func isCausal(padding: Int? = nil, filterLookahead: Int = 0) -> Evidence {
    var early: [Rational] = []
    for s in input.indices {
      early += outputs(changing: s, padding: padding, filterLookahead: filterLookahead).prefix(s).map(\.tangent)
    }
    return Evidence(
      "dy_t/du_s = 0 for s > t", early, equal: early.map { _ in 0 },
      at: [NamedValue("u", input), NamedValue("projections", projections), NamedValue("h", filters)])
  }
}

private struct HungryHippoInstance: Sendable {
  let query, key, value: [Rational]
  let shiftTaps: [Rational]
  let diagonal, input, output: [Rational]

  static let generator = Generator { draw in
    let (length, order) = (draw.integer(in: 1...7), draw.integer(in: 1...3))
    func numbers(_ count: Int) throws -> [Rational] { try draw(.numbers(count: count)) }
    return HungryHippoInstance(
      query: try numbers(length), key: try numbers(length), value: try numbers(length),
      shiftTaps: try numbers(draw.integer(in: 1...4)), diagonal: try numbers(order), input: try numbers(order),
      output: try numbers(order))
  }

  private var shift: LinearSystem<Rational> {
    let n = shiftTaps.count
    return LinearSystem(
      matrix: .init(n, n, in: Intrinsic()) { Rational($0 == $1 + 1 ? 1 : 0) },
      input: (0..<n).map { $0 == 0 ? 1 : 0 }, output: shiftTaps)
  }
  private var diagonalModel: LinearSystem<Rational> {
    LinearSystem(matrix: .init(diagonal: diagonal, in: Intrinsic()), input: input, output: output)
  }

  private func run(_ model: LinearSystem<Rational>) -> (RationalVector) -> RationalVector {
    { RationalVector(model.outputs(of: $0.elements)) }
  }
  private func response(_ model: LinearSystem<Rational>) -> RationalVector {
    RationalVector(model.markovParameters(key.count).map { $0[0, 0] })
  }
  private var values: [NamedValue] {
    [
      NamedValue("q", query), NamedValue("k", key), NamedValue("v", value), NamedValue("shift taps", shiftTaps),
      NamedValue("a", diagonal), NamedValue("b", input), NamedValue("c", output),
    ]
  }

  func isHyena(exchangingKeysAndValues: Bool = false, exchangingFilters: Bool = false) -> Evidence {
    let (q, k, v) = (RationalVector(query), RationalVector(key), RationalVector(value))
    var filters = [response(shift), response(diagonalModel)]
    if exchangingFilters { filters.reverse() }
    let hyena = HyenaOperator(filters: filters, gates: [exchangingKeysAndValues ? k : v, q])
    return Evidence(
      "the Hyena operator of order 2 = H3", hyena(exchangingKeysAndValues ? v : k).elements,
      equal: hungryHippo(query: q, key: k, value: v, shift: run(shift), diagonal: run(diagonalModel)).elements,
      at: values)
  }

  func gatedIsHyena() -> Evidence {
    let (q, v) = (RationalVector(query), RationalVector(value))
    return Evidence(
      "the Hyena operator of order 1 = GSS",
      HyenaOperator(filters: [response(diagonalModel)], gates: [q])(v).elements,
      equal: gatedStateSpace(gate: q, value: v, model: run(diagonalModel)).elements, at: values)
  }
}
