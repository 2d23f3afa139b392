import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// In which sense S4D-LegS approaches LegS.
  static let diagonalLimit = Claim(
    "s4d.T3-limit",
    title: "In which sense the diagonal system of LegS converges to LegS",
    statement: """
      As n grows, the kernels of (N, B/2) converge to those of (A, B). Read as convergence in L2, for the first \
      state: the squared distance is at most 1/n.
      """,
    source: s4d("Theorem 3", .recalled),
    hypotheses: [
      Hypothesis("B/2", "the diagonal system has half the input vector"),
      Hypothesis("s > 0", "the kernels are integrated against a decaying exponential e^(-s t)"),
      Hypothesis(
        "fixed input", "the input does not depend on n",
        untested: "the input at a frequency y_m, which grows with n, is that of ptd.T2-systemwise"),
    ],
    method: .exact,
    notes: [
      "The theorem is recalled, and its mode of convergence is not known: what fails is a reading, as pointwise or "
        + "mean square convergence. The squared distance is 1/4 - 1/(2 n^2) for every n, proved in "
        + "Proofs/legs-impulse-distance.md, and tends to 1/4, half of the squared norm 1/2 of the kernel e^-t.",
      "What holds is convergence for fixed inputs: n |G_D(s) - G(s)| <= |s G(s)|, for the input e^(-s t), s > "
        + "0. It follows from |phi(s)| <= |s/(s + n)| for Re s >= 0.",
      "The published figure looks convergent because a zero-order hold with Delta = 0.002 filters the "
        + "oscillations out.",
    ],
    effort: 0.1,
    check: Check(Generator<Int>.integer(in: 2...40)) { n, _ in
      Evidence(
        "|K_D - K|^2 <= 1/n", squaredDistance(n), atMost: Rational(1, n), at: [NamedValue("n", n)])
    },
    correction: Correction(
      """
      |K_D - K|^2 = 1/4 - 1/(2 n^2) for the first state, n >= 2: no convergence in L2. For the fixed input e^(-s t), \
      s > 0, and every state j < n: n |G_D(s) - G(s)| <= |s G(s)|.
      """,
      .all(
        Check(Generator<Int>.integer(in: 2...40)) { n, _ in
          Evidence(
            "|K_D - K|^2 = 1/4 - 1/(2 n^2)", squaredDistance(n), equals: Rational(1, 4) - Rational(1, 2 * n * n),
            at: [NamedValue("n", n)])
        },
        Check(FixedInput.generator) { input, _ in input.isNear() })),
    falsifiers: [
      Falsifier(
        "the whole B", dropping: "B/2",
        Check(FixedInput.generator.with { $0.gain = 2 }) { input, _ in input.isNear() }),
      Falsifier(
        "s = -1/4", dropping: "s > 0",
        Check(FixedInput.generator.with { $0.s = Rational(-1, 4) }) { input, _ in input.isNear() }),
    ],
    quoted: { precision in
      [(2, "0.125"), (4, "0.21875"), (5, "0.23")].map { n, digits in
        let value = squaredDistance(n)
        return Evidence("|K_D - K|^2 at n = \(n)", Ball(value, in: precision), isQuotedAs: digits)
      }
    })

  /// int_0^inf (e_0^T e^(tN) B/2 - e^-t)^2 dt, the squared H2 norm of the difference of the two transfer functions.
  private static func squaredDistance(_ n: Int) -> Rational {
    LegS(order: n).diagonalDeviation(output: [1]).squaredH2Norm ?? .undefined
  }

  /// S4D-Inv against S4D-LegS.
  static let inverseSpectrum = Claim(
    "s4d.I1-inv",
    title: "S4D-Inv approaches the spectrum of S4D-LegS at each fixed index only",
    statement: """
      w_m = (N/pi)(N/(2m + 1) - 1) approaches y_m: for a fixed m, |N (w_m/y_m - 1) + 2m + 1| <= 2 (2m + 1)^2/N, so \
      that |w_m/y_m - 1| <= (2m + 2)/N; and |y_m - N^2/((2m + 1) pi) + (2m + 1) pi/6| <= (2m + 1)^3/N^2. The \
      convergence is not uniform in m.
      """,
    source: s4d("section 4; the asymptotics are a conjecture, recalled", .recalled),
    hypotheses: [Hypothesis("m fixed", "m does not grow with N: here m <= 3 and N >= 8 (2m + 1)")],
    method: .certified,
    notes: [
      "The formula is the released one. The second term of y_m is -(2m + 1) pi/6, where S4D-Inv has -N/pi.",
      "The largest error over all m is near the lowest frequencies, and grows: 0.22 at N = 32, 0.50 at N = 256,"
        + " like log N.",
    ],
    effort: 0.25,
    check: Check(Index.fixed) { try $0.isNear($1) },
    falsifiers: [
      Falsifier(
        "the lowest frequency, m = N/2 - 1, against 8/N", dropping: "m fixed", Check(Index.lowest) { try $0.isNear($1) }
      )
    ],
    quoted: { precision in
      try [(32, "0.22"), (64, "0.226"), (128, "0.364"), (256, "0.504")].map { n, digits in
        Evidence(
          "the largest |w_m/y_m - 1| at N = \(n)",
          try (0..<n / 2).map { try Index(order: n, index: $0).relativeError(precision) }
            .reduce(Ball(0, in: precision), Ball.maximum), isQuotedAs: digits)
      }
    })

  /// S4D-Inv is not uniformly near S4D-LegS.
  static let erratumUniform = Claim(
    "erratum.E7",
    title: "S4D-Inv does not approach the spectrum of S4D-LegS uniformly",
    statement: """
      S4D-Inv has the asymptotics of S4D-LegS at every index: max_m |w_m/y_m - 1| <= 8/N, as it is for m <= 3.
      """,
    source: s4d("section 4; the asymptotics are a conjecture, recalled", .recalled),
    hypotheses: [
      Hypothesis("fixed index", "what holds, holds for m <= 3: the error at the worst index does not fall")
    ],
    method: .certified,
    notes: [
      "The conjecture is recalled: what fails is its reading as uniform in the index. The largest error grows with N, "
        + "like log N at the lowest frequencies: s4d.I1-inv has the figures."
    ],
    effort: 0.05,
    check: Check(Index.largest) { try $0.isUniform($1) },
    correction: Correction(
      "For N >= 32, max_m |w_m/y_m - 1| >= 1/5; for a fixed m it is at most (2m + 2)/N.",
      .all(Check(Index.largest) { try $0.isApart($1) }, Check(Index.fixed) { try $0.isNear($1) })),
    falsifiers: [
      Falsifier(
        "the lowest frequency alone, against 8/N", dropping: "fixed index", Check(Index.lowest) { try $0.isNear($1) })
    ])

  /// The spectra of S4D-LegS, Inv and Lin.
  static let s4dSpectra = FigureRecipe("s4d-spectra") { precision in
    func frequencies(_ kind: S4DInitialization, _ order: Int) throws -> [Ball] {
      try (0..<128).map { m in
        guard 2 * m < order else { return .indeterminate(in: precision) }
        // The linear one is listed from the largest on, as the others.
        return try kind.frequency(kind == .linear ? order / 2 - 1 - m : m, order: order, precision: precision)
      }
    }
    func positive(_ values: [Ball]) -> [Ball] {
      values.map { $0.isPositive.isTrue ? $0 : .indeterminate(in: precision) }
    }
    let m = (0..<128).map { Double($0 + 1) }
    let curves = try [64, 256].flatMap { order in
      try [(S4DInitialization.legS, "LegS"), (.inverse, "Inv"), (.linear, "Lin")].map { kind, name in
        FigureData.Column(
          "S4D-\(name), N = \(order)", positive(try frequencies(kind, order)),
          style: kind == .legS ? .line : kind == .inverse ? .dashedLine : .points)
      }
    }
    return FigureData(
      "s4d-spectra", title: "Frequencies of S4D-LegS, S4D-Inv and S4D-Lin",
      caption: """
        The imaginary parts by falling size. S4D-Inv follows S4D-LegS at the high frequencies, where the relative \
        error falls like (2m + 1)/N, and leaves it at the low ones: by 0.23 at N = 64 and by 0.50 at N = 256. All \
        values are enclosed.
        """,
      xLabel: "m + 1", yLabel: "imaginary part", logX: true, logY: true, x: FigureData.Column("m + 1", m),
      curves: curves)
  }
}

/// An order, a state and a real s > 0.
private struct FixedInput: Sendable {
  let order, state: Int
  var s: Rational
  var gain: Rational = 1

  static let generator = Generator { draw in
    let n = try draw(.integer(in: 2...40))
    return FixedInput(
      order: n, state: try draw(.integer(in: 0...min(n - 1, 4))),
      s: try draw(.rational(above: 0, upTo: 4, denominator: 8)))
  }

  /// n |G_D(s) - G(s)| <= |s G(s)|.
  func isNear() -> Evidence {
    let legS = LegS(order: order)
    let output = (0...state).map { Rational($0 == state ? 1 : 0) }
    let exact = legS.transferFunction(output: output, at: s)
    let distance = gain * legS.diagonalTransferFunction(output: output, at: s) - exact
    return Evidence(
      "n |G_D(s) - G(s)| <= |s G(s)|", Rational(order) * distance.magnitude, atMost: (s * exact).magnitude,
      at: [NamedValue("n", order), NamedValue("j", state), NamedValue("s", s)])
  }
}

/// An order N and an index m.
private struct Index: Sendable {
  let order, index: Int

  static let fixed = Generator { draw in
    let m = try draw(.integer(in: 0...3))
    return Index(order: 2 * (try draw(.integer(in: 4 * (2 * m + 1)...128))), index: m)
  }

  /// The index is not used.
  static let largest = Generator<Int>.integer(in: 16...64).map { Index(order: 2 * $0, index: 0) }

  static let lowest = Generator<Int>.integer(in: 40...100).map { Index(order: 2 * $0, index: $0 - 1) }

  func relativeError(_ precision: Precision) throws -> Ball {
    let y = try S4DInitialization.legS.frequency(index, order: order, precision: precision)
    let w = try S4DInitialization.inverse.frequency(index, order: order, precision: precision)
    return (w / y - 1).magnitude
  }

  /// max_m |w_m/y_m - 1|.
  private func worstError(_ precision: Precision) throws -> Ball {
    try (0..<order / 2).map { try Index(order: order, index: $0).relativeError(precision) }
      .reduce(Ball(0, in: precision), Ball.maximum)
  }

  func isUniform(_ precision: Precision) throws -> Evidence {
    Evidence(
      "max_m |w_m/y_m - 1| <= 8/N", try worstError(precision), atMost: Ball(Rational(8, order), in: precision),
      at: [NamedValue("N", order)])
  }

  func isApart(_ precision: Precision) throws -> Evidence {
    Evidence(
      "1/5 <= max_m |w_m/y_m - 1|", Ball(Rational(1, 5), in: precision), atMost: try worstError(precision),
      at: [NamedValue("N", order)])
  }

  func isNear(_ precision: Precision) throws -> [Evidence] {
    let odd = 2 * index + 1
    func ball(_ p: Int, _ q: Int = 1) -> Ball { Ball(Rational(p, q), in: precision) }
    let place = [NamedValue("N", order), NamedValue("m", index)]
    let error = try relativeError(precision)
    let isFixed = odd <= 7
    let first = Evidence("|w_m/y_m - 1| <= (2m + 2)/N", error, atMost: ball(isFixed ? odd + 1 : 8, order), at: place)
    guard isFixed else { return [first] }
    let y = try S4DInitialization.legS.frequency(index, order: order, precision: precision)
    let w = try S4DInitialization.inverse.frequency(index, order: order, precision: precision)
    let pi = Ball.pi(in: precision)
    let second = ball(order) * (w / y - 1) + ball(odd)
    let expansion = ball(order * order, odd) / pi - ball(odd, 6) * pi
    return [
      first,
      Evidence(
        "|N (w_m/y_m - 1) + 2m + 1| <= 2 (2m + 1)^2/N", second.magnitude, atMost: ball(2 * odd * odd, order),
        at: place),
      Evidence(
        "|y_m - N^2/((2m + 1) pi) + (2m + 1) pi/6| <= (2m + 1)^3/N^2", (y - expansion).magnitude,
        atMost: ball(odd * odd * odd, order * order), at: place),
    ]
  }
}
