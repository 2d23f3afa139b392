import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelStateSpaces {
  /// One system with many inputs is a sum of systems with one.
  static let sumOfStates = Claim(
    "s5.P1-s4-link",
    title: "The state of S5 is the sum of the states of S4 systems",
    statement: """
      With A and Delta tied and B = (b_1, ..., b_H), the states of the bilinear discretization with H inputs are the sums over \
      h of the states with input h alone, and y = C times the sum.
      """,
    source: smith("Proposition 1", .recalled),
    hypotheses: [
      Hypothesis("tied", "one A and one Delta for all inputs"),
      Hypothesis("zero state", "the states start from 0"),
    ],
    method: .exact, effort: 0.5,
    check: Check(ManyInputs.generator) { try $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "a step of its own for each input", dropping: "tied",
        Check(ManyInputs.generator.with { $0.ownSteps = true }) { try $0.evidence($1) }),
      Falsifier(
        "each state starts from 1", dropping: "zero state",
        Check(ManyInputs.generator.with { $0.start = 1 }) { try $0.evidence($1) }),
    ])

  private struct ManyInputs: Sendable {
    let instance: SystemInstance
    let step: Rational
    let inputs: [[Rational]]
    var ownSteps = false
    var start: Rational = 0

    static let generator = Generator { draw in
      let instance = try draw(SystemInstance.generator(order: 1...3, inputs: 2...3, outputs: 1...2))
      let row = Generator<[Rational]>.array(of: SystemInstance.number, count: instance.system.input.columns)
      return ManyInputs(
        instance: instance, step: try draw(.rational(above: 0, upTo: 1, denominator: 4)),
        inputs: try draw(.array(of: row, count: 1...5)))
    }

    /// The response to the inputs, and that to the initial state: x_(-1) = start in every element.
    private func states(_ system: LinearSystem<Rational>, _ inputs: [[Rational]]) -> [[Rational]] {
      var free = Matrix<Rational>(column: Array(repeating: start, count: system.order), in: Intrinsic())
      return system.states(of: inputs).map { forced in
        free = system.matrix * free
        return zip(forced, free.column(0)).map { $0 + $1 }
      }
    }

    func evidence(_: Precision) throws -> [Evidence] {
      let system = instance.system
      guard let whole = try? system.discretized(step: step) else { throw Discarded() }
      var sum = [[Rational]](repeating: Array(repeating: 0, count: system.order), count: inputs.count)
      for h in 0..<system.input.columns {
        let own = ownSteps ? step * Rational(h + 1) : step
        guard let part = try? system.restricted(toInput: h).discretized(step: own) else { throw Discarded() }
        for (t, state) in states(part, inputs.map { [$0[h]] }).enumerated() {
          for i in state.indices { sum[t][i] += state[i] }
        }
      }
      let values = instance.values + [NamedValue("Delta", step), NamedValue("u", inputs)]
      let outputs = sum.map { (system.output * Matrix(column: $0, in: Intrinsic())).column(0) }
      let direct = zip(whole.outputs(of: inputs), inputs).map { y, u in
        zip(y, (system.feedthrough * Matrix(column: u, in: Intrinsic())).column(0)).map { $0 - $1 }
      }
      return [
        Evidence(
          "S5 state = sum of S4 states", states(whole, inputs).flatMap { $0 }, equal: sum.flatMap { $0 }, at: values)
      ]
        + (start.isZero
          ? [
            Evidence("y = C (sum of states)", direct.flatMap { $0 }, equal: outputs.flatMap { $0 }, at: values)
          ] : [])
    }
  }

  /// Blocks of A are systems of their own.
  static let blockDiagonal = Claim(
    "s5.P2-block",
    title: "A block-diagonal S5 system is several systems whose outputs are added",
    statement: """
      With A block diagonal with J blocks, the outputs are the sums of those of J systems with the rows of B and the columns of \
      C that belong to the block.
      """,
    source: smith("appendix on block-diagonal initialization", .recalled),
    hypotheses: [Hypothesis("blocks", "no element of A outside the blocks")],
    method: .exact, effort: 0.5,
    check: Check(Blocks.generator) { blocks, _ in blocks.evidence },
    falsifiers: [
      Falsifier(
        "an element beside a block", dropping: "blocks",
        Check(Blocks.generator.with { $0.extra = 1 }) { blocks, _ in blocks.evidence })
    ])

  private struct Blocks: Sendable {
    let systems: [SystemInstance]
    let inputs: [[Rational]]
    var extra: Rational = 0

    static let generator = Generator { draw in
      let (m, p) = (draw.integer(in: 1...2), draw.integer(in: 1...2))
      let system = SystemInstance.generator(order: 1...2, inputs: m...m, outputs: p...p)
      let row = Generator<[Rational]>.array(of: SystemInstance.number, count: m)
      return Blocks(
        systems: try draw(.array(of: system, count: 2...3)), inputs: try draw(.array(of: row, count: 1...5)))
    }

    var evidence: Evidence {
      var whole = LinearSystem(parallel: systems.map(\.system))
      whole.matrix[whole.order - 1, 0] += extra
      let parts = systems.map { $0.system.outputs(of: inputs) }
      let sum = inputs.indices.map { t in
        (0..<whole.output.rows).map { i in parts.reduce(Rational(0)) { $0 + $1[t][i] } }
      }
      return Evidence(
        "y of the whole = sum of y of the blocks", whole.outputs(of: inputs).flatMap { $0 }, equal: sum.flatMap { $0 },
        at: systems.flatMap(\.values) + [NamedValue("u", inputs)])
    }
  }

  /// Scans of a diagonal system.
  static let scanOperator = Claim(
    "s5.Z1-scan",
    title: "The operator of S5's scan is associative, and its prefixes are the states",
    statement: """
      (a_1, b_1) o (a_2, b_2) = (a_2 . a_1, a_2 . b_1 + b_2) is associative, and the second components of the prefixes of \
      (Abar, Bbar u_k) are the states of x_k = Abar x_(k-1) + Bbar u_k.
      """,
    source: smith("appendix H and the released binary_operator", .code),
    hypotheses: [
      Hypothesis("exact arithmetic", "sums and products are exact: a float scan associates otherwise"),
      Hypothesis("order", "the later element comes second"),
    ],
    method: .exact, notes: ["Dense matrices, resets and all orders of summation: scan.T-assoc, scan.T-trees."],
    check: Check(Elements.generator) { elements, _ in elements.evidence(Rational.self) },
    falsifiers: [
      Falsifier(
        "double precision, bit for bit", dropping: "exact arithmetic",
        Check(Elements.generator) { elements, _ in elements.evidence(Double.self) }),
      Falsifier(
        "operands exchanged", dropping: "order",
        Check(Elements.generator.with { $0.isSwapped = true }) { elements, _ in elements.evidence(Rational.self) }),
    ])

  private struct Elements: Sendable {
    let gates: [[Rational]]
    let inputs: [[Rational]]
    var isSwapped = false

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...3)
      let row = Generator<[Rational]>.array(of: .rational(in: -2...2, denominator: 7), count: n)
      let count = draw.integer(in: 3...6)
      return Elements(
        gates: try draw(.array(of: row, count: count)), inputs: try draw(.array(of: row, count: count)))
    }

    func evidence<A: Arithmetic>(_: A.Type) -> [Evidence] where A.Context == Intrinsic {
      func vector(_ x: [Rational]) -> A.Vector { A.Vector(x.map { A($0, in: Intrinsic()) }, in: Intrinsic()) }
      let e = zip(gates, inputs).map { AffineMap<A>(transition: .diagonal(vector($0)), offset: vector($1)) }
      func after(_ x: AffineMap<A>, _ y: AffineMap<A>) -> AffineMap<A> {
        isSwapped ? y.followed(by: x) : x.followed(by: y)
      }
      func numbers(_ x: AffineMap<A>) -> [A] { x.matrix.elements + x.offset.elements }
      // From the right end, where the recurrence starts from the left one.
      let product = e.dropLast().reversed().reduce(e[e.count - 1]) { after($1, $0) }
      let state = e.reduce(vector(gates[0].map { _ in 0 })) { $1($0) }
      let values = [NamedValue("a", gates), NamedValue("b", inputs)]
      return [
        Evidence(
          "(e_1 o e_2) o e_3 = e_1 o (e_2 o e_3)", numbers(after(after(e[0], e[1]), e[2])),
          equal: numbers(after(e[0], after(e[1], e[2]))), at: values),
        Evidence("the last prefix = the state", product.offset.elements, equal: state.elements, at: values),
      ]
    }
  }
}
