import Arithmetic
import Definitions

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
    check: { draw, precision in
      let mode = Mode(&draw)
      let w = Ball(mode.w, in: precision)
      let size = Ball(mode.c * mode.u, in: precision).magnitude
      let bound = size * mode.map.gradientScale(at: w)
      // The input is 1 up to a time and -1 before it: y' = int_0^T - int_T^inf.
      let late = mode.gradient(upTo: Ball(mode.switching, in: precision) / mode.map(w).magnitude, precision)
      let all = mode.gradient(upTo: nil, precision)
      return [
        Evidence(
          "int |c u f'| t e^(f t) dt by quadrature = |c u| |f'|/f^2", size * firstMoment(mode.map, w, precision),
          agreesWith: bound, bits: 40, at: mode.values),
        Evidence(
          "|d/dw y| for x = 1, differentiated = |c u| |f'|/f^2", all.magnitude, agreesWith: bound, bits: 60,
          at: mode.values),
        Evidence(
          "|d/dw y| for an input that changes sign <= |c u| |f'|/f^2", (2 * late - all).magnitude, atMost: bound,
          at: mode.values + [NamedValue("T |f(w)|", mode.switching)]),
      ]
    },
    falsifiers: [
      Falsifier("the bound less a billionth, at x = 1") { draw, precision in
        let mode = Mode(&draw)
        return [mode.bounded(mode.gradient(upTo: nil, precision), share: 1 - Rational(1, 1_000_000_000), precision)]
      },
      Falsifier("f(w) = w > 0 on [0, 10]", dropping: "f < 0") { draw, precision in
        var mode = Mode(&draw)
        mode.map = .direct
        mode.w = mode.w.magnitude + 1
        return [mode.bounded(mode.gradient(upTo: Ball(10, in: precision), precision), share: 1, precision)]
      },
      Falsifier("x = 2", dropping: "bounded inputs") { draw, precision in
        let mode = Mode(&draw)
        return [mode.bounded(2 * mode.gradient(upTo: nil, precision), share: 1, precision)]
      },
      Falsifier("c = 1/|f(w)|", dropping: "c, u fixed") { draw, precision in
        let mode = Mode(&draw)
        let w = Ball(mode.w, in: precision)
        let slope = Dual<Ball>.derivative(of: { 1 / Dual.pow(mode.map($0), 2) }, at: w)
        return [
          Evidence(
            "|d/dw 1/f^2| <= (1/|f|) |f'|/f^2", slope.magnitude,
            atMost: mode.map.gradientScale(at: w) / mode.map(w).magnitude, at: mode.values)
        ]
      },
      Falsifier("a chain of two equal modes: kernel t e^(f t)", dropping: "diagonal") { draw, precision in
        let mode = Mode(&draw)
        let w = Ball(mode.w, in: precision)
        // int t e^(f t) dt = 1/f^2.
        let slope = Dual<Ball>.derivative(of: { 1 / Dual.pow(mode.map($0), 2) }, at: w)
        return [
          Evidence(
            "|d/dw int t e^(f t)| <= |f'|/f^2", slope.magnitude, atMost: mode.map.gradientScale(at: w),
            at: mode.values)
        ]
      },
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

  /// A random mode of a stable map.
  private struct Mode {
    var map: Reparameterization
    var w: Rational
    let c: Rational
    let u: Rational
    let switching: Rational

    init(_ draw: inout Draw) {
      map = draw.stableMap()
      var weight = draw.rational(in: -6...6, denominator: 8)
      // The best map has scale 0 at w = 0: nothing to compare there.
      if weight == 0 { weight = 1 }
      w = weight
      c = draw.rational(above: 0, upTo: 4, denominator: 4)
      u = draw.rational(above: 0, upTo: 4, denominator: 4)
      switching = draw.rational(above: 0, upTo: 8, denominator: 4)
    }

    var values: [NamedValue] {
      [NamedValue("f", map), NamedValue("w", w), NamedValue("c", c), NamedValue("u", u)]
    }

    /// d/dw of the output c u int_0^T e^(f(w) t) dt, T = inf for nil.
    func gradient(upTo end: Ball?, _ precision: Precision) -> Ball {
      Dual<Ball>.derivative(
        of: { w in
          let size = Dual(constant: Ball(c * u, in: precision))
          let kernel = ExponentialSum(coefficients: [size], eigenvalues: [map(w)])
          return end.map { kernel.integral(upTo: Dual(constant: $0)) } ?? kernel.integral
        }, at: Ball(w, in: precision))
    }

    /// |slope| <= share |c u| |f'|/f^2.
    func bounded(_ slope: Ball, share: Rational, _ precision: Precision) -> Evidence {
      let scale = map.gradientScale(at: Ball(w, in: precision))
      return Evidence(
        "|d/dw y| <= |c u| |f'|/f^2", slope.magnitude, atMost: Ball(c * u * share, in: precision) * scale, at: values)
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
