import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// What perturbing first does to the backward error.
  static let backwardStability = Claim(
    "ptd.B1-backward", title: "Perturb-then-diagonalize is backward stable",
    statement: """
      The computed V, Lambda of A + E satisfy V Lambda V^-1 = A + E + F with ||F|| <= c n kappa(V) u ||A + E||; the \
      total backward error ||E|| + ||F|| of A is least where ||E||/||A|| is about sqrt(c n u).
      """,
    source: robustifying("sections 1 and 4, Appendix A"),
    hypotheses: [
      Hypothesis("perturbed", "||E|| is not 0: kappa(V) u is small"),
      Hypothesis(
        "stable solve", "V^-1 is applied by a backward stable algorithm",
        untested: "V Lambda V^-1 is evaluated without rounding: what is certified is the diagonalization itself"),
    ],
    method: .certified,
    notes: [
      "V and Lambda are numbers that xGEEV computed, and V Lambda V^-1 - (A + E) is enclosed in balls. The constant "
        + "follows from the residuals that LAPACK's own tests allow, 40 n u ||A + E||_F for each unit column: ||F||_F "
        + "<= 40 n^(3/2) u ||A + E||_F ||V^-1||_F.",
      "At n = 8 ... 16 with ||E||_F/||A|| = 2^-26 in float64 and 2^-11 in float32, near the optimum, the total stays "
        + "below 2^-20 and 2^-6 of ||A||_F. The catalogue's minimum at n = 32, between 1e-9 and 1e-8 in float64, and "
        + "its guess of 1e-4 in float32 are seen in the figure.",
      "What LAPACK computed is printed to powers of two only.",
    ],
    effort: 0.06,
    check: Check(Diagonalized.any, { try $0.forwardBound($1) }, { try $0.total($1) }),
    falsifiers: [
      Falsifier(
        "no perturbation at n = 24 ... 28", dropping: "perturbed",
        Check(Generator<Int>.integer(in: 24...28)) { order, precision in
          try Diagonalized(
            instance: PerturbedInstance(family: .legS, order: order, size: 0, seed: 0), isSingle: false
          ).total(precision)
        })
    ],
    figures: [
      FigureRecipe("backward-error-against-perturbation") { precision in backwardErrorFigure(precision) }
    ])

  /// A + E, diagonalized by LAPACK in one of two precisions.
  private struct Diagonalized: Sendable {
    let instance: PerturbedInstance
    let isSingle: Bool

    static let any = Generator { draw in
      let isSingle = draw.bool()
      let instance = try draw(
        PerturbedInstance.any([.legS], order: 8...16, exponents: isSingle ? -11...(-2) : -26...(-2)))
      return Diagonalized(instance: instance, isSingle: isSingle)
    }

    var values: [NamedValue] { instance.values + [NamedValue("format", isSingle ? "float32" : "float64")] }
    var unitRoundoff: Double { isSingle ? 0x1p-24 : 0x1p-53 }

    /// A + E as it is handed to LAPACK, and what comes back.
    func diagonalization(
      _ precision: Precision
    ) throws -> (matrix: Matrix<Disc>, diagonalization: Diagonalization<Disc>) {
      let matrix =
        instance.size == 0
        ? Matrix<Complex<Double>>(instance.family.matrix(instance.order, in: Intrinsic()))
        : instance.perturbed(1, share: 1)[0]
      func run<R: LAPACKReal>(_: R.Type) throws -> (Matrix<Disc>, Diagonalization<Disc>) {
        let rounded = matrix.map(in: Intrinsic()) { Complex(R($0.real), R($0.imaginary)) }
        let points = rounded.map(in: precision) {
          Disc(Ball(Double($0.real), in: precision), Ball(Double($0.imaginary), in: precision))
        }
        return (points, try Diagonalization(try LAPACK.eigensystem(of: rounded), in: precision))
      }
      return isSingle ? try run(Float.self) : try run(Double.self)
    }

    /// ||F||_F <= 40 n^(3/2) u ||A + E||_F ||V^-1||_F.
    func forwardBound(_ precision: Precision) throws -> Evidence {
      let (matrix, diagonalization) = try diagonalization(precision)
      let n = Ball(instance.order, in: precision)
      let bound =
        40 * n * Ball.sqrt(n) * Ball(unitRoundoff, in: precision) * matrix.frobeniusNorm
        * diagonalization.inverse.frobeniusNorm
      return coarse(
        "||F||_F <= 40 n^(3/2) u ||A + E||_F ||V^-1||_F", diagonalization.backwardError(for: matrix), atMost: bound,
        at: values)
    }

    /// ||V Lambda V^-1 - A||_F <= ||A||_F max(2 delta, 2^-20), or 2^-6 in single precision.
    func total(_ precision: Precision) throws -> Evidence {
      let (_, diagonalization) = try diagonalization(precision)
      let exact: Matrix<Ball> = instance.family.matrix(instance.order, in: precision)
      let floor = Rational.pow(Rational(2), isSingle ? -6 : -20)
      return coarse(
        "||V Lambda V^-1 - A||_F <= max(2 delta, what the format reaches) ||A||_F",
        diagonalization.backwardError(for: Matrix<Disc>(exact)),
        atMost: exact.frobeniusNorm * Ball(max(2 * instance.size, floor), in: precision), at: values)
    }
  }

  private static func backwardErrorFigure(_ precision: Precision) -> FigureData {
    let exponents = Array(stride(from: -46, through: 0, by: 2))
    let order = 32
    // So many bits that the balls of V^-1 stay narrow.
    let precision = max(precision, 512)
    func curve(isSingle: Bool) -> [Double] {
      exponents.map { exponent in
        let instance = PerturbedInstance(
          family: .legS, order: order, size: Rational.pow(Rational(2), exponent), seed: 1)
        let exact = Matrix<Disc>(HiPPO.legS.matrix(order: order, in: precision))
        guard
          let (_, diagonalization) = try? Diagonalized(instance: instance, isSingle: isSingle)
            .diagonalization(precision)
        else { return .nan }
        return powerOfTwo(near: (diagonalization.backwardError(for: exact) / exact.frobeniusNorm).approximation)
      }
    }
    let sizes = exponents.map { Double(sign: .plus, exponent: $0, significand: 1) }
    return FigureData(
      "backward-error-against-perturbation", title: "Backward error of perturb-then-diagonalize, LegS n = \(order)",
      caption: """
        The distance in the Frobenius norm between LegS and V Lambda V^-1, for the V and Lambda that xGEEV computes \
        from A + E, E Ginibre with ||E||_F = delta ||A||: evaluated in balls, drawn to the nearest power of two. To \
        the right the perturbation itself is seen, to the left the rounding errors that ill-conditioned eigenvectors \
        magnify.
        """,
      xLabel: "||E||_F/||A||", yLabel: "||V Lambda V^-1 - A||_F/||A||_F", logX: true, logY: true,
      x: FigureData.Column("delta", sizes),
      curves: [
        FigureData.Column("float64", curve(isSingle: false)),
        FigureData.Column("float32", curve(isSingle: true)),
        FigureData.Column("delta", sizes, style: .dashedLine),
      ])
  }
}
