import Arithmetic
import Definitions
import PropertyTesting

extension HankelClaims {
  /// What a change of the poles does.
  static let poleSensitivity = Claim(
    "hope.T2-sensitivity",
    title: "Moving a pole by d changes the transfer function by |r| |d|/(|Re a| (|Re a| - |d|)) at most",
    statement: """
      For a diagonal system with poles a_j + d_j, |d_j| < |Re a_j|, ||G - G~||_inf <= sum_j |c_j b_j| |d_j|/(|Re a_j| (|Re a_j| - \
      |d_j|)), which one mode attains.
      """,
    source: hope("Theorem 2"),
    hypotheses: [
      Hypothesis("small shifts", "|d_j| < |Re a_j|"),
      Hypothesis("diagonal", "A is diagonal", untested: "the modes are the statement's own parameters"),
    ],
    method: .certified,
    notes: [
      "The constants of the paper are not known to us; the sum is the exact worst case for one mode and a bound for more.",
      "Attained by a real d > 0 at w = Im a: the margin is 1 there.",
    ],
    check: Check(Shifted.generator) { $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "|d| = 3 |Re a|", dropping: "small shifts", Check(Shifted.generator.with { $0.scale = 3 }) { $0.evidence($1) }),
      Falsifier(
        "the bound less a thousandth, for one mode",
        Check(Shifted.worst) { $0.evidence($1, share: Rational(999, 1000)) }),
    ],
    quoted: { precision in
      func number(_ value: Rational) -> Ball { Ball(value, in: precision) }
      return [
        Evidence(
          "|r| = 1, |Re a| = 1/10, d = 2/30",
          ModalBounds.poleSensitivity(
            residue: number(1), decay: number(Rational(1, 10)), shift: number(Rational(1, 15))),
          isQuotedAs: "20.0")
      ]
    })

  private struct Shifted: Sendable {
    var instance: ModalInstance
    /// d_j/|Re a_j|, less than 1 in modulus.
    var shifts: [Complex<Rational>]
    var scale: Rational = 1

    static let generator = Generator { draw in
      let instance = try draw(ModalInstance.generator(modes: 1...3))
      let shift = Generator { draw in
        let size = try draw(.rational(above: 0, upTo: 1, denominator: 8)) * Rational(15, 16)
        let direction = try draw(rationalUnitPoint)
        return Complex(size * direction.real, size * direction.imaginary)
      }
      return Shifted(instance: instance, shifts: try draw(.array(of: shift, count: instance.poles.count)))
    }

    /// One mode at its resonance, shifted towards the axis.
    static let worst = Generator { draw in
      var instance = try draw(ModalInstance.generator(modes: 1...1))
      instance.frequency = instance.poles[0].imaginary
      instance.residues[0].real = 1
      return Shifted(
        instance: instance, shifts: [Complex(try draw(.rational(above: 0, upTo: 1)) * Rational(15, 16), 0)])
    }

    func evidence(_ precision: Precision, share: Rational = 1) -> Evidence {
      let d = zip(instance.poles, shifts).map { pole, shift in
        Complex(scale * pole.real.magnitude) * shift
      }
      var moved = instance
      moved.poles = zip(instance.poles, d).map { $0 + $1 }
      let s = Complex(Rational(0), instance.frequency)
      let (g, h) = (
        instance.response(in: Intrinsic()) as ModalResponse<Complex<Rational>>,
        moved.response(in: Intrinsic()) as ModalResponse<Complex<Rational>>
      )
      let bound = d.indices.reduce(Ball(0, in: precision)) { sum, j in
        sum
          + ModalBounds.poleSensitivity(
            residue: modulus(instance.residues[j], precision), decay: Ball(-instance.poles[j].real, in: precision),
            shift: modulus(d[j], precision))
      }
      return Evidence(
        "|G(iw) - G~(iw)| <= \(share == 1 ? "" : "\(share) ")sum_j |r_j| |d_j|/(|Re a_j| (|Re a_j| - |d_j|))",
        modulus(g(s) - h(s), precision), atMost: Ball(share, in: precision) * bound + Ball(0x1p-64, in: precision),
        at: instance.values + [NamedValue("d", d)])
    }
  }

  /// What a change of the Markov parameters does.
  static let lipschitzBound = Claim(
    "hope.T4-lipschitz",
    title: "HOPE's transfer function is Lipschitz in its parameters, with the constant sqrt(n)",
    statement: """
      ||G - G~||_inf <= sqrt(n) ||h - h~||_2 for G = sum_(k < n) h_k z^(-k-1) on |z| = 1, with equality iff h - h~ is a multiple of \
      z^(k+1) at some z of the circle.
      """,
    source: hope("Theorem 4"),
    hypotheses: [Hypothesis("n parameters", "h and h~ have n elements")],
    method: .exact,
    notes: ["|G - G~|^2 <= n ||h - h~||^2, at points of the circle with rational parts: Cauchy and Schwarz."],
    check: .all(
      Check(Difference.generator) { difference, _ in difference.evidence() },
      Check(Difference.aligned) { difference, _ in difference.evidence(isEqual: true) }),
    falsifiers: [
      Falsifier(
        "one parameter more than n", dropping: "n parameters",
        Check(Difference.aligned) { difference, _ in difference.evidence(count: -1) }),
      Falsifier(
        "equality for every difference",
        Check(Difference.generator) { difference, _ in difference.evidence(isEqual: true) }),
    ])

  private struct Difference: Sendable {
    let parameters: [Complex<Rational>]
    let z: Complex<Rational>

    static let generator = Generator { draw in
      Difference(parameters: try draw(.array(of: ModalInstance.complex, count: 1...8)), z: try draw(rationalUnitPoint))
    }

    /// Multiples of z^(k+1).
    static let aligned = Generator { draw in
      let (z, n) = (try draw(rationalUnitPoint), draw.integer(in: 2...8))
      return Difference(parameters: (0..<n).map { Complex.pow(z, $0 + 1) }, z: z)
    }

    /// - Parameter count: what is added to n.
    func evidence(isEqual: Bool = false, count: Int = 0) -> Evidence {
      let g = HankelParameterization(parameters, in: Intrinsic())
      let norm = parameters.reduce(Rational(0)) { $0 + $1.squaredMagnitude }
      let bound = Rational(parameters.count + count) * norm
      let values = [NamedValue("h - h~", parameters), NamedValue("z", z)]
      let left = g(z).squaredMagnitude
      return isEqual
        ? Evidence("|G(z) - G~(z)|^2 = n ||h - h~||^2", left, equals: bound, at: values)
        : Evidence("|G(z) - G~(z)|^2 <= n ||h - h~||^2", left, atMost: bound, at: values)
    }
  }
}
