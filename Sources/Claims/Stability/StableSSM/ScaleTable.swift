import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// The table of gradient scales.
  static let scaleTable = Claim(
    "stablessm.Tab-scales",
    title: "The table of gradient scale functions",
    statement: """
      Continuous |f'|/f^2: direct 1/w^2; exp e^-w; softplus sigmoid(w)/softplus(w)^2; logistic e^-w; best 2 a|w|. Discrete \
      |f'|/(1 - |f|)^2: e^(-relu w) gives e^-w/(1 - e^-w)^2; e^(-e^w) gives e^(w - e^w)/(1 - e^(-e^w))^2; 1/(1 + e^w) gives \
      e^-w; tanh gives e^(2|w|).
      """,
    source: paper("table of reparameterizations"),
    hypotheses: [
      Hypothesis("smooth point", "w is not the kink of a relu", untested: "there is no derivative there to compare")
    ],
    method: .certified,
    notes: [
      "The discrete tanh row as recalled, e^(2 w), is wrong for w < 0 (the falsifier).",
      "In the authors' notebook the discrete 'sigmoid' is 1/(1 + e^-w) in one cell and 1/(1 + e^w) in the next; its plot of "
        + "ln(1 - f) cannot show that the discrete 'best' map reaches f = -1 at w = 0.",
    ],
    check: Check(Point.smooth) { isDifferentiated($0, tabled: $0.map.gradientScale(at: Ball($0.w, in: $1))) },
    falsifiers: [
      Falsifier(
        "the discrete tanh row e^(2 w)",
        Check(Point.ofTanh) { isDifferentiated($0, tabled: Ball.exp(2 * Ball($0.w, in: $1))) })
    ],
    quoted: { precision in
      let weights = [-6, -3, -1, 0, 1, 3]
      let rows: [(Reparameterization, [String])] = [
        (.exponential, ["403.4", "20.09", "2.718", "1", "0.368", "0.0498"]),
        (.softplus, ["403.4", "20.09", "2.741", "1.041", "0.4239", "0.1025"]),
        (.publishedBest, ["12", "6", "2", "0", "2", "6"]),
        (.direct, ["0.0278", "0.111", "1"]),
      ]
      var evidence = rows.flatMap { map, digits in
        zip(weights, digits).map { w, digits in
          Evidence("the scale of \(map) at w = \(w)", map.gradientScale(at: Ball(w, in: precision)), isQuotedAs: digits)
        }
      }
      let peak = Ball.log(-Reparameterization.publishedBest(Ball(0, in: precision)))
      let edge = Ball.log(-Reparameterization.publishedBest(Ball(10, in: precision)))
      evidence.append(Evidence("ln(-f(0)) of best", peak, isQuotedAs: "0.693"))
      evidence.append(Evidence("ln(-f(10)) of best", edge, isQuotedAs: "-4.61"))
      return evidence
    },
    figures: [
      FigureRecipe("continuous-maps") { _ in continuousMaps() }, FigureRecipe("discrete-maps") { _ in discreteMaps() },
      FigureRecipe("gradient-scales") { _ in gradientScales() },
    ])

  /// What a third party makes of the table.
  static let scalesOfExponentialMaps = Claim(
    "stablessm.Tab-scales-bounded",
    title: "The gradient scales of exp and softplus are not bounded: they are e^-w",
    statement: "The gradient scales |f'|/f^2 of the exp and softplus reparameterizations are bounded.",
    source: paper("table of reparameterizations, its reading"),
    hypotheses: [Hypothesis("w <= 0", "the weight is at most 0: the correction's factor is that of this half")],
    method: .certified,
    check: Check(Point.nearTheBoundary) { point, precision in
      Evidence("|f'|/f^2 <= 1000", scale(point, precision), atMost: Ball(1000, in: precision), at: point.values)
    },
    correction: Correction(
      "For w <= 0 the scale of exp is e^-w, and that of softplus between e^-w and 1.0407 e^-w.",
      Check(Point.nearTheBoundary) { isExponential($0, $1) }),
    falsifiers: [
      Falsifier(
        "weights from 1 to 4", dropping: "w <= 0",
        Check(Generator<Rational>.rational(in: 1...4).map { Point(map: .softplus, w: $0) }) { isExponential($0, $1) }),
      Falsifier(
        "softplus with the factor 1.0406 in place of 1.0407",
        Check(Point.nearTheBoundary) { isExponential($0, $1, factor: Rational(10406, 10000)) }),
    ])

  /// e^-w <= |f'|/f^2 <= `factor` e^-w.
  private static func isExponential(
    _ point: Point, _ precision: Precision, factor: Rational = Rational(10407, 10000)
  ) -> [Evidence] {
    let exponential = Ball.exp(-Ball(point.w, in: precision))
    let scale = scale(point, precision)
    if point.map == .exponential {
      return [Evidence("|f'|/f^2 = e^-w", scale, agreesWith: exponential, bits: 60, at: point.values)]
    }
    return [
      Evidence("e^-w <= |f'|/f^2 of softplus", exponential, atMost: scale, at: point.values),
      Evidence(
        "|f'|/f^2 of softplus <= 1.0407 e^-w", scale, atMost: exponential * Ball(factor, in: precision),
        at: point.values),
    ]
  }

  private static func scale(_ point: Point, _ precision: Precision) -> Ball {
    point.map.gradientScale(at: Ball(point.w, in: precision))
  }

  /// `scale` = |f'|/f^2, or |f'|/(1 - |f|)^2 for a discrete map, differentiated.
  private static func isDifferentiated(_ point: Point, tabled scale: Ball) -> Evidence {
    let dual = point.map(Dual(variable: Ball(point.w, in: scale.context)))
    let distance = point.map.timeDomain == .continuous ? dual.value : 1 - dual.value.magnitude
    return Evidence(
      "the scale as tabled = |f'|/f^2 or |f'|/(1 - |f|)^2, differentiated", scale,
      agreesWith: dual.tangent.magnitude / (distance * distance), bits: 60, at: point.values)
  }

  /// A map and a weight.
  private struct Point: Sendable {
    let map: Reparameterization
    let w: Rational

    /// A weight at which the map is smooth and stable.
    static let smooth = Generator { draw in
      let tabled = Reparameterization.continuousMaps + Reparameterization.discreteMaps
      let decay = Generator<Rational>.rational(above: 0, upTo: 8, denominator: 4)
        .map { Reparameterization.softplusDecay(rate: $0) }
      let map = try draw(.oneOf(weights: (tabled.count, .element(of: tabled)), (1, decay)))
      return Point(map: map, w: try draw(weight(for: map)))
    }

    /// Eigenvalues near 0: w -> -inf.
    static let nearTheBoundary = Generator { draw in
      Point(map: try draw(.element(of: [.exponential, .softplus])), w: try draw(.whole(-40...0)))
    }

    static let ofTanh = Generator<Rational>.rational(in: -3...3).map { Point(map: .hyperbolicTangent, w: $0) }

    private static func weight(for map: Reparameterization) -> Generator<Rational> {
      let any = Generator<Rational>.rational(in: -6...6, denominator: 8)
      let positive = Generator<Rational>.rational(above: 0, upTo: 6, denominator: 8)
      return switch map {
      case .direct: positive.map { -$0 }
      case .relu, .discreteRelu: positive
      case .discreteDirect: any.map { $0 / 7 }
      case .best, .discreteBest: any.filter { $0 != 0 }
      default: any
      }
    }

    var values: [NamedValue] { [NamedValue("f", map), NamedValue("w", w)] }
  }

  /// `value` of a map over `weights`, where it is finite.
  private static func curve(
    _ name: String, _ map: Reparameterization, over weights: [Double], _ value: (Double) -> Double
  ) -> FigureData.Column {
    FigureData.Column(
      name,
      weights.map { w in
        let y = value(map(w))
        return y.isFinite ? y : .nan
      })
  }

  private static func continuousMaps() -> FigureData {
    let w = grid(from: -10, to: 10, count: 200)
    let maps: [(String, Reparameterization)] = [
      ("w", .direct), ("-exp(w)", .exponential), ("-softplus(w)", .softplus), ("-1/(1 + exp(-w))", .logistic),
      ("-1/(w^2 + 1/2)", .publishedBest),
    ]
    return FigureData(
      "continuous-maps", title: "ln(-f(w))", xLabel: "w", yLabel: "ln(-f(w))", x: FigureData.Column("w", w),
      curves: maps.map { name, map in curve(name, map, over: w) { Double.log(-$0) } })
  }

  private static func discreteMaps() -> FigureData {
    let w = grid(from: -10, to: 10, count: 200)
    let maps: [(String, Reparameterization)] = [
      ("w", .discreteDirect), ("1/(1 + exp(w))", .discreteLogistic), ("exp(-exp(w))", .doubleExponential),
      ("1 - 1/(w^2 + 1/2)", .discreteBest(a: 1, b: Rational(1, 2))),
    ]
    return FigureData(
      "discrete-maps", title: "ln(1 - f(w))", xLabel: "w", yLabel: "ln(1 - f(w))", x: FigureData.Column("w", w),
      curves: maps.map { name, map in curve(name, map, over: w) { Double.log(1 - $0) } })
  }

  private static func gradientScales() -> FigureData {
    let w = grid(from: -6, to: 6, count: 240)
    return FigureData(
      "gradient-scales", title: "Gradient scale |f'|/f^2", xLabel: "w", yLabel: "|f'(w)|/f(w)^2", logY: true,
      x: FigureData.Column("w", w),
      curves: [Reparameterization.exponential, .softplus, .logistic, .publishedBest, .direct].map { map in
        FigureData.Column(
          map.description,
          w.map { w in
            let scale = map == .direct && w >= 0 ? .nan : map.gradientScale(at: w)
            return scale > 0 && scale.isFinite ? scale : .nan
          })
      })
  }
}
