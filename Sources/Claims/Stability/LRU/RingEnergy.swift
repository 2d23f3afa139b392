import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// Proposition 3: the energy at initialization.
  static let ringEnergy = Claim(
    "lru.P3-blowup",
    title: "The state's energy at initialization blows up as the ring nears the unit circle",
    statement: """
      For lambda uniform on the ring r_min <= |lambda| <= r_max < 1 and white noise or a constant input, E||x||^2 = \
      log((1 - r_min^2)/(1 - r_max^2))/(r_max^2 - r_min^2) E||B u||^2, which tends to 1/(1 - r^2) as r_min -> r_max = r.
      """,
    source: paper("Proposition 3"),
    hypotheses: [
      Hypothesis("r_max < 1", "the ring is inside the unit circle", untested: "the energy is infinite at r_max = 1"),
      Hypothesis("uniform", "lambda is uniform in area"),
      Hypothesis("whole circle", "for an input that is not white: the phase is uniform on the whole circle"),
    ],
    method: .certified,
    notes: [
      "The integral int_0^1 du/(1 - |lambda(u)|^2) is enclosed by quadrature on panels in which 1 - |lambda|^2 halves.",
      "On the whole circle the input need not be white or constant: the mean of E|x|^2 over the phases is R(0)/(1 - "
        + "r^2) for every autocorrelation, since the mean of lambda^D vanishes for D > 0. Checked for R(D) = rho^D at "
        + "64 equidistant phases, whose mean is 1/(1 - r^2) times (1 + (rho r)^64)/(1 - (rho r)^64); rho = 1 is a "
        + "constant.",
      "B u is that of one step: with Glorot's B it is of order 1 for an input of order 1.",
    ],
    effort: 0.5,
    check: .all(
      Check(Ring.any) { ring, precision in
        let factor = ring.initialization(precision).meanEnergy
        func limit(_ radius: Rational) -> Ball { Ball(1 / ((1 - radius) * (1 + radius)), in: precision) }
        return [
          Evidence(
            "int_0^1 du/(1 - |lambda(u)|^2) = log((1 - r_min^2)/(1 - r_max^2))/(r_max^2 - r_min^2)",
            quadrature(ring, precision), agreesWith: factor, bits: 50, at: ring.values),
          Evidence("1/(1 - r_min^2) < the factor", limit(ring.minimum), lessThan: factor, at: ring.values),
          Evidence("the factor < 1/(1 - r_max^2)", factor, lessThan: limit(ring.maximum), at: ring.values),
        ]
      },
      Check(Circle.any) { meanOverCircle($0, $1) }),
    falsifiers: [
      Falsifier(
        "|lambda| uniform", dropping: "uniform",
        Check(Ring.any) { ring, precision in
          // The mean of 1/(1 - r^2) over r is (atanh r_max - atanh r_min)/(r_max - r_min).
          let tangent = Reparameterization.hyperbolicTangent
          let (low, high) = (Ball(ring.minimum, in: precision), Ball(ring.maximum, in: precision))
          return Evidence(
            "the mean energy with |lambda| uniform = the factor",
            (tangent.inverse(of: high) - tangent.inverse(of: low)) / (high - low),
            agreesWith: ring.initialization(precision).meanEnergy, bits: 50, at: ring.values)
        }),
      Falsifier(
        "a constant input and theta in [0, pi/10]", dropping: "whole circle",
        Check(
          Circle.any.with {
            $0.ratio = 1
            $0.turn = Rational(1, 20)
          }
        ) { meanOverCircle($0, $1) }),
    ],
    quoted: { precision in
      let ring = Ring(minimum: Rational(9, 10), maximum: Rational(999, 1000))
      return [
        Evidence(
          "the factor for r_min = 0.9, r_max = 0.999", ring.initialization(precision).meanEnergy,
          isQuotedAs: "24.2252808051"),
        Evidence("the same by quadrature", quadrature(ring, precision), isQuotedAs: "24.2252808051"),
      ]
    },
    figures: [ringEnergyFigure])

  /// int_0^1 du/(1 - |lambda(u)|^2), on panels in which 1 - |lambda|^2 halves.
  private static func quadrature(_ ring: Ring, _ precision: Precision) -> Ball {
    let rule = GaussRules.rule(precision)
    let density = ring.initialization(precision)
    let (first, last) = (1 - ring.minimum * ring.minimum, 1 - ring.maximum * ring.maximum)
    let width = first - last
    let order = 2 * rule.count
    let factor = Ball(Rational.factorial(order), in: precision)
    var sum = Ball(0, in: precision)
    var upper = first
    while upper > last {
      let lower = max(upper / 2, last)
      // The derivatives of 1/q in u, q = 1 - |lambda|^2 falling with slope `width`: (2 n)! width^(2 n)/q^(2 n + 1).
      let bound = factor * Ball(Rational.pow(width / lower, order) / lower, in: precision)
      sum =
        sum
        + rule.integral(
          from: Ball((first - upper) / width, in: precision), to: Ball((first - lower) / width, in: precision),
          derivativeBound: bound
        ) { 1 / (1 - density.squaredModulus($0)) }
      upper = lower
    }
    return sum
  }

  /// The circle |lambda| = r, or a part of it, and an input.
  private struct Circle: Sendable {
    let radius: Rational
    /// rho.
    var ratio: Rational
    /// The part of the circle that the phases fill.
    var turn: Rational = 1

    static let any = Generator { draw in
      Circle(radius: try draw(Ring.any).maximum, ratio: try draw(.rational(in: 0...1, denominator: 8)))
    }

    var values: [NamedValue] { [NamedValue("r", radius), NamedValue("rho", ratio)] }
  }

  /// |the mean of E|x|^2 over 64 equidistant phases - 1/(1 - r^2)| <= what is left out of the circle.
  private static func meanOverCircle(_ circle: Circle, _ precision: Precision) -> Evidence {
    let count = 64
    let r = Ball(circle.radius, in: precision)
    let input = GeometricAutocorrelation<Complex<Ball>>(ratio: Complex(Ball(circle.ratio, in: precision)))
    let decay = -Ball.log(r)
    let energies = (0..<count).map { k in
      let phase = Ball(circle.turn * Rational(2 * k, count), in: precision) * Ball.pi(in: precision)
      return input.secondMoment(EigenvaluePair(decay: decay, phase: phase))
    }
    let mean = energies.reduce(Ball(0, in: precision), +) / IntegerConstant(count)
    let limit = Ball(1 / ((1 - circle.radius) * (1 + circle.radius)), in: precision)
    let power = Ball.pow(r, count)
    // The slack decides what is equal.
    let remainder = 2 * power / (1 - power) * limit * Ball(Rational(1025, 1024), in: precision)
    return Evidence(
      "|mean of E|x|^2 over 64 phases - 1/(1 - r^2)| <= 2 r^64/((1 - r^64)(1 - r^2)) (1 + 2^-10)",
      (mean - limit).magnitude, atMost: remainder, at: circle.values)
  }
}
