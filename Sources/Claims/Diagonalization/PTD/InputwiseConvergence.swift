import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PerturbThenDiagonalize {
  /// n ||y - y_D|| -> ||y'||.
  static let inputwise = Claim(
    "ptd.T1-inputwise",
    title: "For a fixed input the outputs converge like ||y'||/n",
    statement: """
      For C of fixed length and an input u in L2 that does not depend on n, ||y - y_D|| = O(1/n) in L2, and n ||y - \
      y_D|| -> ||y'||. For u = e^(-at), a > 0 not 1, and C = e_0: n^2 ||y - y_D||^2 = ||y'||^2 + a phi_n(a)/((1 - \
      a^2)(1 + phi_n(a))), ||y'||^2 = 1/(2 + 2a). For a sum of e^(-kt) with integers k above the length of C and below \
      n, n ||y - y_D|| = ||y'|| exactly.
      """,
    source: paper("Theorem 1, section 3.2"),
    hypotheses: [
      Hypothesis("fixed input", "u does not depend on n"),
      Hypothesis(
        "decay", "u is in L2: its transform is O(|w|^-q), q > 1/2", untested: "an input with q <= 1/2 is not in L2"),
      Hypothesis("fixed C", "C has a length that does not grow with n"),
      Hypothesis("half", "the diagonal system has B/2"),
      Hypothesis(
        "zero state", "both systems start at 0", untested: "a transfer function says nothing of another start"),
    ],
    method: .exact,
    notes: [
      "The paper is quoted with a factor sqrt(l), l the length of C, and |u^(w)| = O(|w|^-q). The limit ||y'|| and the "
        + "identities are derived; their proof is that of Proofs/legs-impulse-distance.md.",
      "The catalogue states |n ||y - y_D|| - ||y'||| <= c/n^2. The identity shows that this needs a >= 1/2: phi_n(a) "
        + "falls like n^-(2a+1), so that for u = e^(-t/4) the difference falls like n^-1.5 only.",
      "The bound checked for sums of exponentials with a >= 1/2 is n^2 ||y - y_D||^2 <= 2 ||y'||^2, n >= 4.",
    ],
    effort: 0.4,
    check: .all(
      Check(Input.exponential) { input, _ in [input.isExact] },
      Check(Input.integers) { input, _ in [input.isUncorrected] },
      Check(Input.slow) { input, _ in [input.isBounded] }),
    falsifiers: [
      Falsifier(
        "u_n(t) = e^(-t/2) cos(y_0 t), at the last spike", dropping: "fixed input",
        Check(Input.resonant) { input, _ in [input.isBounded] }),
      Falsifier(
        "C = e_(n-1)", dropping: "fixed C", Check(Input.growing) { input, _ in [input.isUncorrected] }),
      Falsifier(
        "B in the place of B/2", dropping: "half",
        Check(Input.slow.with { $0.factor = 2 }) { input, _ in [input.isBounded] }),
    ],
    quoted: { precision in
      let table = [(4, "0.4916"), (8, "0.4990"), (16, "0.49988"), (32, "0.49998"), (64, "0.50000")]
      return table.map { n, digits in
        let input = Input(order: n, output: [1], poles: [1], numerator: [1])
        return Evidence(
          "n ||y - y_D|| for u = e^-t, n = \(n)", Ball.sqrt(Ball(input.scaledError, in: precision)), isQuotedAs: digits)
      }
    },
    figures: [inputwiseFigure])

  /// n^2 ||y - y_D||^2 and 1/(2 + 2a) for u = e^(-at) and C = e_0, for the figure.
  static func inputwiseError(order: Int, rate a: Rational) -> Rational {
    Input(order: order, output: [1], poles: [a], numerator: [1]).scaledError
  }

  /// A row C in twin coordinates and an input with a rational transform.
  private struct Input: Sendable {
    let order: Int
    let output: [Rational]
    /// The rates of the exponentials; the transform is numerator/product (s + rate), or numerator/denominator.
    let poles: [Rational]
    let numerator: [Rational]
    var denominator: [Rational]? = nil
    /// B of the diagonal system in units of B/2.
    var factor: Rational = 1

    static let exponential = Generator { draw in
      let a = try draw(.rational(above: 0, upTo: 4, denominator: 8))
      return Input(
        order: draw.integer(in: 2...16), output: [1], poles: [a == 1 ? Rational(1, 2) : a], numerator: [1])
    }
    static let integers = Generator { draw in
      let n = draw.integer(in: 4...14)
      let c = try draw(.twinOutput(upTo: 2))
      let rates = try draw(.distinctArray(of: .integer(in: c.count + 1...n - 1), count: 1...min(3, n - 1 - c.count)))
      return Input(
        order: n, output: c, poles: rates.map { Rational($0) },
        numerator: try draw(.array(of: .rational(in: 1...3, denominator: 3), count: rates.count)))
    }
    static let slow = Generator { draw in
      let rates = try draw(.distinctArray(of: .integer(in: 2...16), count: 1...3)).map { Rational($0, 4) }
      return Input(
        order: draw.integer(in: 4...14), output: [1], poles: rates,
        numerator: (0..<rates.count).map { $0 == 0 ? 1 : 0 })
    }
    static let growing = Generator { draw in
      let n = draw.integer(in: 3...6)
      return Input(order: n, output: (0..<n).map { $0 == n - 1 ? 1 : 0 }, poles: [Rational(n - 1) / 2], numerator: [1])
    }
    /// (s + 1/2)/((s + 1/2)^2 + y^2) with y near y_0.
    static let resonant = Generator { draw in
      let n = draw.integer(in: 4...12)
      let y = try LegSNormalSpectrum(order: n).frequency(0, precision: 32).midpoint.rational ?? 0
      return Input(
        order: n, output: [1], poles: [], numerator: [Rational(1, 2), 1],
        denominator: [Rational(1, 4) + y * y, 1, 1])
    }

    var values: [NamedValue] {
      [
        NamedValue("n", order), NamedValue("C T", output), NamedValue("rates of u", poles),
        NamedValue("numerator of u", numerator),
      ]
    }

    private var transform: RationalFunction<Rational> {
      let poles = Polynomial(roots: poles.map { -$0 }, in: Intrinsic())
      return RationalFunction(
        Polynomial(numerator, in: Intrinsic()), over: denominator.map { Polynomial($0, in: Intrinsic()) } ?? poles)
    }

    /// n^2 ||y - y_D||^2.
    var scaledError: Rational {
      let legS = LegS(order: order)
      var deviation = legS.diagonalDeviation(output: output)
      // With B twice as large the deviation is 2 G_D - G = 2 (G_D - G) + G.
      if factor != 1 {
        deviation = deviation.scaled(by: factor) + legS.transferFunction(output: output).scaled(by: factor - 1)
      }
      let error = deviation * transform
      return Rational(order * order) * (error.squaredH2Norm ?? .undefined)
    }

    /// ||y'||^2, y' having the transform s G U.
    var squaredSlope: Rational {
      let response = LegS(order: order).transferFunction(output: output) * transform
      let slope = RationalFunction(
        Polynomial([0, 1], in: Intrinsic()) * response.numerator, over: response.denominator)
      return slope.squaredH2Norm ?? .undefined
    }

    var isExact: Evidence {
      let a = poles[0]
      let phi = LegS(order: order).blaschkeProduct(at: a)
      return Evidence(
        "n^2 ||y - y_D||^2 = 1/(2 + 2a) + a phi(a)/((1 - a^2)(1 + phi(a)))", scaledError,
        equals: 1 / (2 + 2 * a) + a * phi / ((1 - a * a) * (1 + phi)), at: values)
    }

    var isUncorrected: Evidence {
      Evidence("n^2 ||y - y_D||^2 = ||y'||^2", scaledError, equals: squaredSlope, at: values)
    }

    var isBounded: Evidence {
      Evidence("n^2 ||y - y_D||^2 <= 2 ||y'||^2", scaledError, atMost: 2 * squaredSlope, at: values)
    }
  }
}
