import Arithmetic
import Definitions
import PropertyTesting

extension Oscillators {
  /// The moments of the moduli at initialization.
  static let moments = Claim(
    "linoss.moment",
    title: "With A uniform on [0, A_max] the mean of |lambda|^N decays only like 2/(N dt^2 A_max)",
    statement: """
      In the implicit scheme with A uniform on [0, A_max] and x = dt^2 A_max, E |lambda|^N = ((1 + x)^(1 - N/2) - \
      1)/((1 - N/2) x) for N != 2 and log(1 + x)/x for N = 2; for N > 2 it is less than 2/((N - 2) x), which it \
      approaches as N grows.
      """,
    source: linoss("Proposition 3.2, the moments at initialization", .recalled),
    hypotheses: [
      Hypothesis("implicit scheme", "|lambda|^2 = 1/(1 + dt^2 A)"),
      Hypothesis("A_max > 0", "A is uniform on an interval", untested: "for A_max = 0 every moment is 1"),
    ],
    method: .certified,
    notes: [
      "Every mode forgets exponentially; their mean does not, because some A are near 0: a power law of exponent 1 in "
        + "N, the argument for long memory at initialization. Half of the mean at N = 50 000 comes from A < 2.8e-5 "
        + "A_max (dt^2 A_max = 1).",
      "The closed form is evaluated as expm1(m log1p(x))/(m x), m = 1 - N/2, which keeps its digits near N = 2.",
    ],
    effort: 0.3,
    check: .all(
      Check(Initialization.generator(orders: 0...8)) { instance, precision in instance.agreesWithQuadrature(precision)
      },
      Check(Initialization.generator(orders: 3...100_000)) { instance, precision in instance.isBelowTail(precision) }),
    falsifiers: [
      Falsifier(
        "IMEX, where every |lambda| is 1", dropping: "implicit scheme",
        Check(Initialization.generator(orders: 1...8)) { instance, precision in
          let mode = OscillatorInstance(stiffness: instance.largest / 2, damping: 0, step: instance.step)
          let radius = (mode.oscillator(in: precision) as LinearOscillator<Ball>).spectralRadius
          return [
            Evidence(
              "|lambda|^N of the mean mode, IMEX, against E |lambda|^N", Ball.pow(radius, instance.order),
              agreesWith: instance.moments(precision).moment(Rational(instance.order)), bits: 20, at: instance.values)
          ]
        }),
      Falsifier(
        "the tail less a thousandth",
        Check(Initialization.generator(orders: 3...100_000)) { instance, precision in
          instance.isBelowTail(share: Rational(999, 1000), precision)
        }),
    ],
    quoted: { precision in
      func moment(_ step: Rational, _ largest: Rational, _ order: Int) -> Ball {
        UniformStiffness(step: Ball(step, in: precision), largest: Ball(largest, in: precision))
          .moment(Rational(order))
      }
      return [
        Evidence("dt = 1, A_max = 1, N = 1", moment(1, 1, 1), isQuotedAs: "0.828427"),
        Evidence("dt = 1, A_max = 1, N = 2", moment(1, 1, 2), isQuotedAs: "0.693147"),
        Evidence("dt = 1/2, A_max = 4, N = 5", moment(Rational(1, 2), 4, 5), isQuotedAs: "0.430964"),
        Evidence("dt = 1, A_max = 1, N = 50 000", moment(1, 1, 50_000), isQuotedAs: "4.0002e-5"),
      ]
    },
    figures: [
      FigureRecipe("linoss-moments") { precision in
        var orders: [Int] = []
        for value in grid(from: 1, to: 1e5, count: 150, logarithmic: true) where Int(value) > orders.last ?? 0 {
          orders.append(Int(value))
        }
        func curve(_ step: Rational) -> FigureData.Column {
          let moments = UniformStiffness(step: Ball(step, in: precision), largest: Ball(1, in: precision))
          return FigureData.Column("dt = \(step)", orders.map { moments.moment(Rational($0)) })
        }
        let unit = UniformStiffness(step: Ball(1, in: precision), largest: Ball(1, in: precision))
        return FigureData(
          "linoss-moments", title: "E |lambda|^N of LinOSS-IM at initialization, A uniform on [0, 1]",
          caption: """
            The mean of |lambda|^N, enclosed, falls like 2/(N dt^2), a power law, although each mode decays \
            exponentially: beside it the mode of the mean stiffness, A = 1/2, at dt = 1.
            """,
          xLabel: "N", yLabel: "E |lambda|^N", logX: true, logY: true, yRange: 1e-7...2,
          x: FigureData.Column("N", orders.map(Double.init)),
          curves: [curve(1), curve(Rational(1, 2)), curve(Rational(1, 10))] + [
            FigureData.Column(
              "2/((N - 2) dt^2), dt = 1",
              orders.map { $0 > 2 ? unit.tail(Rational($0)) : .indeterminate(in: precision) }, style: .dashedLine),
            FigureData.Column(
              "A = 1/2, dt = 1",
              orders.map { order in
                // Below 10^-7 the curve is out of the picture, and soon below the least double.
                let power = unit.power(Rational(order), stiffness: Ball(Rational(1, 2), in: precision))
                return order < 200 ? power : .indeterminate(in: precision)
              },
              style: .dashedLine),
          ])
      }
    ])

  private struct Initialization: Sendable {
    let step, largest: Rational
    let order: Int

    static func generator(orders: ClosedRange<Int>) -> Generator<Initialization> {
      Generator { draw in
        Initialization(
          step: try draw(.rational(above: 0, upTo: 1, denominator: 4)),
          largest: try draw(.rational(above: 0, upTo: 4, denominator: 4)), order: try draw(.integer(in: orders)))
      }
    }

    var values: [NamedValue] {
      [NamedValue("dt", step), NamedValue("A_max", largest), NamedValue("N", order)]
    }

    func moments(_ precision: Precision) -> UniformStiffness<Ball> {
      UniformStiffness(step: Ball(step, in: precision), largest: Ball(largest, in: precision))
    }

    func agreesWithQuadrature(_ precision: Precision) -> [Evidence] {
      let moments = moments(precision)
      return [
        Evidence(
          "int_0^A_max |lambda|^N dA/A_max = the closed form",
          moments.momentByQuadrature(Rational(order), rule: GaussRules.rule(precision)),
          agreesWith: moments.moment(Rational(order)), bits: 60, at: values)
      ]
    }

    func isBelowTail(share: Rational = 1, _ precision: Precision) -> [Evidence] {
      let moments = moments(precision)
      return [
        // For large N the two are equal to any number of bits.
        Evidence(
          "E |lambda|^N <= 2/((N - 2) x) (1 + 2^-60)", moments.moment(Rational(order)),
          atMost: Ball(share + Rational.pow(2, -60), in: precision) * moments.tail(Rational(order)), at: values)
      ]
    }
  }
}
