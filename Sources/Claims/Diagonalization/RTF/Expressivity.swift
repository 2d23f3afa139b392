import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension RationalTransferFunctions {
  /// What 2n + 1 numbers can say.
  static let expressivity = Claim(
    "rtf.E1-expressivity",
    title: "2n + 1 coefficients give every system of order n; diagonal systems have no repeated poles",
    statement: """
      Every system of order n with one input and one output has the impulse response of a rational transfer function with \
      2n + 1 coefficients. No diagonal system of any order has that of 1/(z - l)^2.
      """,
    source: source("section 3.1"),
    hypotheses: [
      Hypothesis(
        "exact", "the responses are equal, not near: poles l and l + d with residues +-1/d come as near as one wants"),
      Hypothesis("diagonal", "the matrix of the second system is diagonal"),
    ],
    method: .exact,
    notes: [
      "The difference of the response of 1/(z - l)^2 and that of N modes obeys a recurrence of order N + 2: if it is not 0 for "
        + "all t, it is not 0 for some t <= N + 2.",
      "As a statement about conditioning: in a format with unit roundoff u the error of the pair at distance d is about d + u/d, "
        + "least near sqrt(u).",
    ],
    effort: 0.5,
    check: .all(
      Check(SystemInstance.generator()) { instance, _ in
        let system = instance.system
        let length = 2 * system.order + 2
        let response = system.feedthrough.column(0) + system.markovParameters(length - 1).map { $0[0, 0] }
        return Evidence(
          "long division by (a, b, h_0) = h_0, C B, C A B, ...",
          RationalTransferFunction(system).impulseResponse(length: length), equal: response, at: instance.values)
      },
      Check(RepeatedPole.generator) { pole, _ in pole.differs() }),
    falsifiers: [
      Falsifier(
        "a difference of more than 1/1000", dropping: "exact",
        Check(RepeatedPole.near) { pole, _ in pole.differs(byMoreThan: Rational(1, 1000)) }),
      Falsifier(
        "a Jordan block", dropping: "diagonal",
        Check(RepeatedPole.generator.with { $0.isJordanBlock = true }) { pole, _ in pole.differs() }),
    ],
    figures: [
      FigureRecipe("repeated-pole-error") { precision in
        let exponents = (4...104).reversed().map { Double($0) / 2 }
        // d is a power of two or the double nearest to sqrt(2) of one; the same number in both formats.
        let distances = exponents.map { e in
          Double(Float(Double(sign: .plus, exponent: -Int(e), significand: e == e.rounded() ? 1 : 0.70703125)))
        }
        func error<F: RealArithmetic>(_: F.Type, _ d: Double) -> Ball where F.Context == Intrinsic {
          Ball(RepeatedPole.error(F.self, pole: Rational(7, 8), distance: Rational(exactly: d)), in: precision)
        }
        return FigureData(
          "repeated-pole-error", title: "1/(z - 7/8)^2 by two simple poles",
          caption: """
            The largest error of 64 samples of the impulse response, relative to the largest sample, of the modes 7/8 and \
            7/8 + d with residues +-1/d: d/2 times a constant from the method, u/d from rounding. The errors of the two \
            formats are computed exactly.
            """,
          xLabel: "distance d", yLabel: "relative error", logX: true, logY: true, yRange: 1e-10...100,
          x: FigureData.Column("d", distances),
          curves: [
            FigureData.Column(
              "float32",
              distances.map { $0 < Double(Float.ulpOfOne) ? .indeterminate(in: precision) : error(Float.self, $0) }),
            FigureData.Column("float64", distances.map { error(Double.self, $0) }),
            FigureData.Column("exact arithmetic", distances.map { error(Rational.self, $0) }, style: .dashedLine),
          ],
          guides: [
            FigureData.Guide(.vertical, 0x1p-12, label: "2^-12"), FigureData.Guide(.vertical, 0x1p-26, label: "2^-26"),
          ])
      }
    ])
}

/// The double pole l, and simple poles meant to replace it.
private struct RepeatedPole: Sendable {
  let pole: Rational
  let modes: [Rational]
  let readout: [Rational]
  var isJordanBlock = false

  static let generator = Generator { draw in
    let modes = try draw(.array(of: SystemInstance.number, count: 1...4))
    return RepeatedPole(
      pole: try draw(SystemInstance.number), modes: modes,
      readout: try draw(.array(of: SystemInstance.number, count: modes.count)))
  }

  /// l and l + d with residues +-1/d.
  static let near = Generator { draw in
    let (pole, d) = (try draw(.rational(in: -1...1, denominator: 4)), Rational(1, 1 << draw.integer(in: 12...20)))
    return RepeatedPole(pole: pole, modes: [pole, pole + d], readout: [-1 / d, 1 / d])
  }

  private func transfer() -> RationalTransferFunction<Rational> {
    RationalTransferFunction(denominator: [-2 * pole, pole * pole], numerator: [0, 1], feedthrough: 0)
  }

  /// The response of 1/(z - l)^2 and of the modes differ within the first N + 2 samples by more than `threshold`.
  func differs(byMoreThan threshold: Rational = 0) -> Evidence {
    let length = modes.count + 2
    let wanted = transfer().impulseResponse(length: length + 1)
    var system = LinearSystem(
      matrix: Matrix(diagonal: modes, in: Intrinsic()), input: Array(repeating: Rational(1), count: modes.count),
      output: readout)
    if isJordanBlock {
      system = LinearSystem(
        matrix: Matrix([[pole, 1], [0, pole]], in: Intrinsic()), input: [0, 1], output: [1, 0])
    }
    let found = [0] + system.markovParameters(length).map { $0[0, 0] }
    let distance = zip(wanted, found).map { ($0 - $1).magnitude }.reduce(Rational(0)) { $0 < $1 ? $1 : $0 }
    return Evidence(
      "\(threshold) < the largest difference of the first N + 2 samples", threshold, lessThan: distance,
      at: [NamedValue("l", pole), NamedValue("modes", modes), NamedValue("residues", readout)])
  }

  /// The largest error of the samples t = 1 ... 64, relative to the largest sample, with the modes evaluated in a
  /// format.
  static func error<F: RealArithmetic>(_: F.Type, pole: Rational, distance: Rational) -> Rational
  where F.Context == Intrinsic {
    func number(_ value: Rational) -> F { F(value, in: Intrinsic()) }
    let model = DiagonalModel<F>(
      modes: [pole, pole + distance].map { DiscreteMode(transition: number($0), inputGain: number(1)) },
      readout: [-(number(1) / number(distance)), number(1) / number(distance)], in: Intrinsic())
    let double = RationalTransferFunction<Rational>(
      denominator: [-2 * pole, pole * pole], numerator: [0, 1], feedthrough: 0)
    let wanted = double.impulseResponse(length: 65)[1...]
    func largest(_ values: [Rational]) -> Rational { values.map(\.magnitude).reduce(0) { $0 < $1 ? $1 : $0 } }
    let found = model.convolutionKernel(length: 64).map { value in
      (value as? Rational) ?? Rational(exactly: value.approximation)
    }
    return largest(zip(wanted, found).map { $0 - $1 }) / largest(Array(wanted))
  }
}
