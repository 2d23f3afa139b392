import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension CompanionClaims {
  /// The companion kernel by Fourier transforms.
  static let kernelByFourier = Claim(
    "spacetime.A1-kernel",
    title: "A companion kernel of length l from transforms of l points",
    statement: """
      For A = S + p e^T, C A^k B, k < l, is the inverse transform of C~ (I - z A)^-1 B at the l-th roots of unity z, \
      with C~ = C (I - A^l), where (I - z A)^-1 is a rank-one correction of (I - z S)^-1 and four transforms of \
      polynomials of degree below d <= l give all values.
      """,
    source: spaceTime("section 3.3, Algorithm 1"),
    hypotheses: [
      Hypothesis("no pole on the grid", "1 - z e^T (I - z S)^-1 p is not 0 at an l-th root of unity"),
      Hypothesis("truncated C", "C~ stands in place of C"),
      Hypothesis(
        "d <= l", "the kernel is at least as long as the state", untested: "it is a precondition of the algorithm"),
    ],
    method: .exact,
    notes: [
      "Checked in a field of p elements with p = 1 modulo l, where the roots of unity are exact, against l "
        + "products A x.",
      "The kernel begins with C B at k = 0: nothing wraps onto it, unlike the kernel of the transfer-function layer.",
    ],
    effort: 0.5,
    check: Check(KernelInstance.generator) { instance, _ in [try instance.agrees(withPoles: false)] },
    falsifiers: [
      Falsifier(
        "the cyclic shift, whose eigenvalues are roots of unity", dropping: "no pole on the grid",
        Check(KernelInstance.cyclic) { instance, _ in [try instance.agrees()] }),
      Falsifier(
        "C itself", dropping: "truncated C",
        Check(KernelInstance.generator) { instance, _ in [try instance.agrees(truncating: false, withPoles: false)] }),
    ])

  /// The gain of the released closed loop.
  static let feedbackGain = Claim(
    "spacetime.code-gain",
    title: "The released closed loop feeds back B in place of K where it does not normalize",
    statement: """
      With norm_order <= 0 the closed loop is x_(h+1) = (A + B B^T) x_h, as released, and equals the open loop x_(h+1) \
      = A x_h + B u_h that is given the model's own predicted inputs u_h = K x_h.
      """,
    source: spaceTime("HazyResearch/spacetime, model/ssm/closed_loop/companion.py", .code),
    hypotheses: [Hypothesis("K fed back", "the closed loop is A + B K")],
    method: .exact,
    notes: [
      "The assignment of k falls back to the input vector instead of the gain. Where norm_order > 0, A + B K is "
        + "built from the normalized B and K, but the predicted inputs are read with the gain as it is, and the first "
        + "state with B as it is: the rollout is then no closed loop of its own predictions either, by the ratio of "
        + "the norms."
    ],
    check: Check(LoopInstance.generator) { instance, _ in [instance.isClosed(.input)] },
    correction: Correction(
      "With x_(h+1) = (A + B K) x_h the rollout equals the open loop that is given its own predicted inputs.",
      Check(LoopInstance.generator) { instance, _ in [instance.isClosed(.gain)] }),
    falsifiers: [
      Falsifier(
        "B fed back", dropping: "K fed back",
        Check(LoopInstance.generator) { instance, _ in [instance.isClosed(.input)] })
    ])
}

private struct KernelInstance: Sendable {
  let length: Int
  let field: PrimeModulus
  let column, input, output: [ModularInteger]

  static let generator = generator(isCyclic: false)
  static let cyclic = generator(isCyclic: true)

  static func generator(isCyclic: Bool) -> Generator<KernelInstance> {
    Generator { draw in
      let d = draw.integer(in: 1...6)
      let length = isCyclic ? d * draw.integer(in: 1...3) : d + draw.integer(in: 0...10)
      let field = PrimeModulus(withRootsOfOrder: length)
      func numbers() throws -> [ModularInteger] {
        try draw(.array(of: Generator<Int>.integer(in: -99...99), count: d)).map { ModularInteger($0, in: field) }
      }
      let column = try numbers()
      return KernelInstance(
        length: length, field: field,
        column: isCyclic ? column.indices.map { ModularInteger($0 == 0 ? 1 : 0, in: field) } : column,
        input: try numbers(), output: try numbers())
    }
  }

  func agrees(truncating: Bool = true, withPoles: Bool = true) throws -> Evidence {
    let matrix = companionMatrix(column: column)
    let root = field.rootOfUnity(order: length) ?? .undefined(in: field)
    let truncated = truncating ? truncatedOutput(output, matrix: matrix, length: length) : output
    let found = companionKernel(
      column: column, input: input, truncated: truncated, by: MonarchTransform(factors: [length], root: root))
    let kernel = LinearSystem(matrix: matrix, input: input, output: output).markovParameters(length).map { $0[0, 0] }
    func numbers(_ x: [ModularInteger]) -> [UInt64] { x.map { $0.residue ?? 0 } }
    let values = [
      NamedValue("p", field.value), NamedValue("l", length), NamedValue("column", numbers(column)),
      NamedValue("B", numbers(input)), NamedValue("C", numbers(output)),
    ]
    // An undefined value is not the kernel's.
    guard found.allSatisfy(\.isDefined) else {
      guard withPoles else { throw Discarded() }
      return Evidence("the transforms give C A^k B", holds: .false, at: values)
    }
    return Evidence("the transforms give C A^k B", found, equal: kernel, at: values)
  }
}

private struct LoopInstance: Sendable {
  let column, input, gain, output, state: [Rational]

  static let generator = Generator { draw in
    let d = draw.integer(in: 1...4)
    func numbers() throws -> [Rational] { try draw(.numbers(count: d)) }
    return LoopInstance(
      column: try numbers(), input: try numbers(), gain: try numbers(), output: try numbers(), state: try numbers())
  }

  func isClosed(_ feedback: ClosedLoopModel<Rational>.FeedbackGain) -> Evidence {
    let model = ClosedLoopModel(
      matrix: companionMatrix(column: column), input: input, gain: gain, output: output)
    let rollout = model.rollout(from: state, count: 5, feedback: feedback)
    return Evidence(
      "the closed loop = the open loop with its own predicted inputs", rollout.outputs,
      equal: model.outputs(from: state, inputs: rollout.inputs),
      at: [
        NamedValue("column", column), NamedValue("B", input), NamedValue("K", gain), NamedValue("C", output),
        NamedValue("x", state),
      ])
  }
}
