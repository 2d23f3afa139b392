import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// FouT tends to the boxcar.
  static let fourierWindow = Claim(
    "httyh.F1-fout",
    title: "The kernel of FouT tends to the boxcar window like 1/sqrt(N)",
    statement: """
      For A = S - 2 b b^T, B = 2 b, b = (1, sqrt 2, 0, sqrt 2, 0, ...), S the rotations by 2 pi k, the kernel of the \
      first state tends to 1 on [0, 1] and 0 beyond, since 1 + coth(s/2) = 2/(1 - e^-s): the squared distance in L2 \
      is at most 3/(5 N), N twice the number of frequencies.
      """,
    source: httyh("the FouT theorem; the rate is derived here", .code),
    hypotheses: [
      Hypothesis("rank one", "S is corrected by -2 b b^T"),
      Hypothesis(
        "no dummy", "the sine state of frequency 0 is left out", untested: "it is not reached: no kernel changes"),
      Hypothesis("N grows", "the distance is that for a finite N"),
    ],
    method: .certified,
    notes: [
      "A + A^T = -B B^T exactly, so that the Gramian is I and the kernel has the norm 1 for every N; the "
        + "squared distance is then 2 - 2 int_0^1 K, one matrix exponential.",
      "sqrt(N) |K - window| falls from 0.736 at N = 2 to 0.538 at N = 64; the catalogue's limit is 0.534. Beyond"
        + " N = 64 the catalogue's figures are not redone.",
      "The code has three scalings; this is 'fourier2', whose window has the length 1.",
    ],
    effort: 0.1,
    check: .all(
      Check(Window.generator) { try $0.isNear($1) }, Check(Window.generator) { try $0.transferAgrees($1) },
      Check(Window.generator) { try $0.gramianIsIdentity($1) }),
    falsifiers: [
      Falsifier(
        "without the correction", dropping: "rank one",
        Check(Window.generator.with { $0.isCorrected = false }) { try $0.transferAgrees($1) }),
      Falsifier(
        "the squared distance at most 1/(4 N)", dropping: "N grows",
        Check(Window.generator.with { $0.constant = Rational(1, 4) }) { try $0.isNear($1) }),
    ],
    quoted: { precision in
      let distances = try [(8, "0.2022"), (16, "0.1378"), (32, "0.0958"), (64, "0.0672")].map { n, digits in
        let square = try FourierWindow(count: n / 2).squaredDistance(precision: precision)
        return Evidence("|K - window| at N = \(n)", Ball.sqrt(square), isQuotedAs: digits)
      }
      let abscissae = try [(8, "-1.164"), (16, "-0.872"), (32, "-0.686"), (64, "-0.556")].map { n, digits in
        let matrix = FourierWindow(count: n / 2).system(precision: precision).matrix
        let rates = try matrix.certifiedEigenvalues().values.map(\.real)
        return Evidence(
          "the spectral abscissa at N = \(n)", rates.dropFirst().reduce(rates[0], Ball.maximum), isQuotedAs: digits)
      }
      return distances + abscissae
    })

  /// The LegS and FouT bases.
  static let hippoBases = FigureRecipe("hippo-bases") { precision in
    let times = (0...250).map { Rational($0, 100) }
    func legendre(_ j: Int) -> [Ball] {
      times.map { t in
        let z = Ball.exp(-Ball(t, in: precision))
        let scale = Ball.sqrt(Ball(2 * j + 1, in: precision))
        return scale * Legendre.values(at: 2 * z - 1, count: j + 1)[j] * z
      }
    }
    // Products with e^(A/100) widen enclosures by about 3 bits a step.
    let working = precision.adding(guardBits: 1024)
    let system = FourierWindow(count: 16).system(precision: working)
    let transition = try system.matrix.scaled(by: Ball(Rational(1, 100), in: working)).exponential()
    var state = system.input
    var kernels: [[Ball]] = [[], []]
    for _ in times {
      for j in 0...1 { kernels[j].append(state[j, 0].rounded(to: precision)) }
      state = transition * state
    }
    return FigureData(
      "hippo-bases", title: "HiPPO bases",
      caption: """
        The kernels e_j^T e^(tA) B of LegS, Legendre polynomials of e^-t, for j = 0 ... 3, and those of FouT with 31 \
        states for the constant and the first cosine, which tend to the window 1 and to sqrt(2) cos(2 pi t) on [0, \
        1], and to 0 beyond. All values are enclosed.
        """,
      xLabel: "t", yLabel: "kernel", x: FigureData.Column("t", times.map(\.approximation)),
      curves: (0...3).map { FigureData.Column("LegS, j = \($0)", legendre($0)) } + [
        FigureData.Column("FouT, constant", kernels[0]), FigureData.Column("FouT, first cosine", kernels[1]),
        FigureData.Column("the window", times.map { $0 <= 1 ? 1.0 : 0.0 }, style: .dashedLine),
      ])
  }
}

/// A number of frequencies, and a point s with |s| < pi.
private struct Window: Sendable {
  let count: Int
  let real, imaginary: Rational
  var isCorrected = true
  /// c in the bound c/N.
  var constant = Rational(3, 5)

  static let generator = Generator { draw in
    Window(
      count: try draw(.integer(in: 1...8)), real: try draw(.rational(above: 0, upTo: 2, denominator: 8)),
      imaginary: try draw(.rational(in: -2...2, denominator: 8)))
  }

  private var place: [NamedValue] {
    [NamedValue("N", 2 * count), NamedValue("s", "\(real) + \(imaginary) i")]
  }

  func isNear(_ precision: Precision) throws -> Evidence {
    Evidence(
      "|K - window|^2 <= 3/(5 N)", try FourierWindow(count: count).squaredDistance(precision: precision),
      atMost: Ball(constant / Rational(2 * count), in: precision), at: [NamedValue("N", 2 * count)])
  }

  /// The closed form against elimination, and h against its limit.
  func transferAgrees(_ precision: Precision) throws -> [Evidence] {
    let window = FourierWindow(count: count)
    let s = Disc(Ball(real, in: precision), Ball(imaginary, in: precision))
    let real = window.system(precision: precision)
    let normal: Matrix<Ball> = HiPPO.fouT.normalPart(order: window.order, in: precision)
    let system = LinearSystem(
      matrix: Matrix<Disc>(isCorrected ? real.matrix : normal), input: real.input.column(0).map { Disc($0) },
      output: real.output.row(0).map { Disc($0) })
    let limit = 2 / (s * FourierWindow.windowTransform(at: s))
    let distance = Ball.sqrt((1 + 2 * window.resolventSum(at: s) - limit).squaredMagnitude)
    // sum_(k >= K) 4 |s|/(4 pi^2 k^2 - |s|^2) <= 4 |s|/(3 pi^2 (K - 1/2)) for |s| <= pi.
    let size = Ball.sqrt(s.squaredMagnitude)
    let pi = Ball.pi(in: precision)
    let tail = 4 * size / (3 * pi * pi * Ball(Rational(2 * count - 1, 2), in: precision))
    return [
      .vectors(
        "e_0^T (s I - A)^-1 B = (2/s)/(1 + 2 h)", [try system.transferFunction(at: s)[0, 0]],
        near: [window.transferFunction(at: s)], bits: precision.bits / 2, at: place),
      Evidence("|1 + 2 h(s) - 2/(1 - e^-s)| <= 4 |s|/(3 pi^2 (N/2 - 1/2))", distance, atMost: tail, at: place),
    ]
  }

  func gramianIsIdentity(_ precision: Precision) throws -> Evidence {
    let system = FourierWindow(count: min(count, 4)).system(precision: precision)
    let gram = try system.reachabilityGramian(.continuous)
    return Evidence(
      "the kernel's squared norm is 1", gram[0, 0], agreesWith: Ball(1, in: precision), bits: precision.bits / 4,
      at: [NamedValue("N", 2 * min(count, 4))])
  }
}
