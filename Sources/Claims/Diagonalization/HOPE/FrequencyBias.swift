import Arithmetic
import Definitions
import PropertyTesting

extension HankelClaims {
  /// Smoothness beyond the resonances.
  static let totalVariation = Claim(
    "freq.T1-tv",
    title: "Beyond its resonances a diagonal system varies by sum |c_j|/(B - y_j) at most",
    statement: """
      For G(iw) = sum_j c_j/(iw - a_j), a_j = x_j + i y_j, and B > max y_j, the total variation over [B, inf) is at most \
      sum_j |c_j|/|x_j| (pi/2 - atan((B - y_j)/|x_j|)), with equality for one mode, which is at most sum_j |c_j|/(B - y_j).
      """,
    source: frequencyBias("Theorem 1"),
    hypotheses: [
      Hypothesis("beyond", "B is beyond every y_j"),
      Hypothesis("stable", "Re a_j < 0", untested: "the mirror image of a pole at the axis has the same variation"),
    ],
    method: .certified,
    notes: [
      "The variation of samples on a grid is a lower bound of the total one: it comes within a hundredth for one mode.",
      "As x_j tends to 0 the second bound becomes sharp: the margin tends to 1.",
    ],
    effort: 0.4,
    check: Check(Band.generator) { $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "B below the resonances", dropping: "beyond",
        Check(Band.generator.with { $0.distance = -2 * $0.distance }) { $0.evidence($1) }),
      Falsifier(
        "nine tenths of the exact variation, one mode",
        Check(Band.single) { $0.evidence($1, share: Rational(9, 10)) }),
    ])

  private struct Band: Sendable {
    var instance: ModalInstance
    /// B - max y_j.
    var distance: Rational

    static let generator = Generator { draw in
      Band(
        instance: try draw(ModalInstance.generator()), distance: try draw(.rational(above: 0, upTo: 3, denominator: 4)))
    }

    static let single = Generator { draw in
      var instance = try draw(ModalInstance.generator(modes: 1...1))
      instance.residues = [Complex(1)]
      return Band(instance: instance, distance: try draw(.rational(above: 0, upTo: 1, denominator: 4)))
    }

    func evidence(_ precision: Precision, share: Rational = 1) -> [Evidence] {
      let last = instance.poles.map(\.imaginary).reduce(instance.poles[0].imaginary) { $0 < $1 ? $1 : $0 }
      let start = last + distance
      let response: ModalResponse<Disc> = instance.response(in: precision)
      // w = B + x/(1 - x) for x on a grid of [0, 1).
      let samples = (0..<24).map { k -> Disc in
        let w = start + 2 * Rational(k, 24 - k)
        return response(Disc(Ball(0, in: precision), Ball(w, in: precision)))
      }
      let sampled = zip(samples, samples.dropFirst()).reduce(Ball(0, in: precision)) { $0 + ($1.1 - $1.0).magnitude }
      let from = Ball(start, in: precision)
      let zero = Ball(0, in: precision)
      let (exact, bound) = instance.poles.indices.reduce((zero, zero)) { sums, j in
        let (pole, residue) = (instance.poles[j], modulus(instance.residues[j], precision))
        let imaginary = Ball(pole.imaginary, in: precision)
        return (
          sums.0
            + ModalBounds.variation(
              residue: residue, real: Ball(pole.real, in: precision), imaginary: imaginary, from: from),
          sums.1 + ModalBounds.variationBound(residue: residue, imaginary: imaginary, from: from)
        )
      }
      let values = [NamedValue("a", instance.poles), NamedValue("c", instance.residues), NamedValue("B", start)]
      let slack = Ball(0x1p-64, in: precision)
      return [
        Evidence(
          "variation over samples of [B, inf) <= \(share == 1 ? "" : "\(share) ")sum of the variations of the modes",
          sampled,
          atMost: Ball(share, in: precision) * exact + slack, at: values),
        Evidence(
          "sum of the variations of the modes <= sum_j |c_j|/(B - y_j)", exact, atMost: bound + slack, at: values),
      ]
    }
  }

  /// What the gradient sees.
  static let gradientDecay = Claim(
    "freq.T2-gradient",
    title: "The gradient of a pole's frequency sees the signal through a kernel that decays like w^-2",
    statement: """
      dG(iw)/dy_j = i c_j/(iw - a_j)^2, so that w^2 |dG/dy_j| -> |c_j|: within a factor (1 +- |a_j|/w)^-2. With the Sobolev weight \
      (1 + w)^beta the kernel is at most 4 |c_j| (1 + w)^beta/w^2 for w >= 2 |a_j|, integrable for beta < 1.
      """,
    source: frequencyBias("Theorem 2"),
    hypotheses: [
      Hypothesis("beta < 1", "the exponent of the weight is less than 1"),
      Hypothesis("diagonal", "the modes are the parameters", untested: "they are the statement's own"),
    ],
    method: .certified,
    notes: [
      "The derivative is taken by dual numbers over Gaussian rationals, exactly.",
      "Integrable as stated: over [W, 2^k W], W >= 1, the weighted kernel stays below 4 |c| 2^beta W^(beta - 1)/(1 - beta) for every k.",
    ],
    effort: 0.5,
    check: Check(Tail.generator) { try $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "beta = 1 and more", dropping: "beta < 1",
        Check(Tail.generator.with { $0.exponent = $0.exponent + 1 }) { try $0.evidence($1) })
    ])

  private struct Tail: Sendable {
    let instance: ModalInstance
    /// w/|a|, at least 2.
    let ratio: Rational
    /// beta.
    var exponent: Rational

    static let generator = Generator { draw in
      Tail(
        instance: try draw(ModalInstance.generator(modes: 1...1)),
        ratio: 2 + (try draw(.rational(in: 0...30, denominator: 4))),
        exponent: try draw(.rational(in: -1...1, denominator: 4).filter { $0 < 1 }))
    }

    func evidence(_ precision: Precision) throws -> [Evidence] {
      let (a, c) = (instance.poles[0], instance.residues[0])
      // A rational upper bound of |a|, and w >= 2 |a|, w >= 1.
      let size = a.real.magnitude + a.imaginary.magnitude
      let w = ratio * (size < 1 ? 1 : size)
      typealias Number = Dual<Complex<Rational>>
      let unit = Complex(Rational(0), Rational(1))
      let pole = Number(a, tangent: unit)
      let response = (Number(constant: c) / (Number(constant: Complex(Rational(0), w)) - pole)).tangent
      let closed = unit * c / ((Complex(Rational(0), w) - a) * (Complex(Rational(0), w) - a))
      let values = [NamedValue("a", a), NamedValue("c", c), NamedValue("w", w)]
      let scaled = w * w * w * w * response.squaredMagnitude
      let (above, below) = (1 - size / w, 1 + size / w)
      let gain = Ball.pow(Ball(1 + w, in: precision), Ball(exponent, in: precision))
      let two = Ball(2, in: precision)
      // The integral of t^(beta - 2) over [t, 2t] is at least t (2t)^(beta - 2).
      let beta = Ball(exponent, in: precision)
      let total = (0..<40).reduce(Ball(0, in: precision)) { sum, k in
        let from = Ball(w, in: precision) * Ball.pow(two, k)
        return sum + Ball.pow(two * from, beta) / (4 * from)
      }
      let bound = Ball.pow(Ball(w, in: precision), beta - 1) / (1 - beta)
      return [
        Evidence("dG/dy by dual numbers = i c/(iw - a)^2", response, equals: closed, at: values),
        Evidence(
          "w^4 |dG/dy|^2 <= |c|^2 (1 - (|Re a| + |Im a|)/w)^-4", scaled,
          atMost: c.squaredMagnitude / Rational.pow(above, 4), at: values),
        Evidence(
          "|c|^2 (1 + (|Re a| + |Im a|)/w)^-4 <= w^4 |dG/dy|^2", c.squaredMagnitude / Rational.pow(below, 4),
          atMost: scaled,
          at: values),
        Evidence(
          "(1 + w)^beta |dG/dy| <= 4 |c| (1 + w)^beta/w^2", gain * modulus(response, precision),
          atMost: 4 * modulus(c, precision) * gain / Ball(w * w, in: precision) + Ball(0x1p-64, in: precision),
          at: values),
        Evidence(
          "lower sums over 40 doublings of int_w^inf t^(beta - 2) dt <= w^(beta - 1)/(1 - beta)", total, atMost: bound,
          at: values + [NamedValue("beta", exponent)]),
      ]
    }
  }
}
