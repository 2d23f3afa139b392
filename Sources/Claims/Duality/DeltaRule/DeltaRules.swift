import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Claims about recurrences with rank-one corrections.
  static let deltaRules: [Claim] = [
    deltaWY, deltaResolvent, gatedDeltaChunk, gatedDeltaConjugation, channelDeltaChunk, specialisation, deltaProduct,
    diagonalPlusLowRank, longhornImplicit, longhornDiagonal,
  ]

  /// The WY representation.
  static let deltaWY = Claim(
    "delta.T-WY",
    title:
      "A product of generalised Householder matrices is I minus a sum of rank-one terms, through one triangular inverse",
    statement: """
      prod (I - beta_i k_i k_i^T) = I - sum_i w_i k_i^T, with W = T diag(beta) K, T = (I + tril(diag(beta) K K^T, -1))^-1; so \
      chunks of the delta rule need one triangular inverse each.
      """,
    source: Source("Yang et al., DeltaNet", arXiv: "2406.06484", "section 3.2", .recalled),
    hypotheses: [
      Hypothesis("order", "the products are taken in the order of time: T is lower triangular"),
      Hypothesis("sign", "T is the inverse of I + A with the positive beta K K^T"),
    ],
    method: .exact,
    notes: ["No bound of beta or of the norms of keys is needed."], effort: 0.5,
    check: AffineInstance.check(.generator(.ones, .delta), wy),
    falsifiers: [
      Falsifier(
        "the steps in reverse", dropping: "order",
        AffineInstance.check(AffineInstance.generator(.ones, .delta).altered { $0.steps.reverse() }, wy)),
      Falsifier(
        "I - A for I + A", dropping: "sign",
        AffineInstance.check(AffineInstance.generator(.ones, .delta).with(.wrongSign), wy)),
    ])

  private static let wy: [(name: String, form: @Sendable (Int) -> AffineForm)] = [
    ("WY", { .wy(size: $0) }), ("substitution", { .chunked(size: $0) }),
  ]

  /// Entries of T.
  static let deltaResolvent = Claim(
    "delta.T-resolvent",
    title: "The entries of T are bounded where the delta rule contracts",
    statement: """
      For i > j, T_ij = -beta_i k_i^T (prod_(m = i-1 .. j+1) (I - beta_m k_m k_m^T)) k_j; so |T_ij| <= beta_i |k_i||k_j| where \
      0 <= beta_m |k_m|^2 <= 2 for all m.
      """,
    source: Source("derived here", "entries of the inverse in the WY form", .derived),
    hypotheses: [Hypothesis("contraction", "0 <= beta_m |k_m|^2 <= 2")],
    method: .exact,
    notes: ["A T stored in 16 bits is safe for normalised keys: its entries are at most 2."], effort: 0.5,
    check: Check(DeltaInstance.generator(gate: .always(0), unitKeys: true)) { instance, _ in
      resolventEntries(instance) + resolventBounds(instance)
    },
    falsifiers: [
      Falsifier(
        "beta up to 4 on unit keys", dropping: "contraction",
        Check(
          DeltaInstance.generator(
            gate: .always(0), rate: .rational(in: 2...4, denominator: 3), unitKeys: true, count: 3...6)
        ) { instance, _ in resolventBounds(instance) })
    ])

  /// T by substitution against the products of steps, applied to each k_j.
  private static func resolventEntries(_ instance: DeltaInstance) -> [Evidence] {
    let count = instance.count
    let products = (0..<count).map { i in
      (0..<count).map { j -> Rational in
        guard j < i else { return i == j ? 1 : 0 }
        var state = Exact.Vector(instance.keys[j])
        for m in (j + 1)..<i { state = AffineMap(instance.step(m)).linear(state) }
        return -instance.rates[i] * state.dot(.init(instance.keys[i])).rational
      }
    }
    return [
      Evidence(
        "T_ij = -beta_i k_i^T (products) k_j", instance.triangle(gated: false).resolvent.elements,
        equal: products.flatMap { $0 }, at: instance.named)
    ]
  }

  /// T_ij^2 <= beta_i^2 |k_i|^2 |k_j|^2.
  private static func resolventBounds(_ instance: DeltaInstance) -> [Evidence] {
    let inverse = instance.triangle(gated: false).resolvent
    func square(_ t: Int) -> Rational { instance.keys[t].reduce(Rational(0)) { $0 + $1 * $1 } }
    return (0..<instance.count).flatMap { i in
      (0..<i).map { j in
        Evidence(
          "T_ij^2 <= beta_i^2 |k_i|^2 |k_j|^2", inverse.rows[i][j] * inverse.rows[i][j],
          atMost: instance.rates[i] * instance.rates[i] * square(i) * square(j),
          at: instance.named + [NamedValue("i", i), NamedValue("j", j)])
      }
    }
  }

  /// Which model is a special case of which.
  static let specialisation = Claim(
    "lattice.T-specialise",
    title: "The delta rule with gates is a diagonal-plus-low-rank recurrence",
    statement: """
      Decay, then error, then write, S' = D S, S = S' + beta k (v - S'^T k)^T, is S = D S + a (b^T S) + beta k v^T with \
      a = -beta k and b = D k: DeltaNet, Gated DeltaNet and KDA are cases of RWKV-7's recurrence.
      """,
    source: Source(
      "derived here; the models' papers", "DeltaNet, Gated DeltaNet and KDA as DPLR recurrences", .derived),
    hypotheses: [Hypothesis("decayed error", "the error is that of the decayed state: b = D k, not k")],
    method: .exact, effort: 0.5,
    check: Check(DeltaInstance.generator()) { instance, _ in [inTwoSteps(instance, decaysError: true)] },
    falsifiers: [
      Falsifier(
        "b = k", dropping: "decayed error",
        Check(DeltaInstance.generator()) { instance, _ in [inTwoSteps(instance, decaysError: false)] })
    ])

  /// Each step as a decay and then a delta rule without a gate, against the step at once.
  private static func inTwoSteps(_ instance: DeltaInstance, decaysError: Bool) -> Evidence {
    let zeros = Array(repeating: Rational(0), count: instance.rows)
    let divided = (0..<instance.count).flatMap { t in
      let decay = AffineStep<Exact>.linearAttention(
        query: .init(zeros), key: .init(zeros), value: .init(instance.values[t]), logDecay: .init(instance.gates[t]))
      return [decay, instance.step(t, gate: zeros)]
    }
    let merged = (0..<instance.count).map { t in
      // The probe is decayed with the state: for b = k it is k/D.
      let inverse = zip(instance.keys[t], instance.gates[t]).map { $0 * Exact.exp(Exact(-$1)).rational }
      return instance.step(t, probe: decaysError ? nil : inverse)
    }
    return Evidence(
      "the state of the DPLR steps = the state by decay, error and write",
      instance.problem(merged).solve(.chunked(size: 3))?.finalState.elements ?? [],
      equal: instance.problem(divided).solve(.recurrent)?.finalState.elements ?? [], at: instance.named)
  }

  /// Several Householder steps a token.
  static let deltaProduct = Claim(
    "deltaproduct.T",
    title: "DeltaProduct is the delta rule on micro-steps, the gate on the first",
    statement: """
      n delta rules a token, after one gate, are the delta rule on a sequence n times as long whose gate is 1 but at the first \
      micro-step of each token, read at the last.
      """,
    source: Source("Siems et al., DeltaProduct", arXiv: "2502.10297", "section 3", .recalled),
    hypotheses: [Hypothesis("one gate", "only the first micro-step of a token has the gate")],
    method: .exact, effort: 0.5,
    check: Check(DeltaInstance.generator(count: 2...6)) { instance, _ in [microSteps(instance, gateOnEach: false)] },
    falsifiers: [
      Falsifier(
        "the gate on every micro-step", dropping: "one gate",
        Check(DeltaInstance.generator(count: 2...6)) { instance, _ in [microSteps(instance, gateOnEach: true)] })
    ])

  /// One token with all the steps of the instance as its micro-steps: (prod (I - beta k k^T)) D S + ..., by composition of
  /// the maps without a gate, against the interleaved sequence.
  private static func microSteps(_ instance: DeltaInstance, gateOnEach: Bool) -> Evidence {
    let zeros = Array(repeating: Rational(0), count: instance.rows)
    let gate = Exact.Vector(instance.gates[0])
    var decay = gate
    Exact.formExponential(&decay, of: gate)
    var state = Exact.Vector(instance.start)
    state.multiplyRows(by: decay)
    for t in 0..<instance.count { state = AffineMap(instance.step(t, gate: zeros))(state) }
    let steps = (0..<instance.count).map { t in
      instance.step(t, gate: t == 0 || gateOnEach ? instance.gates[0] : zeros)
    }
    return Evidence(
      "the state after the micro-steps = the token's map",
      instance.problem(steps).solve(.wy(size: 4))?.finalState.elements ?? [], equal: state.elements, at: instance.named)
  }
}
