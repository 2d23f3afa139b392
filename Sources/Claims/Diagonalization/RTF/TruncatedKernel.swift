import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension RationalTransferFunctions {
  /// The kernel of the truncated generating function.
  static let truncatedKernel = Claim(
    "rtf.L32-33-kernel",
    title: "The kernel from one Fourier transform has the sample h_l on top of h_0",
    statement: """
      With C~ = C (I - A^l), the inverse transform of h_0 + b~(z)/a(z) over the l-th roots of unity is the impulse response \
      h_0, C B, ..., C A^(l-2) B: training with b~ and deploying C with the same h_0 is one system.
      """,
    source: source("Lemmas 3.2 and 3.3, equations (7), (11), (13), (15), algorithm 1"),
    hypotheses: [
      Hypothesis("dead end", "C A^(l-1) B = 0: the condition that is missing"),
      Hypothesis("long enough", "l >= n + 1"),
      Hypothesis(
        "no root of unity", "no eigenvalue of A is an l-th root of unity",
        untested: "the transform is infinite there: such cases are discarded"),
    ],
    method: .exact,
    notes: [
      "The inverse transform is found without roots of unity, as the cyclic quotient of the coefficients: exactly.",
      "Lemma 3.2 prints the root set without the index in the exponent: one point. On {-1}, for l = 2, the kernels (0, 0) and "
        + "(1, 1) have the same transform; the set meant has l points.",
      "The tail of equation (11) begins at t = l + 1 where a kernel of length l ends at t = l - 1: h_l is in neither.",
    ],
    effort: 0.5,
    check: Check(Truncation.generator) { truncation, _ in try truncation.evidence(isCorrected: false) },
    correction: Correction(
      """
      The inverse transform is k_t = C A^(t-1) B for 1 <= t < l and k_0 = h_0 + C A^(l-1) B: the sample h_l wraps onto \
      index 0, and the deployed h_0 has to be k_0.
      """,
      Check(Truncation.generator) { truncation, _ in try truncation.evidence(isCorrected: true) }),
    falsifiers: [
      Falsifier(
        "C A^(l-1) B != 0", dropping: "dead end",
        Check(Truncation.generator.with { $0.transfer.denominator = $0.transfer.denominator.map { $0 * $0 + 2 } }) {
          truncation, _ in
          try truncation.evidence(isCorrected: false)
        }),
      Falsifier(
        "coefficients beyond l cropped by the transform", dropping: "long enough",
        Check(Truncation.tooShort) { truncation, _ in try truncation.evidence(isCorrected: true) }),
      Falsifier(
        "C in place of C~",
        Check(Truncation.generator.with { $0.power = 0 }) { truncation, _ in try truncation.evidence(isCorrected: true)
        }),
    ],
    quoted: { precision in
      let pole = Ball(Rational(99, 100), in: precision)
      return [Evidence("C A^(l-1) B of a pole 0.99, l = 64", Ball.pow(pole, 63), isQuotedAs: "0.53")]
    },
    figures: [
      FigureRecipe("rtf-index-zero") { precision in
        let radii = (0..<120).reversed().map { 1 - Rational.pow(Rational(9, 10), $0) * Rational(1, 2) }
        return FigureData(
          "rtf-index-zero", title: "RTF: what the trained kernel has at index 0 beyond h_0",
          caption: """
            |k_0 - h_0| of 1/(z - r) with the truncated numerator of length l, evaluated in balls: r^(l-1). The same \
            parameters deployed as a recurrence have k_0 = h_0.
            """,
          xLabel: "1 - pole radius", yLabel: "mismatch at index 0", logX: true, logY: true, yRange: 1e-12...2,
          x: FigureData.Column("1 - r", radii.map { Ball(1 - $0, in: precision) }),
          curves: [16, 64, 256, 1024].map { l in
            FigureData.Column(
              "l = \(l)",
              radii.map { r in
                let transfer = RationalTransferFunction(
                  denominator: [-Ball(r, in: precision)], numerator: [Ball(1, in: precision)],
                  feedthrough: Ball(0, in: precision))
                return transfer.impulseResponse(length: l + 1)[l].magnitude
              })
          })
      }
    ])

  /// The released code pads an odd length to an even one.
  static let oddLength = Claim(
    "rtf.C1-odd-L",
    title: "The released code truncates an odd length with the wrong power of A",
    statement: """
      get_C makes C~ = C (I - A^l) and get_k transforms with l + (l mod 2) points; the result at 1 <= t < l is C A^(t-1) B.
      """,
    source: source("rtf.py, get_C and get_k, as released", .code),
    hypotheses: [Hypothesis("even", "l is even: the condition that is missing")],
    method: .exact, effort: 0.5,
    check: Check(Truncation.generator.map(\.padded)) { truncation, _ in try truncation.tail() },
    correction: Correction(
      "With C~ = C (I - A^m) and m = l + (l mod 2) points the result at 1 <= t < l is C A^(t-1) B for every l.",
      Check(Truncation.generator.map(\.padded).with { $0.power = $0.points }) { truncation, _ in try truncation.tail() }
    ),
    falsifiers: [
      Falsifier(
        "odd l", dropping: "even",
        Check(Truncation.generator.filter { !$0.length.isMultiple(of: 2) }.map(\.padded)) { truncation, _ in
          try truncation.tail()
        })
    ])

  /// Polynomials at roots of unity.
  static let fourierEvaluation = Claim(
    "rtf.L34-fft-poly",
    title: "The transform of padded coefficients is the polynomial at the roots of unity",
    statement: """
      For a polynomial a of degree less than m, the discrete Fourier transform of its m coefficients, padded with zeros, is \
      a(w^j), j = 0 ..< m, with w = e^(-2 pi i/m).
      """,
    source: source("Lemma 3.4"),
    hypotheses: [Hypothesis("degree", "the degree is less than m")],
    method: .certified,
    notes: [
      "The transform is that of Cooley and Tukey, the polynomial is evaluated by Horner's rule: the discs of the two agree to "
        + "half of the bits. For m = 1, 2, 4 the two are also equal over the Gaussian rationals.",
      "The sample points are misprinted in the lemma, as in Lemma 3.2.",
    ],
    effort: 0.4,
    check: .all(
      Check(Coefficients.generator, agreesAtRoots),
      Check(Coefficients.generator.map(\.short)) { coefficients, _ in agreesExactly(coefficients) }),
    falsifiers: [
      Falsifier(
        "degree m or more, cropped", dropping: "degree",
        Check(Coefficients.generator.with { $0.values += [0, 1, 2] + $0.values + [1] }, agreesAtRoots))
    ])

  private struct Coefficients: Sendable {
    var values: [Rational]
    var points: Int

    static let generator = Generator { draw in
      let m = 1 << draw.integer(in: 0...5)
      return Coefficients(values: try draw(.array(of: SystemInstance.number, count: 1...m)), points: m)
    }

    /// At most four points.
    var short: Coefficients {
      let m = min(points, 4)
      return Coefficients(values: Array(values.prefix(m)), points: m)
    }

    var names: [NamedValue] { [NamedValue("a", values), NamedValue("m", points)] }

    /// The transform and the values.
    func sides<C: ComplexArithmetic>(root: C) -> (transform: [C], values: [C]) {
      let numbers = values.map { C($0, in: root.context) }
      let padded = (0..<points).map { $0 < numbers.count ? numbers[$0] : C(0, in: root.context) }
      let polynomial = Polynomial(numbers, in: root.context)
      return (FourierTransform.fast(padded, root: root), (0..<points).map { polynomial(C.pow(root, $0)) })
    }
  }

  private static func agreesAtRoots(_ coefficients: Coefficients, _ precision: Precision) -> Evidence? {
    let (transform, values) = coefficients.sides(
      root: FourierTransform.root(coefficients.points, in: precision) as Disc)
    let size = coefficients.values.reduce(Rational(1)) { $0 + $1.magnitude }
    let distances = zip(transform, values).map { ($0 - $1).magnitude }
    let worst = distances.reduce(Ball(0, in: precision), Ball.maximum)
    return Evidence(
      "max_j |X_j - a(w^j)| <= 2^(-p/2) (1 + ||a||_1)", worst,
      atMost: Ball(size, in: precision) * Ball.pow(Ball(2, in: precision), -precision.bits / 2), at: coefficients.names)
  }

  private static func agreesExactly(_ coefficients: Coefficients) -> [Evidence] {
    let (zero, one) = (Rational(0), Rational(1))
    let roots = [1: Complex(one, zero), 2: Complex(-one, zero), 4: Complex(zero, -one)]
    guard let root = roots[coefficients.points] else { return [] }
    let (transform, values) = coefficients.sides(root: root)
    return [Evidence("X_j = a(w^j), over the Gaussian rationals", transform, equal: values, at: coefficients.names)]
  }
}

/// A transfer function whose kernel of a length is trained with a truncated numerator.
private struct Truncation: Sendable {
  var transfer: RationalTransferFunction<Rational>
  /// l.
  var length: Int
  /// The number of points of the transform.
  var points: Int
  /// The power of A in C~ = C (I - A^power).
  var power: Int

  static let generator = Generator { draw in
    let transfer = try draw(RationalTransferFunction<Rational>.generator(order: 1...3))
    let length = draw.integer(in: transfer.order + 1...8)
    return Truncation(transfer: transfer, length: length, points: length, power: length)
  }

  /// l <= n.
  static let tooShort = Generator { draw in
    let transfer = try draw(RationalTransferFunction<Rational>.generator(order: 2...4))
    let length = draw.integer(in: 1...transfer.order)
    return Truncation(transfer: transfer, length: length, points: length, power: length)
  }

  /// As get_k pads it.
  var padded: Truncation {
    var padded = self
    padded.points = length + length % 2
    return padded
  }

  var values: [NamedValue] { transfer.values + [NamedValue("l", length)] }

  private func kernel() throws -> [Rational] {
    let truncated = transfer.truncated(power: power)
    guard let kernel = try? truncated.circularKernel(length: points, cropping: true) else { throw Discarded() }
    return kernel
  }

  func evidence(isCorrected: Bool) throws -> Evidence {
    var expected = transfer.impulseResponse(length: length + 1)
    if isCorrected { expected[0] = expected[0] + expected[length] }
    expected.removeLast()
    return Evidence(
      isCorrected ? "k = h_0 + C A^(l-1) B, C B, ..., C A^(l-2) B" : "k = h_0, C B, ..., C A^(l-2) B", try kernel(),
      equal: expected, at: values)
  }

  /// Without index 0.
  func tail() throws -> Evidence? {
    guard length >= 2 else { return nil }
    return Evidence(
      "k_t = C A^(t-1) B, 1 <= t < l", Array(try kernel()[1..<length]),
      equal: Array(transfer.impulseResponse(length: length)[1...]), at: values)
  }
}
