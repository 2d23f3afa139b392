import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HankelClaims {
  /// What the Hankel singular values say about reduction.
  static let reductionBounds = Claim(
    "hope.R1-rom-bounds",
    title: "Hankel singular values bound the error of every reduced model, and the norm from above",
    statement: """
      For a stable G with Hankel singular values sigma_1 >= ... >= sigma_n: sigma_(k+1) <= ||G - G_k||_inf for every stable G_k of \
      order k, and ||G||_inf <= 2 (sigma_1 + ... + sigma_n), the bound of balanced truncation to order 0.
      """,
    source: hope("sections 2 and 3, after Glover and Adamyan, Arov & Krein"),
    hypotheses: [
      Hypothesis("stable", "A is Hurwitz"),
      Hypothesis(
        "distinct values", "each value is counted once in the sum",
        untested: "the sum with repeated values is larger still"),
      Hypothesis("free D", "the factor 2 is 1 for the best constant added to G_k"),
    ],
    method: .certified,
    notes: [
      "Gramians exactly, from Lyapunov's equation over the rationals; certified eigenvalues of P Q; the H-infinity norm bracketed to "
        + "20 bits by Sturm sequences. The upper bound is taken with 1 + 2^-10, since relaxation systems attain it at w = 0.",
      "Balanced truncation to orders above 0 and best Hankel approximation: bt.B1, lh.T1.",
      "The figure's values for LegS depend on the random C; for one such C they were given as 1, 0.926, 0.552, 0.433, 0.324, 0.103, "
        + "0.016, 2.4e-9 at the indices 0, 1, 2, 4, 8, 16, 24, 31, which is not redone.",
    ],
    effort: 0.12,
    check: .all(
      Check(Reduction.generator) { try $0.lowerBound($1) },
      Check(Reduction.generator) { try $0.upperBound($1) },
      Check(Reduction.relaxation) { try $0.upperBound($1, factor: 1, constant: Rational(1, 2)) }),
    falsifiers: [
      Falsifier(
        "an eigenvalue in the right half plane", dropping: "stable",
        Check(Reduction.generator.with { $0.system.matrix = -$0.system.matrix }) { try $0.upperBound($1) }),
      Falsifier(
        "sigma_1 + ... + sigma_n without a constant", dropping: "free D",
        Check(Reduction.relaxation) { try $0.upperBound($1, factor: 1) }),
      Falsifier(
        "sigma_k in place of sigma_(k+1), G_k near G",
        Check(Reduction.nearby) { try $0.lowerBound($1, index: -1) }),
    ],
    figures: [FigureRecipe("hankel-singular-values", make: HankelSpectra.figure)])

  private struct Reduction: Sendable {
    var system: LinearSystem<Rational>
    var reduced: LinearSystem<Rational>

    /// A matrix whose diagonal dominates, with a negative diagonal.
    private static func stable(_ n: Int) -> Generator<LinearSystem<Rational>> {
      Generator { draw in
        var matrix = try draw(SystemInstance.matrix(n, n))
        for i in 0..<n {
          let others = matrix.row(i).enumerated().reduce(Rational(0)) {
            $1.offset == i ? $0 : $0 + $1.element.magnitude
          }
          matrix[i, i] = -(others + Rational(1 + i, 2) + matrix[i, i].magnitude)
        }
        let nonzero = SystemInstance.number.filter { !$0.isZero }
        return LinearSystem(
          matrix: matrix, input: try draw(.array(of: nonzero, count: n)),
          output: try draw(.array(of: nonzero, count: n)))
      }
    }

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...3)
      return Reduction(system: try draw(stable(n)), reduced: try draw(stable(draw.integer(in: 0...n - 1))))
    }

    /// Relaxation systems, sum_i r_i/(s + d_i) with r_i > 0.
    static let relaxation = Generator { draw in
      let n = draw.integer(in: 1...3)
      let decays = try (0..<n).map { Rational($0) + (try draw(.rational(above: 0, upTo: 1, denominator: 4))) }
      let gains = try draw(.array(of: Generator<Rational>.rational(above: 0, upTo: 2, denominator: 4), count: n))
      let system = LinearSystem(
        matrix: Matrix(diagonal: decays.map { -$0 }, in: Intrinsic()), input: gains, output: gains)
      return Reduction(system: system, reduced: system)
    }

    /// A mode, and the same with a small second one.
    static let nearby = Generator { draw in
      let reduced = try draw(stable(1))
      let small = LinearSystem<Rational>(
        matrix: Matrix([[-3]], in: Intrinsic()), input: [1], output: [Rational(1, 1 << draw.integer(in: 10...20))])
      return Reduction(system: LinearSystem(parallel: [reduced, small]), reduced: reduced)
    }

    var values: [NamedValue] {
      [NamedValue("A", system.matrix), NamedValue("B", system.input), NamedValue("C", system.output)]
    }

    private func hankelSingularValues(_ precision: Precision) throws -> (values: [Ball], isPositive: Bool) {
      guard let p = try? system.reachabilityGramian(.continuous), let q = try? system.observabilityGramian(.continuous)
      else { throw Discarded() }
      func enclosed(_ matrix: Matrix<Rational>) -> Matrix<Ball> {
        matrix.map(in: precision) { Ball($0, in: precision) }
      }
      let isPositive = (p.diagonal + q.diagonal).allSatisfy { $0 >= 0 }
      return (try certifiedHankelSingularValues(reachability: enclosed(p), observability: enclosed(q)), isPositive)
    }

    /// ||.||_inf^2 between two rationals.
    private func squaredNorm(_ function: RationalFunction<Rational>, _ precision: Precision) throws -> Ball {
      // Where G = G_k both sides are 0.
      guard let peak = function.squaredPeak(), !peak.upper.isZero else { throw Discarded() }
      return Ball(
        lower: BigFloat(peak.lower, in: precision, rounding: .down),
        upper: BigFloat(peak.upper, in: precision, rounding: .up))
    }

    func lowerBound(_ precision: Precision, index shift: Int = 0) throws -> Evidence {
      let sigma = try hankelSingularValues(precision).values[reduced.order + shift]
      let error = RationalFunction(of: system) - RationalFunction(of: reduced)
      return Evidence(
        shift == 0 ? "sigma_(k+1)^2 <= ||G - G_k||_inf^2" : "sigma_k^2 <= ||G - G_k||_inf^2", sigma * sigma,
        atMost: try squaredNorm(error, precision),
        at: values + [
          NamedValue("A_k", reduced.matrix), NamedValue("B_k", reduced.input), NamedValue("C_k", reduced.output),
        ])
    }

    /// - Parameters:
    ///   - factor: 2, where no constant is subtracted.
    ///   - constant: what share of G(0) is subtracted from G.
    func upperBound(_ precision: Precision, factor: Int = 2, constant: Rational = 0) throws -> [Evidence] {
      let (sigma, isPositive) = try hankelSingularValues(precision)
      let sum = sigma.reduce(Ball(0, in: precision), +) * Ball(Rational(factor * 1025, 1024), in: precision)
      var function = RationalFunction(of: system)
      let shift = function(0) * constant
      function.numerator = function.numerator - function.denominator.scaled(by: shift)
      let gramians = Evidence("the diagonals of P and Q are not negative", holds: Truth(isPositive), at: values)
      guard isPositive else { return [gramians] }
      let name = constant.isZero ? "||G||_inf^2" : "||G - G(0)/2||_inf^2"
      return [
        gramians,
        Evidence(
          "\(name) <= (\(factor == 1 ? "" : "\(factor) ")(1 + 2^-10) sum of sigma_j)^2",
          try squaredNorm(function, precision),
          atMost: sum * sum, at: values + [NamedValue("sigma", sigma.map(\.approximation))]),
      ]
    }
  }
}

/// The Hankel singular values of four systems of order 32.
private enum HankelSpectra {
  static let order = 32

  static func figure(_: Precision) throws -> FigureData {
    let precision = Precision(bits: 384)
    var random = SplitMix64(seed: 1)
    let readout = (0..<order).map { _ in Ball(RandomMatrices.complexGaussian(using: &random).real, in: precision) }
    let input: [Ball] = HiPPO.legS.input(order: order, in: precision)
    let full: Matrix<Ball> = HiPPO.legS.matrix(order: order, in: precision)
    let normal: Matrix<Ball> = HiPPO.legS.normalPart(order: order, in: precision)
    let spectra = [
      ("LegS, random C", try real(full, input, readout)),
      ("S4D-LegS, the same C", try real(normal, input.map { $0 / 2 }, readout)),
      ("random diagonal", try randomDiagonal(&random, precision)), ("trained S4D channel", try trained(precision)),
    ]
    return FigureData(
      "hankel-singular-values", title: "Hankel singular values of systems of order 32",
      caption: """
        sigma_k/sigma_1, enclosed: LegS and its normal part with one Gaussian C, poles uniform in the unit disc with Gaussian \
        residues (discrete time), and a channel of an S4D layer trained to return a delayed signal.
        """,
      xLabel: "k", yLabel: "sigma_k / sigma_1", logY: true, yRange: 1e-24...2,
      x: FigureData.Column("k", (1...order).map { Ball($0, in: precision) }),
      curves: spectra.map { name, values in FigureData.Column(name, values.map { $0 / values[0] }, style: .line) })
  }

  private static func real(_ matrix: Matrix<Ball>, _ input: [Ball], _ output: [Ball]) throws -> [Ball] {
    let system = LinearSystem(matrix: matrix, input: input, output: output)
    return try certifiedHankelSingularValues(
      reachability: system.reachabilityGramian(.continuous), observability: system.observabilityGramian(.continuous))
  }

  private static func diagonal(_ domain: TimeDomain, _ poles: [Disc], _ residues: [Disc]) throws -> [Ball] {
    let context = poles[0].context
    let ones = Array(repeating: Disc(1, in: context), count: poles.count)
    let gramians = try diagonalGramians(domain, eigenvalues: poles, input: ones, output: residues, in: context)
    return try certifiedHankelSingularValues(
      reachability: gramians.reachability, observability: gramians.observability)
  }

  private static func randomDiagonal(_ random: inout SplitMix64, _ precision: Precision) throws -> [Ball] {
    func disc(_ z: Complex<Double>) -> Disc { Disc(Ball(z.real, in: precision), Ball(z.imaginary, in: precision)) }
    let poles = (0..<order).map { _ in disc(discPoint(using: &random)) }
    let residues = (0..<order).map { _ in disc(RandomMatrices.complexGaussian(using: &random)) }
    return try diagonal(.discrete, poles, residues)
  }

  private static func trained(_ precision: Precision) throws -> [Ball] {
    func ball(_ value: Float) -> Ball { Ball(Double(value), in: precision) }
    let channel = TrainedChannel.self
    let poles = zip(channel.logarithmicDecays, channel.frequencies).map { Disc(-Ball.exp(ball($0)), ball($1)) }
    let readout = zip(channel.realReadout, channel.imaginaryReadout).map { Disc(ball($0), ball($1)) }
    return try diagonal(.continuous, poles + poles.map(\.conjugate), readout + readout.map(\.conjugate))
  }
}
