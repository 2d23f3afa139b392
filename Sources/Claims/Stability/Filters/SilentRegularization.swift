import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// NCDSSM's Cholesky decomposition.
  static let silentRegularization = Claim(
    "ncdssm.N-jitter",
    title: "NCDSSM's Cholesky decomposition changes a singular covariance, and every other one of its batch",
    statement: "The factor that is used satisfies L L* = P, for each covariance P of a batch.",
    source: Source(
      "Ansari et al., Neural continuous-discrete state space models", arXiv: "2301.11308",
      "the authors' code: the Cholesky decomposition with a regularized second try", .code),
    hypotheses: [
      Hypothesis("definite", "every covariance of the batch is positive definite: the condition that is missing")
    ],
    method: .exact,
    notes: [
      "Covariances without noise in one direction are legitimate: a known state, an integrator. The model becomes "
        + "another one without an error, with a warning at most.",
      "The factors are those without roots, L D L*, which exist for the same matrices.",
    ],
    check: Check(batches(singular: true)) { batch, _ in try factored(batch) },
    correction: Claims.Correction(
      "It satisfies it where all are positive definite; else each is replaced by P + c (tr P/n) I with c = 10^-4.",
      .all(
        Check(batches(singular: false)) { batch, _ in try factored(batch) },
        Check(batches(singular: true)) { batch, _ in
          guard batch.contains(where: { !$0.isPositiveDefinite.isTrue }) else { return nil }
          let shifted = batch.map { $0.addingToDiagonal($0.trace / Rational($0.rows * 10_000)) }
          // A zero matrix stays singular.
          guard shifted.allSatisfy({ $0.isPositiveDefinite.isTrue }) else { return nil }
          return try factored(batch, expected: shifted)
        })),
    falsifiers: [
      Falsifier(
        "a singular covariance in the batch", dropping: "definite",
        Check(batches(singular: true).with { $0[0] = Matrix([[1, 0], [0, 0]], in: Intrinsic()) }) { batch, _ in
          try factored(batch)
        })
    ])

  private static func batches(singular: Bool) -> Generator<[Matrix<Rational>]> {
    .array(of: GaussianInstance.covariance(2, shift: singular ? 0 : 1), count: 1...2)
  }

  private static func factored(_ batch: [Matrix<Rational>], expected: [Matrix<Rational>]? = nil) throws -> Evidence {
    // A zero matrix has no factor at all.
    guard let factors = try? FactoredCovariance.regularized(batch) else { throw Discarded() }
    return Evidence(
      expected == nil ? "L L* = P" : "L L* = P + 10^-4 (tr P/n) I",
      factors.flatMap { $0.covariance.elements.elements }, equal: (expected ?? batch).flatMap(\.elements.elements),
      at: [NamedValue("batch", batch)])
  }
}
