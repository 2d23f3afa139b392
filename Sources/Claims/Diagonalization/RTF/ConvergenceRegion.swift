import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension RationalTransferFunctions {
  /// Where the series of the transfer function converges.
  static let convergenceRegion = Claim(
    "rtf.A2-convergence",
    title: "The region of convergence is right, its proof assumes a normal matrix",
    statement: "||A||_2 = rho(A), so that sum_t z^-t A^t converges iff |z| > rho(A).",
    source: source("appendix A.2"),
    hypotheses: [
      Hypothesis("normal", "A is normal: the condition that the proof needs"),
      Hypothesis("outside", "|z| > rho(A)"),
    ],
    method: .exact,
    notes: [
      "Smallest counterexample to the equality: a Jordan block, A = (0, 1; 0, 0), with rho = 0 and norm 1.",
      "Triangular A, so that rho(A) is known. Convergence is proved by a norm: D^-1 A D/z with D = diag(d^i) has row sums "
        + "less than 1 for d small enough.",
    ],
    check: Check(Triangular.generator, normIsRadius),
    correction: Correction(
      """
      sum_t z^-t A^t converges iff |z| > rho(A), for every A: some norm of A/z is less than 1 iff |z| > rho(A), and else \
      the terms do not tend to 0. The equality ||A||_2 = rho(A) holds for normal A.
      """,
      .all(
        Check(Triangular.generator, converges),
        Check(Triangular.generator.with { $0.makeDiagonal() }, normIsRadius))),
    falsifiers: [
      Falsifier(
        "a triangular matrix with an element beside the diagonal", dropping: "normal",
        Check(Triangular.generator.with { $0.matrix[0, $0.matrix.rows - 1] = 3 }, normIsRadius)),
      Falsifier(
        "|z| = rho(A)", dropping: "outside",
        Check(Triangular.generator.with { $0.excess = 0 }, converges)),
    ])

  private struct Triangular: Sendable {
    var matrix: Matrix<Rational>
    /// |z| - rho.
    var excess: Rational

    static let generator = Generator { draw in
      let n = draw.integer(in: 2...4)
      var matrix = try draw(SystemInstance.matrix(n, n))
      for i in 0..<n { for j in 0..<i { matrix[i, j] = 0 } }
      return Triangular(matrix: matrix, excess: try draw(.rational(above: 0, upTo: 2, denominator: 8)))
    }

    mutating func makeDiagonal() { matrix = Matrix(diagonal: matrix.diagonal, in: Intrinsic()) }

    var radius: Rational { matrix.diagonal.map(\.magnitude).reduce(0) { $0 < $1 ? $1 : $0 } }
    var values: [NamedValue] { [NamedValue("A", matrix)] }
  }

  /// ||A||_2 <= rho(A), as rho^2 I - A^T A being positive semidefinite: its characteristic polynomial has signs that alternate.
  private static func normIsRadius(_ triangular: Triangular, _: Precision) -> Evidence {
    let (a, rho) = (triangular.matrix, triangular.radius)
    let gap = (-(a.transposed * a)).addingToDiagonal(rho * rho)
    let coefficients = gap.characteristicPolynomial().polynomial.coefficients
    let isSemidefinite = coefficients.enumerated().allSatisfy { k, c in
      (coefficients.count - 1 - k).isMultiple(of: 2) ? c >= 0 : c <= 0
    }
    return Evidence(
      "||A||_2 <= rho(A)", holds: Truth(isSemidefinite), at: triangular.values + [NamedValue("rho", rho)])
  }

  /// The largest row sum of D^-1 A D/|z|, with d small enough for |z| > rho; the terms beyond t have at most its t-th
  /// power.
  private static func converges(_ triangular: Triangular, _: Precision) throws -> Evidence {
    let (a, n) = (triangular.matrix, triangular.matrix.rows)
    let z = triangular.radius + triangular.excess
    guard !z.isZero else { throw Discarded() }
    let largest = a.rowArrays.flatMap { $0 }.reduce(Rational(1)) { $1.magnitude > $0 ? $1.magnitude : $0 }
    // sum_(j > i) |a_ij| d^(j-i) <= n largest d < |z| - rho; at |z| = rho no d will do, and a power shows it.
    let d = triangular.excess / (2 * Rational(n) * largest) + (triangular.excess.isZero ? 1 : 0)
    let scaled = Matrix(n, n, in: Intrinsic()) { i, j in a[i, j].magnitude / z * Rational.pow(d > 1 ? 1 : d, j - i) }
    let norm =
      triangular.excess.isZero
      ? scaled.diagonal.reduce(Rational(0)) { $0 < $1 ? $1 : $0 }
      : scaled.rowArrays.map { $0.reduce(Rational(0), +) }.reduce(Rational(0)) { $0 < $1 ? $1 : $0 }
    return Evidence(
      "a norm of A/z is less than 1", norm, lessThan: Rational(1),
      at: triangular.values + [NamedValue("|z|", z), NamedValue("d", d)])
  }

  /// The recurrence with n products.
  static let companionStep = Claim(
    "rtf.B1-companion-step",
    title: "A companion step takes n products, not n^2",
    statement: """
      For the companion form the step x' = (u - <a, x>, x_1, ..., x_(n-1)), y = <b, x> + h_0 u is the dense step \
      x' = A x + B u, y = C x + h_0 u.
      """,
    source: source("Lemma B.1"),
    hypotheses: [
      Hypothesis("companion", "A is in the companion form (16)"),
      Hypothesis("read before", "the output is read before the update"),
    ],
    method: .exact, effort: 0.5,
    check: Check(Run.generator) { run, _ in run.agrees() },
    falsifiers: [
      Falsifier(
        "the transposed companion form", dropping: "companion",
        Check(Run.generator) { run, _ in run.agrees { $0.matrix = $0.matrix.transposed } }),
      Falsifier(
        "read after the update", dropping: "read before",
        Check(Run.generator) { run, _ in
          var delayed = run
          delayed.readsAfter = true
          return delayed.agrees()
        }),
    ])

  private struct Run: Sendable {
    let transfer: RationalTransferFunction<Rational>
    let inputs: [Rational]
    var readsAfter = false

    static let generator = Generator { draw in
      Run(
        transfer: try draw(RationalTransferFunction<Rational>.generator()),
        inputs: try draw(.array(of: SystemInstance.number, count: 1...8)))
    }

    func agrees(_ change: (inout LinearSystem<Rational>) -> Void = { _ in }) -> Evidence {
      var system = transfer.companion
      change(&system)
      var state = Array(repeating: Rational(0), count: transfer.order)
      let quick = inputs.map { transfer.advance(&state, input: $0) }
      // The system reads after its update: a step of delay in its input is a read before the update.
      let feedthrough = system.feedthrough[0, 0]
      system.feedthrough[0, 0] = 0
      let delayed = readsAfter ? inputs : [0] + inputs.dropLast()
      let dense = zip(system.outputs(of: delayed), inputs).map { $0 + feedthrough * $1 }
      return Evidence("y of the two steps", quick, equal: dense, at: transfer.values + [NamedValue("u", inputs)])
    }
  }
}
