import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension CompanionClaims {
  /// A companion model represents an autoregression.
  static let autoregression = Claim(
    "spacetime.P1-ar",
    title: "A companion model of d >= p states represents AR(p)",
    statement: """
      The companion model with column 0, B = e_1 and C = (phi_1, ..., phi_p, 0, ...) has the outputs phi_1 u_t + ... + \
      phi_p u_(t-p+1), and with the gain K = C its closed loop continues the autoregression. A column with the l1 norm \
      1 gives |A x|_1 <= |x|_1.
      """,
    source: spaceTime("Proposition 1; the normalization as released"),
    hypotheses: [
      Hypothesis("d >= p", "as many states as coefficients"),
      Hypothesis("column 0", "the last column of A is that of the shift"),
      Hypothesis("normalized", "for the bound: |p|_1 = 1"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      Check(ARInstance.generator()) { instance, _ in [instance.predicts(), instance.continues()] },
      Check(ARInstance.generator(), { instance, _ in instance.isNonexpansive(normalized: true) })),
    falsifiers: [
      Falsifier(
        "a state too few", dropping: "d >= p",
        Check(ARInstance.generator(missing: 1)) { instance, _ in [instance.predicts()] }),
      Falsifier(
        "a column that is not 0", dropping: "column 0",
        Check(ARInstance.generator()) { instance, _ in [instance.predicts(column: instance.column)] }),
      Falsifier(
        "twice the normalized column", dropping: "normalized",
        Check(ARInstance.generator(), { instance, _ in instance.isNonexpansive(normalized: false) })),
    ])
}

/// An autoregression, a number of states and inputs.
private struct ARInstance: Sendable {
  let coefficients, inputs, column, state: [Rational]
  let states: Int

  static func generator(missing: Int = 0) -> Generator<ARInstance> {
    Generator { draw in
      let p = draw.integer(in: 1 + missing...4)
      let states = p + (missing > 0 ? -missing : draw.integer(in: 0...3))
      return ARInstance(
        coefficients: try draw(.numbers(count: p)), inputs: try draw(.numbers(count: draw.integer(in: 1...8))),
        column: try draw(.numbers(count: states)), state: try draw(.numbers(count: states)), states: states)
    }
  }

  private var model: AutoregressiveModel<Rational> { AutoregressiveModel(coefficients: coefficients) }
  private var values: [NamedValue] {
    [NamedValue("phi", coefficients), NamedValue("u", inputs), NamedValue("d", states)]
  }

  func predicts(column: [Rational]? = nil) -> Evidence {
    var system = model.companionModel(states: states)
    if let column { system.matrix = companionMatrix(column: column) }
    return Evidence(
      "the companion model's outputs = phi_1 u_t + ... + phi_p u_(t-p+1)", system.outputs(of: inputs),
      equal: model.predictions(of: inputs), at: values + (column.map { [NamedValue("column", $0)] } ?? []))
  }

  func continues() -> Evidence {
    let system = model.companionModel(states: states)
    let loop = ClosedLoopModel(
      matrix: system.matrix, input: system.input.column(0), gain: system.output.row(0), output: system.output.row(0))
    let newest = Array(inputs.reversed().prefix(states))
    let state = newest + Array(repeating: 0, count: states - newest.count)
    return Evidence(
      "the closed loop = the autoregression's continuation", loop.rollout(from: state, count: 6).outputs,
      equal: model.continuation(of: inputs, count: 6), at: values)
  }

  func isNonexpansive(normalized: Bool) -> Evidence? {
    func norm(_ x: [Rational]) -> Rational { x.reduce(0) { $0 + $1.magnitude } }
    guard norm(column) != 0 else { return nil }
    let unit = CompanionModel.normalized(column).map { normalized ? $0 : 2 * $0 }
    return Evidence(
      "|A x|_1 <= |x|_1", norm(CompanionModel.shifted(state, column: unit)), atMost: norm(state),
      at: [NamedValue("column", unit), NamedValue("x", state)])
  }
}
