import Arithmetic
import Definitions
import PropertyTesting

extension Duality {
  /// Rank structure.
  static let ssdSemiseparable = Claim(
    "ssd.T-semisep",
    title: "The matrix of a recurrence with N states has rank at most N below and on the diagonal",
    statement: """
      Every block of M_ts = C_t^T A_t ... A_(s+1) B_s that lies on or below the diagonal has rank at most N, the size of the \
      state.
      """,
    source: ssd("Theorem 3.5, Lemma 3.3"),
    hypotheses: [Hypothesis("SSM", "the diagonal is that of the recurrence, C_t^T B_t, without a term D u of its own")],
    method: .exact,
    notes: ["The converse, a factorisation of every N-semiseparable matrix, is not redone here."], effort: 0.3,
    check: Check(channel) { instance, _ in [rank(instance, diagonal: 0)] },
    falsifiers: [
      Falsifier(
        "a feedthrough on the diagonal", dropping: "SSM",
        Check(channel) { instance, _ in [rank(instance, diagonal: 1)] })
    ])

  private static let channel = AffineInstance.generator(.diagonal, .free, columns: 1...1, readTime: .afterUpdate)

  private static func rank(_ instance: AffineInstance, diagonal: Rational) -> Evidence {
    var matrix = SequenceMatrix.ofRecurrence(instance.problem)
    for t in matrix.rows.indices { matrix.rows[t][t] = matrix.rows[t][t] + diagonal }
    return Evidence(
      "rank of blocks on and below the diagonal <= N", Rational(matrix.semiseparableRank),
      atMost: Rational(instance.problem.rows), at: instance.values)
  }

  /// The inverse of a mask.
  static let ssdInverse = Claim(
    "ssd.T-inverse",
    title: "The inverse of a 1-semiseparable mask is I - subdiag(a)",
    statement: "L_ts = a_t ... a_(s+1) with unit diagonal has the inverse I - Z, Z_t(t-1) = a_t.",
    source: ssd("Remark 11 and the appendix"),
    hypotheses: [
      Hypothesis("unit diagonal", "L_tt = 1"), Hypothesis("one mask", "L has a single sequence of gates"),
    ],
    method: .exact,
    notes: ["So (I - Z) h = b is the cheapest residual of a scan."], effort: 0.5,
    check: Check(Mask.generator) { mask, _ in [mask.isInverted] },
    falsifiers: [
      Falsifier(
        "a_t on the diagonal too", dropping: "unit diagonal",
        Check(Mask.generator.with { $0.gateOnDiagonal = true }) { mask, _ in [mask.isInverted] }),
      Falsifier(
        "the mean of two masks", dropping: "one mask",
        Check(Mask.generator.with { $0.isMean = true }) { mask, _ in [mask.isInverted] }),
    ])

  /// The gates of a mask, and those of another.
  private struct Mask: Sendable {
    let gates: [Rational]
    let others: [Rational]
    var gateOnDiagonal = false
    var isMean = false

    static let generator = Generator { draw in
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let gates = try draw(.array(of: number, count: 1...7))
      return Mask(gates: gates, others: try draw(.array(of: number, count: gates.count)))
    }

    var isInverted: Evidence {
      var mask = SequenceMatrix.mask(gates)
      if isMean {
        let other = SequenceMatrix.mask(others)
        mask.rows = zip(mask.rows, other.rows).map { zip($0, $1).map { ($0 + $1) / 2 } }
      }
      if gateOnDiagonal { mask.rows = zip(mask.rows, gates).map { row, gate in row.map { $0 * gate } } }
      var band = ExactMatrix(identity: gates.count)
      for t in gates.indices.dropFirst() { band.rows[t][t - 1] = -gates[t] }
      return Evidence(
        "(I - subdiag(a)) L = I", (band * mask).elements, equal: ExactMatrix(identity: gates.count).elements,
        at: [NamedValue("a", gates)] + (isMean ? [NamedValue("a'", others)] : []))
    }
  }

  /// The order of an autoregressive mask.
  static let ssdOrder = Claim(
    "ssd.T-order",
    title: "An autoregressive mask of order k is k-semiseparable",
    statement: """
      If y_t = mu_t x_t + sum_(j = 1..k) l_tj y_(t-j), the matrix from x to y has rank at most k in every block on and below \
      the diagonal. (Theorem 5.2 says k + 1, which is true and not sharp.)
      """,
    source: Source(
      "derived here, from Dao & Gu, Transformers are SSMs", arXiv: "2405.21060", "Theorem 5.2 and C.3", .derived),
    hypotheses: [Hypothesis("own input", "y_t takes the input of its own step and no earlier one")],
    method: .exact, effort: 0.3,
    check: Check(Autoregression.generator) { process, _ in [process.rankEvidence] },
    falsifiers: [
      Falsifier(
        "k earlier inputs as well", dropping: "own input",
        Check(Autoregression.generator.with { $0.takesEarlierInputs = true }) { process, _ in [process.rankEvidence] })
    ])

  /// An autoregressive process of order k, from zeros.
  private struct Autoregression: Sendable {
    let order: Int
    /// mu_t and l_t1 ... l_tk.
    let own: [Rational]
    let weights: [[Rational]]
    let earlier: [[Rational]]
    var takesEarlierInputs = false

    static let generator = Generator { draw in
      let order = draw.integer(in: 1...3)
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let own = try draw(.array(of: number.map { $0 == 0 ? 1 : $0 }, count: 1...9))
      let row = Generator<[[Rational]]>.array(of: .array(of: number, count: order), count: own.count)
      return Autoregression(order: order, own: own, weights: try draw(row), earlier: try draw(row))
    }

    /// The matrix from x to y: the recurrence of the last k outputs, by a companion matrix, for each unit impulse.
    private var matrix: ExactMatrix {
      let companions = weights.map { row in
        (0..<order).flatMap { i in (0..<order).map { j -> Rational in i == 0 ? row[j] : j == i - 1 ? 1 : 0 } }
      }
      let zeros = Exact.Vector(Array(repeating: 0, count: order))
      return ExactMatrix(
        columns: own.indices.map { s in
          let elements = own.indices.map { t in
            let unit = Exact.Vector((0..<order).map { $0 == 0 && t == s ? own[t] : 0 })
            return AffineMap<Exact>(transition: .dense(.init(companions[t])), offset: unit)
          }
          let scan = AffineScan(initialState: zeros, elements: elements)
          return scan.sequentialStates().states.map { $0[0].rational }
        })
    }

    var rankEvidence: Evidence {
      var filter = ExactMatrix(identity: own.count)
      if takesEarlierInputs {
        for t in own.indices { for j in 1...order where t >= j { filter.rows[t][t - j] = earlier[t][j - 1] } }
      }
      return Evidence(
        "rank of blocks on and below the diagonal <= k", Rational((matrix * filter).semiseparableRank),
        atMost: Rational(order), at: [NamedValue("k", order), NamedValue("mu", own), NamedValue("l", weights)])
    }
  }
}
