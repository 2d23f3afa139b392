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

  /// What the released filter does to a real signal.
  static let filterCode = Claim(
    "freq.C1-filter-code",
    title: "The released Sobolev filter does not weigh frequencies",
    statement: """
      The weights (1 + k/10000)^beta, k = 0 ..< L, on a full transform of which the real part is taken, multiply a real signal's \
      higher frequencies by larger numbers, beta > 0.
      """,
    source: frequencyBias("models/s4/s4d.py, as released", .code),
    hypotheses: [
      Hypothesis(
        "half a transform", "the weights are applied to the half transform of a real signal: the condition missing")
    ],
    method: .exact,
    notes: [
      "A full transform holds frequency k at k and at L - k; the real part makes it the mean of the two weights. For beta = 1 that "
        + "is 1 + L/20000 for every k but 0; for beta = 2 it falls with k.",
      "It is the example script of the repository; the code of the long-range experiments was not looked at.",
    ],
    effort: 0.5,
    check: Check(Filter.generator) { filter, _ in filter.rises },
    correction: Correction(
      """
      Frequency k > 0 is multiplied by (w_k + w_(L-k))/2: for beta = 1 by the constant 1 + L/20000, for beta = 2 by a number that \
      falls up to k = L/2. On a half transform the weights rise.
      """,
      .all(
        Check(Filter.generator) { filter, _ in filter.isSymmetrised },
        Check(Filter.generator.with { $0.isShort = true }) { filter, _ in filter.actsAsSaid },
        Check(Filter.generator.with { $0.isHalf = true }) { filter, _ in filter.rises })),
    falsifiers: [
      Falsifier(
        "the full transform", dropping: "half a transform", Check(Filter.generator) { filter, _ in filter.rises }),
      Falsifier(
        "the weights themselves on a full transform",
        Check(Filter.generator.with { ($0.isShort, $0.isHalf) = (true, true) }) { filter, _ in filter.actsAsSaid }),
    ],
    quoted: { _ in
      let filter = SobolevFilter(length: 1000, exponent: 2)
      return [
        Evidence("effective weight, beta = 2, L = 1000, k = 500", filter.effectiveWeight(500), isQuotedAs: "1.1025"),
        Evidence("effective weight, beta = 2, L = 1000, k = 1", filter.effectiveWeight(1), isQuotedAs: "1.1050"),
        Evidence(
          "effective weight, beta = 1, L = 1000", SobolevFilter(length: 1000, exponent: 1).effectiveWeight(7),
          isQuotedAs: "1.05"),
      ]
    },
    figures: [
      FigureRecipe("sobolev-weights") { precision in
        let indices = Array(1...500)
        func curve(
          _ name: String, _ beta: Int, _ style: FigureData.Column.Style = .line,
          _ value: (SobolevFilter, Int) -> Rational
        )
          -> FigureData.Column
        {
          let filter = SobolevFilter(length: 1000, exponent: beta)
          return FigureData.Column(name, indices.map { Ball(value(filter, $0), in: precision) }, style: style)
        }
        return FigureData(
          "sobolev-weights",
          title: "The released Sobolev filter, L = 1000: what a real signal's frequencies are multiplied by",
          caption: """
            Dashed: (1 + k/10000)^beta, as on a half transform. Solid: what the released full transform and real part amount to, \
            (w_k + w_(L-k))/2: constant for beta = 1. Exact numbers.
            """,
          xLabel: "frequency k", yLabel: "weight", x: FigureData.Column("k", indices.map { Ball($0, in: precision) }),
          curves: [1, 2, 4].flatMap { beta in
            [
              curve("beta = \(beta), effective", beta) { $0.effectiveWeight($1) },
              curve("beta = \(beta), meant", beta, .dashedLine) { $0.weight($1) },
            ]
          })
      }
    ])

  private struct Filter: Sendable {
    let length: Int
    let exponent: Int
    let signal: [Rational]
    /// k, less than L/2 - 1.
    let index: Int
    var isHalf = false
    /// Four numbers only, whose transform is exact over Gaussian rationals.
    var isShort = false

    static let generator = Generator { draw in
      let length = 2 * draw.integer(in: 3...100)
      return Filter(
        length: length, exponent: draw.integer(in: 1...2),
        signal: try draw(.array(of: SystemInstance.number, count: 4)),
        index: draw.integer(in: 1...length / 2 - 1))
    }

    private var values: [NamedValue] {
      [NamedValue("L", length), NamedValue("beta", exponent), NamedValue("k", index)]
    }

    var rises: Evidence {
      let filter = SobolevFilter(length: length, exponent: exponent)
      func weight(_ k: Int) -> Rational { isHalf ? filter.weight(k) : filter.effectiveWeight(k) }
      return Evidence("weight of k < weight of k + 1 <= L/2", weight(index), lessThan: weight(index + 1), at: values)
    }

    var isSymmetrised: Evidence {
      let filter = SobolevFilter(length: length, exponent: exponent)
      return exponent == 1
        ? Evidence(
          "beta = 1: the weight is 1 + L/20000", filter.effectiveWeight(index), equals: 1 + Rational(length, 20_000),
          at: values)
        : Evidence(
          "beta = 2: weight of k + 1 < weight of k", filter.effectiveWeight(index + 1),
          lessThan: filter.effectiveWeight(index), at: values)
    }

    /// The filter on four numbers against the weights of its frequencies.
    var actsAsSaid: Evidence {
      let filter = SobolevFilter(length: 4, exponent: exponent)
      let root = Complex(Rational(0), Rational(-1))
      let spectrum = FourierTransform.fast(signal.map { Complex($0) }, root: root)
      let weighted = spectrum.enumerated().map { k, value in
        let lower = min(k, 4 - k)
        return Complex(isHalf ? filter.weight(lower) : filter.effectiveWeight(lower)) * value
      }
      return Evidence(
        "the filtered signal", filter.apply(to: signal, root: root),
        equal: FourierTransform.inverse(weighted, root: root).map(\.real), at: [NamedValue("u", signal)] + values)
    }
  }
}
