import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// Attraction from sigma(U x + b) does not make W stable.
  static let attraction = Claim(
    "invapx.LA7",
    title: "That every step is forgotten does not make W stable: steps reach only d dimensions",
    statement: """
      If W has no eigenvalue on the imaginary axis and v' = diag(sigma') W v is attracted to 0 from every v = \
      sigma(U x + b), |x|_1 < B, then W is Hurwitz.
      """,
    source: paper("Lemma A.7"),
    hypotheses: [
      Hypothesis("open image", "for the correction: {U x + b} contains an open set, U has rank m, which needs d >= m")
    ],
    method: .exact,
    notes: [
      "W = diag(-1, 1), U = (1, 0)^T, b = 0: v = (sigma(x), 0) decays for every x, and the eigenvalue 1 is never "
        + "met. The proof takes {sigma(U x + b)} for a set that contains a ball of R^m, which is impossible for m > "
        + "d.",
      "In the variable z = W h + U x + b, v = sigma(z), the equation is z' = W sigma(z); with a diagonal W each "
        + "coordinate has its own sign, and z' z < 0 wherever z != 0 is attraction. The activation is the hard tanh.",
      "It is repairable inside Theorem 3.9, because the perturbation ball moves b in all directions as well.",
    ],
    check: Check(Start.hidden) { start, _ in [start.isAttracted, start.isHurwitz] },
    correction: Correction(
      """
      If U has rank m, or b may be moved in an open ball, an eigenvalue w > 0 of W is met: some x starts on its \
      eigenvector, z' = w z there, and z moves away. So attraction then does imply that W is Hurwitz.
      """,
      Check(Escape.fullRank) { try $0.escapes($1) }),
    falsifiers: [
      Falsifier("U of rank m - 1", dropping: "open image", Check(Escape.deficient) { try $0.escapes($1) })
    ])

  /// A diagonal W, of which the unstable coordinates are not reached.
  private struct Start: Sendable {
    let network: NonlinearRNN<Rational>
    let x: Rational

    static let hidden = Generator { draw in
      let n = draw.integer(in: 1...4)
      let rates = try (0..<n).map { _ in (try draw(.rational(above: 0, upTo: 3, denominator: 2))) }
      let stable = (0..<n).map { $0 == 0 || draw.bool() }
      let input = try draw(.array(of: .rational(above: 0, upTo: 2, denominator: 2), count: n))
      return Start(
        network: NonlinearRNN(
          recurrent: Matrix(diagonal: zip(rates, stable).map { $1 ? -$0 : $0 }, in: Intrinsic()),
          input: Matrix(column: zip(input, stable).map { $1 ? $0 : 0 }, in: Intrinsic()),
          bias: Array(repeating: 0, count: n), readout: Array(repeating: 1, count: n), activation: .hardTanh),
        x: try draw(.rational(in: -4...4, denominator: 4)))
    }

    private var values: [NamedValue] {
      [NamedValue("W", network.recurrent), NamedValue("U", network.input), NamedValue("b", network.bias)]
    }

    /// z' z < 0 in each coordinate that is not 0, which then stays 0.
    var isAttracted: Evidence {
      let z = network.preactivation(state: network.bias, input: [x])
      let slopes = network.preactivationDerivative(at: z)
      let holds = zip(z, slopes).allSatisfy { $0.isZero ? $1.isZero : $0 * $1 < 0 }
      return Evidence("z_k z_k' < 0 or z_k = 0", holds: holds ? .true : .false, at: values + [NamedValue("x", x)])
    }

    var isHurwitz: Evidence {
      Evidence(
        "max Re lambda(W) < 0", network.recurrent.diagonal.dropFirst().reduce(network.recurrent[0, 0], max),
        lessThan: 0,
        at: values)
    }
  }

  /// W = S diag(w, ...) S^-1 with w > 0, U, and the input that starts on the eigenvector.
  private struct Escape: Sendable {
    let network: NonlinearRNN<Rational>
    let eigenvalue: Rational
    let eigenvector: [Rational]

    static let fullRank = generator(isDeficient: false)
    static let deficient = generator(isDeficient: true)

    private static func generator(isDeficient: Bool) -> Generator<Escape> {
      Generator { draw in
        let n = draw.integer(in: isDeficient ? 2...3 : 1...3)
        func matrix() throws -> Matrix<Rational> {
          try draw(SystemInstance.matrix(n, n, of: .whole(-3...3)))
        }
        let vectors = try matrix()
        var input = try matrix()
        if isDeficient { for i in 0..<n { input[i, 0] = 0 } }
        try draw.assume(vectors.rank == n && (isDeficient || input.rank == n))
        let w = try draw(.rational(above: 0, upTo: 2, denominator: 4))
        let others = try draw(.array(of: .rational(above: 0, upTo: 3, denominator: 4), count: n - 1))
        let product = vectors.multipliedFromRight(byDiagonal: [w] + others.map { -$0 })
        // W S = S diag(w, ...).
        let recurrent = try vectors.transposed.solve(product.transposed).transposed
        let column = vectors.column(0)
        let largest = column.reduce(Rational.zero) { max($0, $1.magnitude) }
        let bias = try draw(.array(of: .rational(in: -1...1, denominator: 4), count: n))
        return Escape(
          network: NonlinearRNN(
            recurrent: recurrent, input: input, bias: bias, readout: bias, activation: .hardTanh),
          eigenvalue: w, eigenvector: column.map { $0 / (2 * largest) })
      }
    }

    func escapes(_ precision: Precision) throws -> Evidence {
      let right = zip(eigenvector, network.bias).map { $0 - $1 }
      let values = [
        NamedValue("W", network.recurrent), NamedValue("U", network.input), NamedValue("b", network.bias),
        NamedValue("z", eigenvector),
      ]
      let statement = "z = U x + b has a solution x, and z' = w z with w > 0"
      guard let solution = try? network.input.solve(Matrix(column: right, in: Intrinsic())) else {
        return Evidence(statement, holds: .false, at: values)
      }
      let z = network.preactivation(state: right.map { _ in 0 }, input: solution.column(0))
      return Evidence(
        statement, network.preactivationDerivative(at: z), equal: eigenvector.map { eigenvalue * $0 },
        at: values + [NamedValue("w", eigenvalue)])
    }
  }
}
