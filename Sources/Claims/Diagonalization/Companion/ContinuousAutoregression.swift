import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension CompanionClaims {
  /// A discretized continuous-time model and an autoregression.
  static let noContinuousAutoregression = Claim(
    "spacetime.T1-no-continuous",
    title:
      "Discretized continuous-time models cannot represent AR(p): true of the zero-order hold, false of the "
      + "bilinear one",
    statement: """
      No continuous-time system h' = A h + B u, y = C h, discretized, has the kernel phi_1, ..., phi_p, 0, 0, ... of a \
      noiseless autoregression.
      """,
    source: spaceTime("Theorem 1"),
    hypotheses: [
      Hypothesis(
        "invertible Abar", "the discrete state matrix is invertible, as e^(Delta A) is for every A: the zero-order hold"
      ),
      Hypothesis("infinite horizon", "the kernel is compared at p + n steps or more, for n states"),
    ],
    method: .exact,
    notes: [
      "The counterexample is A = (2/Delta) (S - I) (S + I)^-1 with the nilpotent shift S: lower triangular with "
        + "the only eigenvalue -2/Delta, so Hurwitz; its bilinear transform is S itself. S4 and LSSL use the bilinear "
        + "transform.",
      "Delta = 1/10, n = 4 with the kernel 6/5, -7/20, 1/10, -1/20, 0, 0, ... is one instance of the family drawn "
        + "here.",
      "For the zero-order hold the reason is shown, not the matrix exponential: det e^(Delta A) = e^(Delta tr A) "
        + "> 0, and for an invertible Abar the Hankel matrices of the kernel from step 0 and from step p on have the "
        + "same rank, so that a kernel that is 0 from p on is 0.",
    ],
    effort: 0.5,
    check: Check(BilinearInstance.generator) { instance, _ in try instance.differs() },
    correction: Correction(
      """
      For an invertible Abar, as the zero-order hold has it, rank [K_(p+i+j)] = rank [K_(i+j)], i, j < n: a kernel \
      that vanishes from step p on vanishes altogether, and one that is fitted to phi_1, ..., phi_p, 0, ... in its \
      first n steps differs from it in the next n. The bilinear transform of a Hurwitz A can be the nilpotent shift, \
      which has every finite kernel of at most n steps.
      """,
      .all(
        Check(BilinearInstance.generator) { instance, _ in try instance.isNilpotent() },
        Check(InvertibleInstance.generator) { instance, _ in try instance.rankIsKept() },
        Check(InvertibleInstance.generator) { instance, _ in try instance.differs(within: 2 * instance.order) })),
    falsifiers: [
      Falsifier(
        "the bilinear transform that is the shift", dropping: "invertible Abar",
        Check(BilinearInstance.generator) { instance, _ in try instance.keepsRank() }),
      Falsifier(
        "n steps only", dropping: "infinite horizon",
        Check(InvertibleInstance.generator) { instance, _ in try instance.differs(within: instance.order) }),
    ])
}

/// A continuous-time system whose bilinear transform is the nilpotent shift, with B and C for a given finite kernel.
private struct BilinearInstance: Sendable {
  let kernel: [Rational]
  let states: Int
  let step: Rational

  static let generator = Generator { draw in
    let p = draw.integer(in: 1...4)
    var kernel = try draw(.numbers(count: p))
    if kernel.allSatisfy({ $0 == 0 }) { kernel[0] = 1 }
    return BilinearInstance(
      kernel: kernel, states: p + draw.integer(in: 0...2), step: try draw(.rational(above: 0, upTo: 2, denominator: 10))
    )
  }

  private func continuous() throws -> LinearSystem<Rational> {
    let matrix = try bilinearPreimageOfShift(order: states, step: step)
    // Bbar = (I - Delta A/2)^-1 Delta B = e_1.
    let first = (0..<states).map { Rational($0 == 0 ? 1 : 0) }
    let input = (matrix.scaled(by: -(step / 2)).addingToDiagonal(1) * first).map { $0 / step }
    return LinearSystem(
      matrix: matrix, input: input, output: (0..<states).map { $0 < kernel.count ? kernel[$0] : 0 })
  }

  private var target: [Rational] { kernel + Array(repeating: 0, count: 2 * states) }
  private func values(_ system: LinearSystem<Rational>) -> [NamedValue] {
    [
      NamedValue("phi", kernel), NamedValue("Delta", step), NamedValue("A", system.matrix),
      NamedValue("B", system.input),
    ]
  }

  func differs() throws -> [Evidence] {
    let system = try continuous()
    let found = try system.discretized(step: step).markovParameters(target.count).map { $0[0, 0] }
    return [
      Evidence(
        "the bilinear discretization's kernel differs from phi_1, ..., phi_p, 0, ...", holds: Truth(found != target),
        at: values(system))
    ]
  }

  /// A is Hurwitz with the only eigenvalue -2/Delta, and Abar is the shift, whose n-th power is 0.
  func isNilpotent() throws -> [Evidence] {
    let system = try continuous()
    let discrete = try system.discretized(step: step)
    let zero = Array(repeating: Rational(0), count: states)
    return [
      Evidence(
        "Abar = S", discrete.matrix.elements.elements,
        equal: companionMatrix(column: zero).elements.elements, at: values(system)),
      Evidence(
        "det(x I - A) = (x + 2/Delta)^n", system.matrix.characteristicPolynomial().polynomial.coefficients,
        equal: Polynomial(roots: Array(repeating: -(2 / step), count: states), in: Intrinsic()).coefficients,
        at: values(system)),
      Evidence(
        "the kernel = phi_1, ..., phi_p, 0, ...", discrete.markovParameters(target.count).map { $0[0, 0] },
        equal: target, at: values(system)),
    ]
  }

  func keepsRank() throws -> [Evidence] {
    let system = try continuous().discretized(step: step)
    return [sameRanks(system, lag: kernel.count, at: values(system))]
  }
}

/// A discrete system with an invertible state matrix.
private struct InvertibleInstance: Sendable {
  let matrix: Matrix<Rational>
  let input, output, kernel: [Rational]
  var order: Int { matrix.rows }

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...3)
    let number = Generator<Rational>.rational(in: -2...2, denominator: 2)
    let elements = try draw(.array(of: number, count: n * n))
    let matrix = Matrix(n, n, in: Intrinsic()) { elements[$0 * n + $1] }
    guard let factors = try? LUDecomposition(matrix), factors.determinant != 0 else { throw Discarded() }
    var kernel = try draw(.numbers(count: draw.integer(in: 1...n)))
    if kernel[kernel.count - 1] == 0 { kernel[kernel.count - 1] = 1 }
    return InvertibleInstance(
      matrix: matrix, input: try draw(.numbers(count: n)), output: try draw(.numbers(count: n)), kernel: kernel)
  }

  private func values(_ output: [Rational]) -> [NamedValue] {
    [NamedValue("Abar", matrix), NamedValue("B", input), NamedValue("C", output), NamedValue("phi", kernel)]
  }

  func rankIsKept() throws -> [Evidence] {
    let system = LinearSystem(matrix: matrix, input: input, output: output)
    return [sameRanks(system, lag: kernel.count, at: values(output))]
  }

  /// The kernel that is fitted in n steps differs within a number of steps.
  func differs(within steps: Int) throws -> [Evidence] {
    let target = kernel + Array(repeating: 0, count: 2 * order)
    var system = LinearSystem(matrix: matrix, input: input, output: output)
    guard let inverse = try? system.reachabilityMatrix(columns: order).inverse() else { throw Discarded() }
    system.output = Matrix([Array(target.prefix(order))], in: Intrinsic()) * inverse
    let found = system.markovParameters(steps).map { $0[0, 0] }
    return [
      Evidence(
        "the fitted kernel differs from phi_1, ..., phi_p, 0, ...", holds: Truth(found != Array(target.prefix(steps))),
        at: values(system.output.row(0)) + [NamedValue("steps", steps)])
    ]
  }
}

/// The Hankel matrices of the kernel from 0 on and from a lag on have one rank.
private func sameRanks(_ system: LinearSystem<Rational>, lag: Int, at place: [NamedValue]) -> Evidence {
  let n = system.order
  let kernel = system.markovParameters(lag + 2 * n).map { $0[0, 0] }
  func rank(from lag: Int) -> Rational {
    Rational(ExactMatrix.rank((0..<n).map { i in (0..<n).map { kernel[lag + i + $0] } }))
  }
  return Evidence("rank [K_(p+i+j)] = rank [K_(i+j)]", rank(from: lag), equals: rank(from: 0), at: place)
}
