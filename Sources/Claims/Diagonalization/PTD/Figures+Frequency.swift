import Arithmetic
import Definitions
import LinearAlgebra

// The figures about transfer functions: all over frequency or order, all enclosures.

extension PerturbThenDiagonalize {
  /// 2^(k/perOctave) for k in a range, the same doubles on every machine.
  private static func octaves(_ range: ClosedRange<Int>, perOctave: Int) -> [Double] {
    range.map { BigFloat.pow(BigFloat(2, in: 64), BigFloat(Rational($0, perOctave), in: 64)).double() }
  }

  /// Frequencies in order, none twice.
  private static func merged(_ frequencies: [Double]) -> [Double] {
    frequencies.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// y_m and what resolves a spike of half width 1/2 about it.
  private static func aboutSpikes(_ n: Int, count: Int, precision: Precision) throws -> [Double] {
    let spectrum = LegSNormalSpectrum(order: n)
    return try (0..<min(count, spectrum.pairCount)).flatMap { m -> [Double] in
      let y = try spectrum.frequency(m, precision: precision).approximation
      return [-8, -3, -1.5, -0.75, -0.375, 0, 0.375, 0.75, 1.5, 3, 8].map { y + $0 }.filter { $0 > 0 }
    }
  }

  /// E = -(1/8) u v^T with the least singular vectors of A: the perturbation of norm 1/8 that changes G(0) the most.
  ///
  /// - Returns: |G_P(i w)| at each w, for C = e_0.
  private static func perturbed(_ n: Int, at frequencies: [Double], precision: Precision) -> [Ball] {
    let legS = LegS(order: n)
    let vectors = legS.leastSingularVectors()
    func discs(_ x: [Double]) -> [Disc] { x.map { Disc($0, in: precision) } }
    let (u, v) = (discs(vectors.left), discs(vectors.right))
    let unit = (0..<n).map { Disc($0 == 0 ? 1 : 0, in: precision) }
    let size = Disc(Rational(-1, 8), in: precision)
    return frequencies.map { w in
      let s = Disc(Ball(0, in: precision), Ball(w, in: precision))
      let change = legS.rankOneDeviation(at: s, size: size, u, v, input: legS.scale(in: precision), output: unit)
      return (1 / (s + 1) + change).magnitude
    }
  }

  static let spikesFigure = FigureRecipe("transfer-function-spikes") { _ in
    let precision: Precision = 96
    let orders = [10, 100, 1000]
    let spikes = try orders.map { try aboutSpikes($0, count: 8, precision: precision) }
    let w = merged(octaves(0...160, perOctave: 8) + spikes.flatMap { $0 })
    func diagonal(_ n: Int) -> [Ball] {
      w.map { w in
        let w = Ball(w, in: precision)
        return 1 / (Ball.sqrt(1 + w * w) * Ball.sqrt(LegS(order: n).squaredDistanceFromPole(frequency: w)))
      }
    }
    let full = FigureData.Column(
      "G (S4-LegS)", w.map { 1 / Ball.sqrt(1 + Ball($0, in: precision) * Ball($0, in: precision)) })
    let diagonals = orders.map { FigureData.Column("G_D (S4D-LegS), n = \($0)", diagonal($0)) }
    let moved = FigureData.Column(
      "perturbed, n = 100", perturbed(100, at: w, precision: precision), style: .dashedLine)
    return FigureData(
      "transfer-function-spikes", title: "Transfer functions of S4-LegS, S4D-LegS and a perturbed LegS, C = e_0",
      caption: """
        |G(i w)| = 1/sqrt(1 + w^2) for every n, and |G_D(i w)| = |G|/|1 + phi_n| for n = 10, 100, 1000, with the grid \
        refined at the certified y_m, m < 8: spikes of half width 1/2 and heights near 2/((2m+1) pi). The perturbed \
        system, n = 100 and ||E|| = 1/8, follows G. All values are enclosures.
        """,
      xLabel: "w", yLabel: "modulus on the imaginary axis", logX: true, logY: true, x: FigureData.Column("w", w),
      curves: [full] + diagonals + [moved],
      guides: try orders.map {
        FigureData.Guide(
          .vertical, try LegSNormalSpectrum(order: $0).frequency(0, precision: precision).approximation,
          label: "y_0(\($0))")
      })
  }

  static let systemwiseFigure = FigureRecipe("systemwise-non-convergence") { precision in
    let orders = [4, 5, 6, 8, 11, 16, 23, 32, 45, 64]
    let peaks = orders.map { LegS(order: $0).diagonalDeviationPeak(tolerance: 0x1p-16, precision: 64) }
    return FigureData(
      "systemwise-non-convergence", title: "In operator norm the diagonal system does not converge",
      caption: """
        sup_w |G - G_D|(i w) for C = e_0, enclosed by branch and bound, tends to 2/pi; the error for the fixed input \
        e^-t, from exact values, falls like 1/(2n).
        """,
      xLabel: "n", yLabel: "distance", logX: true, logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: [
        FigureData.Column("sup over inputs: ||G - G_D||", peaks),
        FigureData.Column(
          "input e^-t: ||y - y_D||",
          orders.map {
            Ball.sqrt(Ball(inputwiseError(order: $0, rate: 1), in: precision)) / IntegerConstant($0)
          }),
      ], guides: [FigureData.Guide(.horizontal, 0.6366197723675814, label: "2/pi")])
  }

  static let boundsFigure = FigureRecipe("perturbation-bounds") { _ in
    let precision: Precision = 128
    let eps = (0...24).map { Rational(1, 1 << (26 - $0)) }
    func bound(_ f: (Ball) -> Ball) -> [Ball] { eps.map { f(Ball($0, in: precision)) } }
    func printed(_ n: Int) -> [Ball] {
      bound { ApproximateDiagonalization.printedTransferBound(order: n, norm: $0) }
    }
    return FigureData(
      "perturbation-bounds", title: "What a perturbation of norm eps does to the transfer function of LegS",
      caption: """
        |G_P - G| at w = 0 for the aligned rank-one E of norm eps, unit B and C, n = 8 and 64, enclosed, with the \
        printed bound (2 ln n + 4) eps to first order and the bound 4 eps/(1 - 2 eps) for every n; and 2 eps/(1 - 2 \
        eps), which holds for the B of LegS itself.
        """,
      xLabel: "eps", yLabel: "|G_P - G|", logX: true, logY: true, x: FigureData.Column("eps", eps.map(\.approximation)),
      curves: [
        FigureData.Column(
          "n = 8", eps.map { alignedDeviation(order: 8, eps: $0, precision: precision) }, style: .points),
        FigureData.Column(
          "n = 64", eps.map { alignedDeviation(order: 64, eps: $0, precision: precision) }, style: .points),
        FigureData.Column("(2 ln 8 + 4) eps", printed(8), style: .dashedLine),
        FigureData.Column("(2 ln 64 + 4) eps", printed(64), style: .dashedLine),
        FigureData.Column("4 eps/(1 - 2 eps)", bound { 4 * $0 / (1 - 2 * $0) }),
        FigureData.Column("2 eps/(1 - 2 eps), B of LegS", bound { 2 * $0 / (1 - 2 * $0) }),
      ])
  }

  static let radiusFigure = FigureRecipe("stability-radius") { precision in
    let orders = octaves(4...44, perOctave: 4).map { Int($0.rounded()) }
    let different = orders.reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    func relative(_ n: Int) -> Ball {
      let legS = LegS(order: n)
      return legS.stabilityRadius(relativeWidth: 1e-9, precision: precision)
        / Ball.sqrt(legS.squaredNorm(relativeWidth: 1e-9, precision: precision))
    }
    return FigureData(
      "stability-radius", title: "How large a perturbation LegS tolerates, and how large ones are recommended",
      caption: """
        r/||A||, r = sigma_min(A) the stability radius, against n: enclosed by quotients of positive vectors. \
        Perturbations of ||E||/||A|| between 1e-2 and 1, between the guides, are recommended; the bounds need ||E|| < \
        r.
        """,
      xLabel: "n", yLabel: "r/||A||", logX: true, logY: true, x: FigureData.Column("n", different.map(Double.init)),
      curves: [FigureData.Column("r/||A||", different.map(relative))],
      guides: [
        FigureData.Guide(.horizontal, 0.01, label: "recommended from"), FigureData.Guide(.horizontal, 1, label: "to"),
      ])
  }

  static let robustFigure = FigureRecipe("robust-frequency") { _ in
    let precision: Precision = 96
    let n = 32
    let w = try merged(octaves(16...88, perOctave: 8) + aboutSpikes(n, count: 16, precision: precision) + [325.4])
    let legS = LegS(order: n)
    func modulus(_ w: Double) -> Ball { 1 / Ball.sqrt(1 + Ball(w, in: precision) * Ball(w, in: precision)) }
    return FigureData(
      "robust-frequency", title: "Gain against frequency at n = 32: the noise of the robustness experiment",
      caption: """
        |G|, |G_D| and the gain of a perturbed system with ||E|| = 1/8 for C = e_0, n = 32, with the grid refined at \
        the certified spikes. The experiment's noise, cos(325.4 t), is within half a width of the last one, y_0 = \
        325.4263.
        """,
      xLabel: "w", yLabel: "gain", logX: true, logY: true, x: FigureData.Column("w", w),
      curves: [
        FigureData.Column("S4", w.map(modulus)),
        FigureData.Column(
          "S4D",
          w.map { modulus($0) / Ball.sqrt(legS.squaredDistanceFromPole(frequency: Ball($0, in: precision))) }),
        FigureData.Column("perturbed", perturbed(n, at: w, precision: precision), style: .dashedLine),
      ], guides: [FigureData.Guide(.vertical, 325.4, label: "325.4")])
  }
}
