import Arithmetic
import Definitions
import PropertyTesting

/// Random data of a gated delta rule, all of them floats:
///
///     S_t = gamma_t S_(t-1) - beta_t k_t (k_t^T gamma_t S_(t-1)) + beta_t k_t v_t^T,   y_t = S_t^T q_t
///
/// with gamma = e^g, one for each row (KDA) or one for all.
struct DeltaRuleData: Sendable {
  let rows: Int
  let columns: Int
  let logGates: [[Float]]
  let strengths: [Float]
  let keys: [[Float]]
  let queries: [[Float]]
  let values: [[Float]]
  let start: [Float]

  /// Keys of unit norm, as far as floats have it.
  static func generator(
    steps: ClosedRange<Int>, rows: ClosedRange<Int> = 1...8, strength: ClosedRange<Double> = 0...1
  ) -> Generator<DeltaRuleData> {
    Generator { draw in
      let rows = draw.integer(in: rows)
      let columns = draw.integer(in: 1...2)
      let hasOneGate = draw.bool()
      let number = Generator<Double>.double(in: -1...1).map { Float($0) }
      let row = Generator<[Float]>.array(of: number, count: rows)
      let gate = Generator<Double>.double(in: -0.5...0).map { Float($0) }
      let key = row.map { key in
        let norm = key.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return norm > 0 ? key.map { Float(Double($0) / norm) } : key
      }
      let count = draw.integer(in: steps)
      let gates = try (0..<count).map { _ in
        hasOneGate ? Array(repeating: try draw(gate), count: rows) : try draw(.array(of: gate, count: rows))
      }
      return DeltaRuleData(
        rows: rows, columns: columns, logGates: gates,
        strengths: try draw(.array(of: Generator<Double>.double(in: strength).map { Float($0) }, count: count)),
        keys: try draw(.array(of: key, count: count)), queries: try draw(.array(of: row, count: count)),
        values: try draw(.array(of: .array(of: number, count: columns), count: count)),
        start: try draw(.array(of: number, count: rows * columns)))
    }
  }

  /// The same problem in any arithmetic, its gates and products computed there.
  func problem<A: ElementaryArithmetic>(_: A.Type, in context: A.Context, _ readTime: ReadTime) -> AffineProblem<A> {
    func vector(_ x: [Float]) -> A.Vector { A.Vector(x.map { A(Double($0), in: context) }, in: context) }
    let steps = strengths.indices.map { t in
      let beta = A(Double(strengths[t]), in: context)
      let key = vector(keys[t])
      let logDecay = vector(logGates[t])
      var (decay, scaledKey, source, target) = (logDecay, key, key, key)
      A.formExponential(&decay, of: logDecay)
      scaledKey.multiply(by: beta)
      target.multiply(by: -beta)
      source.multiply(by: decay)
      return AffineStep<A>(
        decay: decay, key: scaledKey, value: vector(values[t]), query: vector(queries[t]),
        correction: (target, source), logDecay: logDecay)
    }
    return AffineProblem(initialState: vector(start), columns: columns, steps: steps, readTime: readTime)
  }
}

extension AffineProblem {
  /// Stores every intermediate result that a kernel may keep in a narrower format.
  mutating func store(_ rounded: @escaping @Sendable (A) -> A) {
    let store: @Sendable (inout A.Vector) -> Void = { x in
      for i in 0..<x.count { x[i] = rounded(x[i]) }
    }
    roundState = store
    casts = ChunkCasts(weights: store, scaledKey: store, inverse: store, pseudoValues: store)
  }
}
