import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Chunks of the gated delta rule.
  static let gatedDeltaChunk = Claim(
    "gdn.T-chunk",
    title: "The gated delta rule in chunks: the WY form with decays Gamma",
    statement: """
      With g the cumulative gates and Gamma_ij = g_i/g_j: A = tril(diag(beta)(Gamma . K K^T), -1), T = (I + A)^-1, \
      U = T diag(beta) V, W = T diag(beta g) K, O = (g Q) S + (Gamma . Q K^T)(U - W S), S' = g_C S + ((g_C/g) K)^T (U - W S).
      """,
    source: Source(
      "Yang, Kautz & Hatamizadeh, Gated delta networks", arXiv: "2412.06464", "section 3.3", .secondary,
      quotedBy: "a transcription"),
    hypotheses: [
      Hypothesis("positive gates", "quotients g_i/g_j exist; else products are needed"),
      Hypothesis("Gamma in O", "the outputs have the decays Gamma, not the causal mask alone"),
      Hypothesis("decay first", "the error is that of the decayed state"),
    ],
    method: .exact,
    notes: ["One place of the paper prints the mask M for Gamma in O: the second falsifier."], effort: 0.5,
    check: AffineInstance.check(.generator(.scalarPowers, .delta), gatedForms),
    falsifiers: [
      Falsifier(
        "gates that may be 0", dropping: "positive gates",
        AffineInstance.check(.generator(.scalar, .free), [("quotients", { .wy(size: $0, decays: .ratios) })])),
      Falsifier(
        "the mask M for Gamma in O", dropping: "Gamma in O",
        AffineInstance.check(AffineInstance.generator(.scalarPowers, .delta).with(.undecayedWeights), gatedForms)),
      Falsifier(
        "the decay applied to the error twice", dropping: "decay first",
        AffineInstance.check(AffineInstance.generator(.scalarPowers, .delta).with(.unshiftedCorrections), gatedForms)),
    ])

  private static let gatedForms: [(name: String, form: @Sendable (Int) -> AffineForm)] = [
    ("quotients", { .wy(size: $0, decays: .ratios) }), ("logarithms", { .wy(size: $0, decays: .logarithms) }),
    ("products", { .wy(size: $0) }), ("substitution", { .logarithmicChunked(size: $0) }),
  ]

  /// Conjugation by the gates.
  static let gatedDeltaConjugation = Claim(
    "gdn.T-conj",
    title: "The triangular inverse with gates is the one without, conjugated by the cumulative gates",
    statement: "T_Gamma = D T D^-1 with D = diag(g), g the cumulative gates, for scalar gates.",
    source: Source("derived here", "the WY form of the gated delta rule", .derived),
    hypotheses: [
      Hypothesis("scalar", "a gate is one number for all rows"),
      Hypothesis(
        "g != 0", "the cumulative gates are not 0", untested: "a cumulative gate of 0 has no inverse to compare with"),
    ],
    method: .exact, effort: 0.5,
    check: Check(DeltaInstance.generator(isScalar: true)) { instance, _ in [conjugated(instance)] },
    falsifiers: [
      Falsifier(
        "a gate for each row", dropping: "scalar",
        Check(DeltaInstance.generator()) { instance, _ in [conjugated(instance)] })
    ])

  private static func conjugated(_ instance: DeltaInstance) -> Evidence {
    var cumulative: [Rational] = []
    for gate in instance.gates { cumulative.append((cumulative.last ?? 1) * Exact.exp(Exact(gate[0])).rational) }
    var plain = instance.triangle(gated: false).resolvent
    for i in plain.rows.indices {
      for j in plain.rows.indices { plain.rows[i][j] = cumulative[i] * plain.rows[i][j] / cumulative[j] }
    }
    return Evidence(
      "T_Gamma = D T D^-1", instance.triangle(gated: true).resolvent.elements, equal: plain.elements, at: instance.named
    )
  }

  /// Gates by channel.
  static let channelDeltaChunk = Claim(
    "kda.T-chunk",
    title: "The delta rule with a gate for each channel, in chunks",
    statement: """
      As the gated delta rule, with the cumulative gates inside the Gram products: \
      A_ij = beta_i sum_c k_ic k_jc g_ic/g_jc, from any initial state.
      """,
    source: Source("Kimi Team, Kimi Linear", arXiv: "2510.26692", "section 3", .recalled),
    hypotheses: [
      Hypothesis("positive gates", "no gate is 0"), Hypothesis("own gates", "each channel has its own gate"),
    ],
    method: .exact, effort: 0.5,
    check: AffineInstance.check(.generator(.powers, .delta), channelForms),
    falsifiers: [
      Falsifier(
        "gates that may be 0", dropping: "positive gates",
        AffineInstance.check(.generator(.diagonal, .free), [("quotients", { .wy(size: $0, decays: .ratios) })])),
      Falsifier(
        "the first channel's gate for all", dropping: "own gates",
        AffineInstance.check(
          AffineInstance.generator(.powers, .delta).altered { problem in
            for t in problem.steps.indices {
              let (gate, logarithm) = (problem.steps[t].decay[0], problem.steps[t].logDecay?[0] ?? 0)
              problem.steps[t].decay.fill(with: gate)
              problem.steps[t].logDecay?.fill(with: logarithm)
            }
          }, channelForms)),
    ])

  private static let channelForms: [(name: String, form: @Sendable (Int) -> AffineForm)] = [
    ("quotients", { .wy(size: $0, decays: .ratios) }),
    ("secondary chunks", { .wy(size: 2 * $0, decays: .subchunks(of: $0)) }),
  ]

  /// RWKV-7.
  static let diagonalPlusLowRank = Claim(
    "rwkv7.T-dplr",
    title: "A diagonal-plus-rank-one recurrence in chunks: four matrices of weights",
    statement: """
      S_t = D_t S_(t-1) + a_t (b_t^T S_(t-1)) + k_t v_t^T in chunks has the weights q^T Gamma(t, s) k and q^T Gamma(t, s) a, \
      inclusive, and b^T Gamma(t-1, s) k and b^T Gamma(t-1, s) a, strict and with the decay one step shorter; \
      Z = (I - A)^-1 (B S + A_bk V).
      """,
    source: Source("Peng et al., RWKV-7", arXiv: "2503.14456", "section 4 and the released kernels", .code),
    hypotheses: [
      Hypothesis("before the decay", "b_t reads the state before the decay of its step"),
      Hypothesis("products", "decays are products, or no gate is 0"),
    ],
    method: .exact, effort: 0.5,
    check: AffineInstance.check(.generator(.diagonal, .free), dplrForms),
    falsifiers: [
      Falsifier(
        "the decays of b one step longer", dropping: "before the decay",
        AffineInstance.check(AffineInstance.generator(.diagonal, .free).with(.unshiftedCorrections), dplrForms)),
      Falsifier(
        "quotients of gates that may be 0", dropping: "products",
        AffineInstance.check(.generator(.diagonal, .free), [("quotients", { .ratioChunked(size: $0) })])),
    ])

  private static let dplrForms: [(name: String, form: @Sendable (Int) -> AffineForm)] = [
    ("substitution", { .chunked(size: $0) }), ("WY", { .wy(size: $0) }), ("a dense scan", { _ in .scan(.brentKung) }),
  ]
}
