import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PolesAndMarkovParameters {
  /// The gain from a pole to the transfer function.
  static let polePerturbation = Claim(
    "hope.poles",
    title: "Moving a pole by d changes G by up to 2 |r| |d|/|Re a|^2: the gain grows without bound towards the axis",
    statement: """
      For G(s) = r/(s - a), Re a < 0, and |d| <= |Re a|/2, sup_w |G(iw) - G~(iw)| <= 2 |r| |d|/|Re a|^2 with G~(s) = \
      r/(s - a - d); the derivative of G with respect to a has the norm |r|/|Re a|^2, attained at w = Im a.
      """,
    source: Source(
      "Yu, Lyu, Lim, Mahoney & Erichson, HOPE", arXiv: "2405.13975", "the perturbation of poles", .recalled),
    hypotheses: [
      Hypothesis("small shift", "|d| <= |Re a|/2"),
      Hypothesis("stable", "Re a < 0", untested: "the axis is the boundary"),
    ],
    method: .exact,
    notes: [
      "The exact supremum over w and over all d of one modulus is |r| |d|/(|Re a| (|Re a| - |d|)) "
        + "(hope.T2-sensitivity); at |d| = |Re a|/2 it is the bound stated, which is therefore sharp.",
      "The derivative is taken by dual numbers over rationals: G' = r/(s - a)^2, |G'| = |r|/|Re a|^2 at s = i Im a, "
        + "exactly.",
      "At |d| = |Re a| the pole reaches the axis and the norm is infinite. The Markov parameters of hope.markov have "
        + "the gain 1 in l1 and sqrt(n) in l2, wherever the poles are.",
    ],
    check: .all(
      Check(Shift.any) { shift, _ in shift.isBounded() },
      Check(Shift.towardsAxis) { shift, _ in shift.isAttained },
      Check(Shift.any) { shift, _ in shift.derivative }),
    falsifiers: [
      Falsifier(
        "|d| = 15/16 |Re a|", dropping: "small shift",
        Check(Shift.towardsAxis.with { $0.shift = Complex(Rational(15, 16) * $0.pole.real.magnitude) }) {
          shift, _ in
          shift.isBounded()
        }),
      Falsifier(
        "the linear gain |r| |d|/|Re a|^2 bounds finite shifts",
        Check(Shift.towardsAxis) { shift, _ in shift.isBounded(factor: 1) }),
    ],
    figures: [
      FigureRecipe("hope-perturbation-gain") { precision in
        let distances = (0...90).map { Rational.pow(Rational(10, 8), $0 - 60) }.filter { $0 <= 1 }
        let one = Ball(1, in: precision)
        func poles(_ name: String, _ style: FigureData.Column.Style = .line, shift: Rational) -> FigureData.Column {
          FigureData.Column(
            name,
            distances.map { x in
              let (decay, size) = (Ball(x, in: precision), Ball(shift * x, in: precision))
              return ModalBounds.poleSensitivity(residue: one, decay: decay, shift: size) / size
            }, style: style)
        }
        let all = HankelParameterization(Array(repeating: Disc(1, in: precision), count: 64), in: precision)
        let gain = all.peak(oversampling: 16)
        return FigureData(
          "hope-perturbation-gain", title: "Change of the transfer function for a unit change of a parameter",
          caption: """
            sup over the frequencies of |G - G~| over the size of the change, enclosed, against the distance |Re a| of \
            the pole from the axis: for a pole, in the limit and for a shift by half of that distance; for n = 64 \
            Markov parameters in l1 and in l2, where the distance does not matter.
            """,
          xLabel: "|Re a|", yLabel: "gain", logX: true, logY: true, yRange: 0.1...1e13,
          x: FigureData.Column("|Re a|", distances.map { Ball($0, in: precision) }),
          curves: [
            poles("pole, |d| -> 0", shift: Rational(1, 1 << 40)),
            poles("pole, |d| = |Re a|/2", .dashedLine, shift: Rational(1, 2)),
            FigureData.Column("Markov parameters, l2", distances.map { _ in gain / 8 }),
            FigureData.Column("Markov parameters, l1", distances.map { _ in gain / 64 }),
          ])
      }
    ])

  private struct Shift: Sendable {
    let pole, residue: Complex<Rational>
    /// d.
    var shift: Complex<Rational>
    /// w.
    let frequency: Rational

    static let any = Generator { draw in
      let instance = try draw(ModalInstance.generator(modes: 1...1))
      let size = try draw(.rational(in: 0...1, denominator: 8)) * instance.poles[0].real.magnitude / 2
      let direction = try draw(rationalUnitPoint)
      return Shift(
        pole: instance.poles[0], residue: instance.residues[0],
        shift: Complex(size * direction.real, size * direction.imaginary), frequency: instance.frequency)
    }

    /// d > 0 real, and w = Im a.
    static let towardsAxis = Generator { draw in
      let instance = try draw(ModalInstance.generator(modes: 1...1))
      let residue = Complex(1 + instance.residues[0].real.magnitude, instance.residues[0].imaginary)
      let share = try draw(.rational(above: 0, upTo: 1, denominator: 8)) / 2
      return Shift(
        pole: instance.poles[0], residue: residue, shift: Complex(share * instance.poles[0].real.magnitude),
        frequency: instance.poles[0].imaginary)
    }

    var values: [NamedValue] {
      [NamedValue("a", pole), NamedValue("r", residue), NamedValue("d", shift), NamedValue("w", frequency)]
    }

    /// |G(iw) - G~(iw)|^2.
    private var squaredChange: Rational {
      let s = Complex(Rational(0), frequency)
      let before = ModalResponse(poles: [pole], residues: [residue])
      let after = ModalResponse(poles: [pole + shift], residues: [residue])
      return (before(s) - after(s)).squaredMagnitude
    }

    func isBounded(factor: Rational = 2) -> [Evidence] {
      let decay = pole.real.magnitude
      let bound = factor * factor * residue.squaredMagnitude * shift.squaredMagnitude / Rational.pow(decay, 4)
      return [
        Evidence(
          "|G(iw) - G~(iw)|^2 <= (\(factor) |r| |d|/|Re a|^2)^2", squaredChange, atMost: bound, at: values)
      ]
    }

    /// The exact change at w = Im a for a real d > 0.
    var isAttained: [Evidence] {
      let exact = ModalBounds.poleSensitivity(residue: 1, decay: pole.real.magnitude, shift: shift.real)
      return [
        Evidence(
          "|G - G~|^2 = (|r| |d|/(|Re a| (|Re a| - |d|)))^2 at w = Im a", squaredChange,
          equals: residue.squaredMagnitude * exact * exact, at: values)
      ]
    }

    /// |dG/da|^2 = |r|^2/|Re a|^4 at w = Im a, by dual numbers, and no more at w.
    var derivative: [Evidence] {
      func squaredGain(at w: Rational) -> Rational {
        func constant(_ z: Complex<Rational>) -> Complex<Dual<Rational>> {
          Complex(Dual(constant: z.real), Dual(constant: z.imaginary))
        }
        let a = Complex(Dual(variable: pole.real), Dual(constant: pole.imaginary))
        let value = ModalResponse(poles: [a], residues: [constant(residue)])(constant(Complex(Rational(0), w)))
        return value.real.tangent * value.real.tangent + value.imaginary.tangent * value.imaginary.tangent
      }
      let expected = residue.squaredMagnitude / Rational.pow(pole.real, 4)
      return [
        Evidence(
          "|dG/da|^2 = |r|^2/|Re a|^4 at w = Im a", squaredGain(at: pole.imaginary), equals: expected, at: values),
        Evidence("|dG/da|^2 <= |r|^2/|Re a|^4", squaredGain(at: frequency), atMost: expected, at: values),
      ]
    }
  }
}
