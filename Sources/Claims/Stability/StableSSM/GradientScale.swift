import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// |dL/dw_k| <= |c_k u_k| |f'(w_k)|/f(w_k)^2.
  static let gradientScale = Claim(
    "stablessm.T3.6-grad",
    title: "The gradient of a mode's weight is at most |c u| |f'(w)|/f(w)^2, with equality for a constant input",
    statement: """
      For the loss sup_t |y_t - target_t| and inputs bounded by 1, |dL/dw_k| <= C |f'(w_k)|/f(w_k)^2 with C independent of \
      f: C = |c_k u_k|, because int_0^inf t e^(f t) dt = 1/f^2.
      """,
    source: paper("Theorem 3.6"),
    hypotheses: [
      Hypothesis("f < 0", "the mode decays"),
      Hypothesis("bounded inputs", "|x| <= 1"),
      Hypothesis("c, u fixed", "c_k and u_k do not depend on w_k"),
      Hypothesis("diagonal", "no mode drives another"),
    ],
    method: .certified,
    notes: [
      "The constant C is derived here; the paper does not give it.",
      "For lambda = f(w) + i omega the derivative with respect to omega has the scale |c u|/f^2, without f': "
        + "reparameterizing the real part does nothing for the phase.",
    ],
    check: Check(Mode.stable, hasFirstMoment, isAttained, isBounded),
    falsifiers: [
      Falsifier(
        "the bound less a billionth, at x = 1",
        Check(Mode.stable.with { $0.switching = nil }) { $0.bounded(share: 1 - Rational(1, 1_000_000_000), $1) }),
      Falsifier("f(w) = w > 0 on [0, 10]", dropping: "f < 0", Check(Mode.growing, isBounded)),
      Falsifier("x = 2", dropping: "bounded inputs", Check(Mode.stable.with { $0.input = 2 }, isBounded)),
      Falsifier(
        "c = 1/|f(w)|", dropping: "c, u fixed", Check(Mode.stable.with { $0.coupling = .readoutOfRate }, isBounded)),
      Falsifier(
        "a chain of two equal modes: kernel t e^(f t)", dropping: "diagonal",
        Check(Mode.stable.with { $0.coupling = .chain }, isBounded)),
    ],
    evaluate: { model, precision in
      let map = model.parameterization
      guard map.timeDomain == .continuous else { return [] }
      guard let worst = model.weight(withLargest: { map.gradientScale(at: $0) }) else { return [] }
      let w = Ball(worst, in: precision)
      let steady = Dual<Ball>.derivative(of: { 1 / map($0) }, at: w).magnitude
      return [
        Evidence(
          "largest |d/dw y| of a mode for x = 1, differentiated = |f'|/f^2", steady,
          agreesWith: map.gradientScale(at: w), bits: 40,
          at: [NamedValue("model", model.name), NamedValue("f", map), NamedValue("w", worst)])
      ]
    })

  /// int_0^inf |c u f'| t e^(f t) dt = |c u| |f'|/f^2.
  private static func hasFirstMoment(_ mode: Mode, _ precision: Precision) -> Evidence {
    let size = Ball(mode.c * mode.u, in: precision)
    return Evidence(
      "int |c u f'| t e^(f t) dt by quadrature = |c u| |f'|/f^2",
      size * firstMoment(mode.map, Ball(mode.w, in: precision), precision), agreesWith: mode.bound(precision), bits: 40,
      at: mode.values)
  }

  /// The constant input attains the bound.
  private static func isAttained(_ mode: Mode, _ precision: Precision) -> Evidence {
    var mode = mode
    mode.switching = nil
    return Evidence(
      "|d/dw y| for x = 1, differentiated = |c u| |f'|/f^2", mode.gradient(precision).magnitude,
      agreesWith: mode.bound(precision), bits: 60, at: mode.values)
  }

  /// |d/dw y| <= |c u| |f'|/f^2.
  private static func isBounded(_ mode: Mode, _ precision: Precision) -> Evidence {
    mode.bounded(share: 1, precision)
  }

  /// A mode and the input x that it is given: `input` before the time T/|f| and -`input` after it, up to `end`.
  private struct Mode: Sendable {
    /// How the kernel depends on w, apart from e^(f(w) t).
    enum Coupling: String {
      case none = "c u e^(f t)"
      /// c = 1/|f(w)|.
      case readoutOfRate = "u e^(f t)/|f|"
      /// Two equal modes, one of which drives the other.
      case chain = "c u t e^(f t)"
    }

    let map: Reparameterization
    let w, c, u: Rational
    /// T, nil for an input that does not change sign.
    var switching: Rational?
    var input: Rational = 1
    var end: Rational?
    var coupling = Coupling.none

    static let stable = mode(
      of: .stableMap,
      // The best map has scale 0 at w = 0: nothing to compare there.
      weight: .rational(in: -6...6, denominator: 8).map { $0 == 0 ? 1 : $0 })

    static let growing = mode(of: .always(.direct), weight: .rational(in: 1...7, denominator: 8)).with {
      ($0.switching, $0.end) = (nil, 10)
    }

    private static func mode(of map: Generator<Reparameterization>, weight: Generator<Rational>) -> Generator<Mode> {
      Generator { draw in
        Mode(
          map: try draw(map), w: try draw(weight), c: try draw(.rational(above: 0, upTo: 4, denominator: 4)),
          u: try draw(.rational(above: 0, upTo: 4, denominator: 4)),
          switching: try draw(.rational(above: 0, upTo: 8, denominator: 4)))
      }
    }

    var values: [NamedValue] {
      [NamedValue("f", map), NamedValue("w", w), NamedValue("c", c), NamedValue("u", u)]
        + (switching.map { [NamedValue("T |f(w)|", $0)] } ?? []) + (input == 1 ? [] : [NamedValue("x", input)])
        + (coupling == .none ? [] : [NamedValue("kernel", coupling.rawValue)])
    }

    /// d/dw of the output: x (2 int_0^T - int_0^end) of the kernel.
    func gradient(_ precision: Precision) -> Ball {
      let x = Ball(w, in: precision)
      let slope = end.map { integralSlope(upTo: Ball($0, in: precision), at: x) } ?? integralSlope(upTo: nil, at: x)
      guard let switching else { return slope * Ball(input, in: precision) }
      let late = integralSlope(upTo: Ball(switching, in: precision) / map(x).magnitude, at: x)
      return (2 * late - slope) * Ball(input, in: precision)
    }

    /// d/dw of the integral of the kernel over [0, end], end = inf for nil.
    private func integralSlope(upTo end: Ball?, at w: Ball) -> Ball {
      Dual<Ball>.derivative(
        of: { w in
          let lambda = map(w)
          let size = Dual(constant: Ball(coupling == .readoutOfRate ? u : c * u, in: w.context))
          let kernel = ExponentialSum(coefficients: [size], eigenvalues: [lambda])
          let integral = end.map { kernel.integral(upTo: Dual(constant: $0)) } ?? kernel.integral
          return switch coupling {
          case .none: integral
          case .readoutOfRate: integral / -lambda
          // int_0^T t e^(f t) dt = (T e^(f T) - int_0^T e^(f t) dt)/f.
          case .chain: (end.map { kernel(Dual(constant: $0)) * Dual(constant: $0) - integral } ?? -integral) / lambda
          }
        }, at: w)
    }

    /// |c u| |f'|/f^2.
    func bound(_ precision: Precision) -> Ball {
      let x = Ball(w, in: precision)
      let size = coupling == .readoutOfRate ? Ball(u, in: precision) / map(x).magnitude : Ball(c * u, in: precision)
      return size * map.gradientScale(at: x)
    }

    /// |d/dw y| <= share |c u| |f'|/f^2.
    func bounded(share: Rational, _ precision: Precision) -> Evidence {
      Evidence(
        "|d/dw y| <= \(share == 1 ? "" : "(\(share)) ")|c u| |f'|/f^2", gradient(precision).magnitude,
        atMost: Ball(share, in: precision) * bound(precision), at: values)
    }
  }

  /// |f'(w)| int_0^inf t e^(f(w) t) dt by quadrature.
  private static func firstMoment(_ map: Reparameterization, _ w: Ball, _ precision: Precision) -> Ball {
    let rate = map(w).magnitude
    let scale = rate.approximation
    let end = 72 / scale
    let head = GaussRules.rule(precision).integral(
      upTo: end, tolerance: Ball(Double.exp2(-80) / (scale * scale), in: precision), firstPanel: 2 / scale,
      // |(t e^(-r t))^(n)| = r^(n-1) |n - r t| e^(-r t), and (n + r t) e^(-r t) decreases.
      derivativeBound: { n, t in Ball.pow(rate, n - 1) * (rate * t + IntegerConstant(n)) * Ball.exp(-(rate * t)) },
      of: { t in t * Ball.exp(-(rate * t)) })
    let t = Ball(end, in: precision)
    let tail = (t / rate + 1 / (rate * rate)) * Ball.exp(-(rate * t))
    return map.derivative(at: w).magnitude * (head + tail)
  }
}
