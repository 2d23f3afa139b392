import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// Orvieto et al., "Universality of linear recurrences followed by non-linear projections" (arXiv 2307.11888).
///
/// Notation: the state h = sum_j lambda^(L-1-j) u_j of a diagonal recurrence with N eigenvalues after L inputs; V its
/// Vandermonde matrix.
public enum LinearUniversality {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [reconstruction, conditioning]

  static func paper(_ locus: String) -> Source {
    Source(
      "Orvieto et al., Universality of Linear Recurrences Followed by Non-linear Projections", arXiv: "2307.11888",
      locus, .recalled)
  }

  /// The recurrence that a set of eigenvalues is, with B = 1: its last state is what it has stored of the inputs.
  static func storedState(_ eigenvalues: [Rational], _ inputs: [Rational]) -> [Rational] {
    let ones = eigenvalues.map { _ in Rational(1) }
    let model = DiagonalModel<Rational>(
      modes: eigenvalues.map { DiscreteMode(transition: $0, inputGain: 1) }, readout: ones, in: Intrinsic())
    return model.output(of: inputs.map { [$0] }).finalState.elements
  }

  /// h_L stores u_0, ..., u_(L-1).
  static let reconstruction = Claim(
    "univ.recon",
    title: "As many distinct eigenvalues as inputs store the inputs without loss",
    statement: """
      The state of a diagonal recurrence with N distinct eigenvalues and B = 1 after L <= N inputs is V u with a \
      Vandermonde matrix V of full rank: the inputs are recovered from it exactly.
      """,
    source: paper("the core step of the universality theorem"),
    hypotheses: [
      Hypothesis("distinct", "the eigenvalues are distinct"),
      Hypothesis("N >= L", "there are at least as many eigenvalues as inputs"),
      Hypothesis("exact", "exact arithmetic", untested: "what rounding does to it is univ.cond"),
    ],
    method: .exact,
    notes: [
      "The catalogue also asks for nonzero eigenvalues. One of them may be 0: its row of V is (0, ..., 0, 1), and V "
        + "keeps its rank. Zeros are drawn.",
      "Where N > L any L of the states are enough; the first L are used.",
    ],
    check: Check(Stored.any, isRecovered),
    falsifiers: [
      Falsifier("an eigenvalue that is there twice", dropping: "distinct", Check(Stored.repeated, isDetermined)),
      Falsifier("N = L - 1", dropping: "N >= L", Check(Stored.short, isDetermined)),
    ],
    figures: [reconstructionFigure])

  private static func isRecovered(_ stored: Stored, _ precision: Precision) throws -> Evidence {
    let length = stored.inputs.count
    let state = storedState(stored.eigenvalues, stored.inputs)
    let recovered = try vandermondeSolution(
      nodes: Array(stored.eigenvalues.prefix(length)), values: Array(state.prefix(length)), in: Intrinsic())
    return Evidence(
      "V^-1 h = u, the latest first", recovered, equal: stored.inputs.reversed(), at: stored.values)
  }

  /// Two inputs that differ leave different states: the second adds the coefficients of prod (x - lambda).
  private static func isDetermined(_ stored: Stored, _ precision: Precision) -> Evidence {
    let kernel = Polynomial(roots: Array(Set(stored.eigenvalues)), in: Intrinsic()).coefficients
    var other = stored.inputs
    for (j, c) in kernel.enumerated() { other[other.count - 1 - j] += c }
    let (first, second) = (storedState(stored.eigenvalues, stored.inputs), storedState(stored.eigenvalues, other))
    return Evidence(
      "other inputs leave another state", holds: first == second ? .false : .true,
      at: stored.values + [NamedValue("other u", other)])
  }

  private struct Stored: Sendable {
    let eigenvalues, inputs: [Rational]

    static let any = generator { draw, n in draw.integer(in: 1...n) }
    static let short = generator { _, n in n + 1 }

    /// - Parameter length: the number of inputs, for so many eigenvalues.
    private static func generator(length: @escaping @Sendable (inout Draw, Int) -> Int) -> Generator<Stored> {
      Generator { draw in
        let drawn = try draw(.array(of: .rational(in: -1...1, denominator: 12), count: 1...24))
        var eigenvalues: [Rational] = []
        for x in drawn where !eigenvalues.contains(x) { eigenvalues.append(x) }
        let count = length(&draw, eigenvalues.count)
        return Stored(eigenvalues: eigenvalues, inputs: try draw(.array(of: .whole(-9...9), count: count)))
      }
    }

    /// The last eigenvalue once more.
    static let repeated = short.map {
      Stored(eigenvalues: $0.eigenvalues + [$0.eigenvalues[$0.eigenvalues.count - 1]], inputs: $0.inputs)
    }

    var values: [NamedValue] { [NamedValue("lambda", eigenvalues), NamedValue("u", inputs)] }
  }
}
