import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Division by the cumulative product.
  static let cumulativeProductDivision = Claim(
    "scan.N-cumprod-division",
    title: "h_t = P_t (h_0 + sum b_s/P_s) needs gates that are not 0 and products within the range of the floats",
    statement: """
      With P_t = a_1 ... a_t the formula holds if and only if no gate is 0. In binary32, with gates 2^-k, k >= 2, and inputs 1, the state \
      is first not a finite number at t = ceil(128/k).
      """,
    source: Source("derived here; the formula is in many tutorials", "division by a cumulative product", .derived),
    hypotheses: [
      Hypothesis("a_t != 0", "no gate is 0"),
      Hypothesis("range", "1/P_t is within the range of the floats"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      Check(
        ScanInstance.generator(
          isDiagonal: true, gate: Generator<Rational>.rational(in: -2...2, denominator: 3).map { $0 == 0 ? 1 : $0 }),
        byDivision),
      Check(Generator<Int>.integer(in: 2...8)) { k, _ in isFinite(upTo: (128 + k - 1) / k - 1, exponent: k) }),
    falsifiers: [
      Falsifier(
        "gates that may be 0", dropping: "a_t != 0", Check(ScanInstance.generator(isDiagonal: true), byDivision)),
      Falsifier(
        "one step more in binary32", dropping: "range",
        Check(Generator<Int>.integer(in: 2...8)) { k, _ in isFinite(upTo: (128 + k - 1) / k, exponent: k) }),
    ])

  private static func byDivision(_ instance: ScanInstance, _: Precision) -> [Evidence] {
    guard let states = instance.scan.statesByCumulativeProducts()?.states else {
      return [Evidence("the quotients exist", holds: .false, at: instance.values)]
    }
    return [instance.agrees("division", states)]
  }

  /// Whether the states up to t = `count` are finite in binary32, with gates 2^-k.
  private static func isFinite(upTo count: Int, exponent k: Int) -> Evidence {
    let gate = Float.Vector([Float(sign: .plus, exponent: -k, significand: 1)], in: Intrinsic())
    let one = Float.Vector([1], in: Intrinsic())
    let scan = AffineScan<Float>(
      gates: Array(repeating: gate, count: count), inputs: Array(repeating: one, count: count), initialState: one)
    let isFinite = scan.statesByCumulativeProducts()?.states.allSatisfy { $0[0].isFinite } ?? false
    return Evidence(
      "the states are finite in binary32", holds: Truth(isFinite), at: [NamedValue("k", k), NamedValue("n", count)])
  }
}
