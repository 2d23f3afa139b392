import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelStateSpaces {
  /// Kernels of S4ND.
  static let outerProduct = Claim(
    "s4nd.T1-outer",
    title: "S4ND's kernel is an outer product, for output gains of rank one",
    statement: """
      For C = c_1 c_2^T the kernel of the two-dimensional system is K(i, j) = K_1(i) K_2(j), and the convolution with it is one \
      along each axis; for other C it is a sum of rank(C) such products.
      """,
    source: Source("Nguyen et al., S4ND", arXiv: "2210.06583", "Theorem 1", .recalled),
    hypotheses: [Hypothesis("rank one", "C is an outer product")],
    method: .exact, effort: 0.5,
    check: Check(Grid.generator) { grid, _ in grid.evidence },
    falsifiers: [
      Falsifier(
        "C of rank two", dropping: "rank one",
        Check(Grid.generator.with { $0.model.output[0, 0] += 1 }) { grid, _ in grid.evidence })
    ])

  private struct Grid: Sendable {
    var model: ProductSystem<Rational>
    let gains: [[Rational]]
    let input: [Rational]
    let height: Int
    let width: Int

    static let generator = Generator { draw in
      let orders = [draw.integer(in: 1...3), draw.integer(in: 1...3)]
      let (height, width) = (draw.integer(in: 1...3), draw.integer(in: 1...4))
      let gains = try orders.map { try draw(.array(of: SystemInstance.number, count: $0)) }
      return Grid(
        model: ProductSystem(
          matrices: try orders.map { try draw(SystemInstance.matrix($0, $0)) },
          inputs: try orders.map { try draw(.array(of: SystemInstance.number, count: $0)) },
          output: Matrix(orders[0], orders[1], in: Intrinsic()) { gains[0][$0] * gains[1][$1] }),
        gains: gains, input: try draw(.array(of: SystemInstance.number, count: height * width)), height: height,
        width: width)
    }

    var evidence: [Evidence] {
      let kernel = model.kernel(height: height, width: width)
      let lines = zip([height, width], 0...).map { count, axis in
        LinearSystem(matrix: model.matrices[axis], input: model.inputs[axis], output: gains[axis])
          .markovParameters(count).map { $0[0, 0] }
      }
      let outer = Matrix(height, width, in: Intrinsic()) { lines[0][$0] * lines[1][$1] }
      let values = [
        NamedValue("A_1, A_2", model.matrices), NamedValue("B_1, B_2", model.inputs), NamedValue("C", model.output),
        NamedValue("u", input),
      ]
      let whole = gridConvolution(
        kernel.elements.elements, rows: height, columns: width, input, height: height, width: width)
      let rows = gridConvolution(lines[1], rows: 1, columns: width, input, height: height, width: width)
      let both = gridConvolution(lines[0], rows: height, columns: 1, rows, height: height, width: width)
      return [
        Evidence("K(i, j) = K_1(i) K_2(j)", kernel.elements.elements, equal: outer.elements.elements, at: values),
        Evidence("K * u = K_1 * (K_2 * u)", whole, equal: both, at: values),
      ]
    }
  }

  /// What the mask keeps.
  static let bandlimit = Claim(
    "s4nd.B1-bandlimit",
    title: "The modes that the mask keeps lie below the Nyquist frequency for alpha <= 1, their tails do not",
    statement: """
      The modes kept at alpha <= 1, those with Delta |Im a|/(2 pi) < alpha/2, oscillate below the Nyquist frequency: \
      |Im a| Delta < pi. The share of energy of such a mode above it is (1/pi)(pi/2 - atan((pi/Delta - y)/|x|)) < 1/2.
      """,
    source: Source("Nguyen et al., S4ND", arXiv: "2210.06583", "section 4.3 and the released kernel", .code),
    hypotheses: [
      Hypothesis("alpha <= 1", "the cut-off is at most 1"),
      Hypothesis("per channel", "Delta is that of the channel", untested: "the rule is one formula for each channel"),
    ],
    method: .certified,
    notes: [
      "It is no exact band limit: the share above the Nyquist frequency is positive for every mode, and tends to 1/2 at it."
    ],
    check: Check(Mode.generator(alpha: .rational(above: 0, upTo: 1)), isBelowNyquist),
    falsifiers: [
      Falsifier(
        "alpha = 2", dropping: "alpha <= 1", Check(Mode.generator(alpha: .always(2)), isBelowNyquist)),
      Falsifier(
        "no energy above the Nyquist frequency",
        Check(Mode.generator(alpha: .rational(above: 0, upTo: 1))) { mode, precision in
          guard mode.isKept(precision) else { throw Discarded() }
          return Evidence(
            "share of energy <= 2^-64", mode.leakage(precision), atMost: Ball(0x1p-64, in: precision), at: mode.values)
        }),
    ])

  private struct Mode: Sendable {
    let real: Rational
    let imaginary: Rational
    let step: Rational
    let alpha: Rational

    static func generator(alpha: Generator<Rational>) -> Generator<Mode> {
      Generator { draw in
        Mode(
          real: -(try draw(.rational(above: 0, upTo: 2, denominator: 8))),
          imaginary: try draw(.rational(in: -12...12, denominator: 4)),
          step: try draw(.rational(above: 0, upTo: 1, denominator: 8)), alpha: try draw(alpha))
      }
    }

    var values: [NamedValue] {
      [NamedValue("a", Complex(real, imaginary)), NamedValue("Delta", step), NamedValue("alpha", alpha)]
    }

    func isKept(_ precision: Precision) -> Bool {
      Bandlimit.keeps(
        imaginary: Ball(imaginary, in: precision), step: Ball(step, in: precision), alpha: Ball(alpha, in: precision)
      ).isTrue
    }

    func leakage(_ precision: Precision) -> Ball {
      Bandlimit.leakage(
        real: Ball(real, in: precision), imaginary: Ball(imaginary.magnitude, in: precision),
        step: Ball(step, in: precision))
    }
  }

  private static func isBelowNyquist(_ mode: Mode, _ precision: Precision) throws -> [Evidence] {
    guard mode.isKept(precision) else { throw Discarded() }
    let half = Ball(Rational(1, 2), in: precision)
    return [
      Evidence(
        "Delta |Im a|/(2 pi) < 1/2",
        Bandlimit.frequency(imaginary: Ball(mode.imaginary, in: precision), step: Ball(mode.step, in: precision)),
        lessThan: half, at: mode.values),
      Evidence("share of energy above pi/Delta < 1/2", mode.leakage(precision), lessThan: half, at: mode.values),
      Evidence(
        "0 < share of energy above pi/Delta", Ball(0, in: precision), lessThan: mode.leakage(precision), at: mode.values
      ),
    ]
  }
}
