import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Oscillators {
  /// What the complex gains of the released layer are.
  static let gains = Claim(
    "linoss.phase",
    title: "The complex B and C of LinOSS set no phase: a mode's kernel is Re(c b) times a fixed damped sine",
    statement: """
      For y = Re(C x) with complex B and C, y_i = sum_p Re(C_ip B_pj) K_p * u_j with the real kernel K_p of mode p: \
      for one input and one output only the number Re(c_p b_p) matters, and for more the coupling Re C Re B - Im C Im \
      B of a mode has rank 2 at most.
      """,
    source: Source(
      "derived here, from models/LinOSS.py", arXiv: "2410.03943", "B and C complex, y the real part of C x", .derived),
    hypotheses: [Hypothesis("real transition", "A, G and dt are real, so that K_p is")],
    method: .exact,
    notes: [
      "A diagonal complex mode, as in LRU or S5, has the kernel Re(c b lambda^n), two real parameters beside lambda; "
        + "a LinOSS mode has one: the phase of its damped sine sin((n + 1) theta) is fixed, and it takes two modes of "
        + "one frequency to set it.",
      "With one input and one output four real numbers a mode (b, c) are one.",
    ],
    effort: 0.5,
    check: .all(
      Check(ComplexLayer.generator) { layer, _ in layer.isRealCoupling },
      Check(ComplexLayer.generator) { layer, _ in layer.hasRankTwo }),
    falsifiers: [
      Falsifier(
        "a complex stiffness", dropping: "real transition",
        Check(ComplexLayer.generator.with { $0.imaginaryStiffness = 1 }) { layer, _ in layer.isRealCoupling }),
      Falsifier(
        "rank 1, as for real gains",
        Check(ComplexLayer.generator) { layer, _ in [layer.minor(layer.couplings[0], order: 2)] }),
    ])

  /// A layer of the released kind, with three inputs and three outputs.
  private struct ComplexLayer: Sendable {
    let modes: [OscillatorInstance]
    /// B, shape (state, 3), and C, shape (3, state).
    let input, output: Matrix<Complex<Rational>>
    let inputs: [[Rational]]
    var imaginaryStiffness: Rational = 0

    static let generator = Generator { draw in
      let modes = try draw(.array(of: OscillatorInstance.mixed, count: 1...2))
      let number = Generator { draw in
        Complex(try draw(SystemInstance.number), try draw(SystemInstance.number))
      }
      let (b, c) = (
        try draw(.array(of: number, count: 3 * modes.count...3 * modes.count)),
        try draw(.array(of: number, count: 3 * modes.count...3 * modes.count))
      )
      return ComplexLayer(
        modes: modes, input: Matrix(modes.count, 3, in: Intrinsic()) { b[3 * $0 + $1] },
        output: Matrix(3, modes.count, in: Intrinsic()) { c[$0 * modes.count + $1] },
        inputs: try draw(.array(of: .array(of: SystemInstance.number, count: 3...3), count: 1...5)))
    }

    var values: [NamedValue] {
      modes.flatMap(\.values) + [NamedValue("B", input), NamedValue("C", output), NamedValue("u", inputs)]
    }

    /// Re(C_ip B_pj) of each mode, shape (3, 3).
    var couplings: [Matrix<Rational>] {
      modes.indices.map { p in
        Matrix(3, 3, in: Intrinsic()) { i, j in (output[i, p] * input[p, j]).real }
      }
    }

    var isRealCoupling: [Evidence] {
      let layer = OscillatorLayer(
        oscillators: modes.map { mode in
          LinearOscillator(
            stiffness: Complex(mode.stiffness, imaginaryStiffness), damping: mode.damping.map { Complex($0) },
            step: Complex(mode.step))
        }, input: input, output: output)
      let expected = layer.outputs(of: inputs.map { $0.map { Complex($0) } }).flatMap { $0.map(\.real) }
      let kernels = modes.map { $0.oscillator.impulseResponse(inputs.count) }
      let couplings = couplings
      let sums = inputs.indices.flatMap { t in
        (0..<3).map { i in
          modes.indices.reduce(Rational(0)) { sum, p in
            (0...t).reduce(sum) { sum, s in
              sum + kernels[p][t - s] * (0..<3).reduce(Rational(0)) { $0 + couplings[p][i, $1] * inputs[s][$1] }
            }
          }
        }
      }
      return [Evidence("Re(C x) = sum_p Re(C_p B_p) K_p * u", expected, equal: sums, at: values)]
    }

    /// The determinant of a leading minor is 0.
    func minor(_ coupling: Matrix<Rational>, order: Int) -> Evidence {
      let block = coupling[0..<order, 0..<order]
      let determinant = block.characteristicPolynomial().polynomial(0)
      return Evidence("det of Re(C_ip B_pj), i, j <= \(order), is 0", determinant, equals: 0, at: values)
    }

    var hasRankTwo: [Evidence] { couplings.map { minor($0, order: 3) } }
  }
}
