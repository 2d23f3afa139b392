import Arithmetic
import Definitions
import PropertyTesting

/// The data of a gated delta rule, its gates powers of two.
struct DeltaInstance: Sendable {
  /// Log-gates by row.
  var gates: [[Rational]]
  var rates: [Rational]
  var keys: [[Rational]]
  var values: [[Rational]]
  var queries: [[Rational]]
  var start: [Rational]

  /// - Parameters:
  ///   - gate: each log-gate.
  ///   - isScalar: whether all rows of a step have the same gate.
  ///   - rate: beta_t.
  ///   - keys: the norm of the keys is 1 where true.
  static func generator(
    gate: Generator<Rational> = .whole(-3...1), isScalar: Bool = false,
    rate: Generator<Rational> = .rational(in: 0...2, denominator: 3), unitKeys: Bool = false,
    count: ClosedRange<Int> = 1...6
  ) -> Generator<DeltaInstance> {
    Generator { draw in
      let rows = draw.integer(in: 1...3)
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let row = Generator<[Rational]>.array(of: number, count: rows)
      let rates = try draw(.array(of: rate, count: count))
      func drawn(_ element: Generator<[Rational]>) throws -> [[Rational]] {
        try draw(.array(of: element, count: rates.count))
      }
      return DeltaInstance(
        gates: try drawn(isScalar ? gate.map { Array(repeating: $0, count: rows) } : .array(of: gate, count: rows)),
        rates: rates, keys: try drawn(unitKeys ? .unitVector(count: rows) : row),
        values: try drawn(number.map { [$0] }),
        queries: try drawn(row), start: try draw(row))
    }
  }

  var rows: Int { start.count }
  var count: Int { rates.count }

  /// beta_t |k_t|^2.
  func strength(_ t: Int) -> Rational { rates[t] * keys[t].reduce(Rational(0)) { $0 + $1 * $1 } }

  /// Step t, with another probe in place of k_t or another log-gate.
  func step(_ t: Int, probe: [Rational]? = nil, gate: [Rational]? = nil) -> AffineStep<Exact> {
    .deltaRule(
      query: .init(queries[t]), key: .init(keys[t]), value: .init(values[t]), rate: Exact(rates[t]),
      logDecay: .init(gate ?? gates[t]), probe: probe.map { .init($0) })
  }

  func problem(_ steps: [AffineStep<Exact>]) -> AffineProblem<Exact> {
    AffineProblem(initialState: .init(start), columns: 1, steps: steps)
  }

  /// A_ts = -beta_t k_t^T Gamma(t, s) k_s, strictly lower triangular: T = (I - A)^-1.
  func triangle(gated: Bool) -> ExactMatrix {
    ExactMatrix(
      (0..<count).map { t in
        (0..<count).map { s in
          guard s < t else { return 0 }
          return -rates[t]
            * (0..<rows).reduce(Rational(0)) { sum, c in
              let exponent = gated ? gates[(s + 1)...t].reduce(Rational(0)) { $0 + $1[c] } : 0
              return sum + keys[t][c] * keys[s][c] * Exact.exp(Exact(exponent)).rational
            }
        }
      })
  }

  var named: [NamedValue] {
    [
      NamedValue("log gates", gates), NamedValue("beta", rates), NamedValue("k", keys), NamedValue("v", values),
      NamedValue("q", queries), NamedValue("S", start),
    ]
  }
}
