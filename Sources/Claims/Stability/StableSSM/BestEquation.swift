import Arithmetic
import Definitions
import PropertyTesting

extension StableSSM {
  /// f'/f^2 = 2 a w only for -1/(a w^2 + b).
  static let bestEquation = Claim(
    "stablessm.best-ode",
    title: "'Best' is the only map whose gradient scale is exactly proportional to |w|",
    statement: """
      f'(w)/f(w)^2 = 2 a w means (1/|f|)' = 2 a w, so f(w) = -1/(a w^2 + b). A map with scale at most L|w| has \
      1/|f(w)| <= (L/2) w^2 + 1/|f(0)|: the memory 1/|lambda| grows at most like w^2.
      """,
    source: paper("the derivation of the 'best' reparameterization"),
    hypotheses: [
      Hypothesis("scale at most L|w|", "|f'(w)|/f(w)^2 <= L|w| for every w"),
      Hypothesis(
        "f(0) finite", "b > 0",
        untested: "b = 0 satisfies the equation away from w = 0; what fails there is stability, see stablessm.D3.4-b0"),
    ],
    method: .certified,
    notes: [
      "Random maps -1/q with q' bounded by L|w|: q is a sum of w^2/2, 1 - cos w, log(1 + w^2)/2, sqrt(1 + w^2) - 1.",
      "The scale vanishes at w = 0, the fastest mode: a weight initialised at exactly 0 does not move.",
    ],
    check: .all(
      Check(BestPoint.any) { point, precision in
        let x = Ball(point.w, in: precision)
        let best = Reparameterization.best(a: point.a, b: point.b)
        // f = -1/(1/|f|), so the derivative of -1/f is f'/f^2.
        return Evidence(
          "f'/f^2 = 2 a w", Dual.derivative(of: { -1 / best($0) }, at: x),
          agreesWith: Ball(2 * point.a * point.w, in: precision), bits: 80, at: point.values)
      },
      Check(Memory.ofLinearScale, scaleIsLinear, memoryIsQuadratic)),
    falsifiers: [
      Falsifier(
        "exp: 1/|f| = e^-w", dropping: "scale at most L|w|",
        Check(Memory.of(.exponential, weight: .whole(-20...0)), memoryIsQuadratic)),
      Falsifier(
        "direct, near w = 0: the scale 1/w^2", dropping: "scale at most L|w|",
        Check(Memory.of(.direct, weight: .power(of: 10, in: -6...0).map { -$0 }), scaleIsLinear)),
    ],
    figures: [
      FigureRecipe("scale-over-weight") { _ in
        let w = grid(from: -6, to: 6, count: 240).filter { $0 != 0 }
        return FigureData(
          "scale-over-weight", title: "Gradient scale over |w|", xLabel: "w", yLabel: "|f'|/(f^2 |w|)", logY: true,
          x: FigureData.Column("w", w),
          curves: [Reparameterization.exponential, .softplus, .logistic, .publishedBest, .direct].map { map in
            FigureData.Column(
              map.description, w.map { map == .direct && $0 >= 0 ? .nan : map.gradientScale(at: $0) / abs($0) })
          })
      }
    ])

  /// |f'|/f^2 = |(1/|f|)'| <= L|w|.
  private static func scaleIsLinear(_ memory: Memory, _ precision: Precision) -> Evidence {
    let x = Ball(memory.w, in: precision)
    return Evidence(
      "|f'|/f^2 <= L|w|", Dual.derivative(of: { memory.map($0) }, at: x).magnitude,
      atMost: Ball(memory.bound, in: precision) * x.magnitude, at: memory.values)
  }

  /// 1/|f(w)| <= (L/2) w^2 + 1/|f(0)|; with equality at w = 0, which is left out.
  private static func memoryIsQuadratic(_ memory: Memory, _ precision: Precision) -> Evidence? {
    guard memory.w != 0 else { return nil }
    return Evidence(
      "1/|f(w)| <= (L/2) w^2 + 1/|f(0)|", memory.map(Ball(memory.w, in: precision)),
      atMost: Ball(memory.bound * memory.w * memory.w / 2, in: precision) + memory.map(Ball(0, in: precision)),
      at: memory.values)
  }

  /// A weight of a "best" map.
  private struct BestPoint: Sendable {
    let a, b, w: Rational

    static let any = Generator { draw in
      BestPoint(
        a: try draw(.rational(above: 0, upTo: 3, denominator: 8)),
        b: try draw(.rational(above: 0, upTo: 3, denominator: 8)),
        w: try draw(Generator<Rational>.rational(in: -8...8, denominator: 8).filter { $0 != 0 }))
    }

    var values: [NamedValue] { [NamedValue("a", a), NamedValue("b", b), NamedValue("w", w)] }
  }

  /// A map, given by 1/|f|, a weight, and the L with which the scale is compared.
  private struct Memory: Sendable {
    /// 1/|f|.
    enum Map: Sendable {
      case of(Reparameterization)
      /// b + weights . (w^2/2, 1 - cos w, log(1 + w^2)/2, sqrt(1 + w^2) - 1), each term with derivative at most |w|.
      case sum(weights: [Rational], offset: Rational)

      func callAsFunction<A: RealElementaryArithmetic>(_ w: A) -> A {
        switch self {
        case .of(let map): return -1 / map(w)
        case .sum(let weights, let b):
          let square = w * w
          let terms = [square / 2, 1 - A.cos(w), A.log(onePlus: square) / 2, A.sqrt(1 + square) - 1]
          return zip(weights, terms).reduce(A(b, in: w.context)) { $0.addingProduct(A($1.0, in: w.context), $1.1) }
        }
      }

      var values: [NamedValue] {
        switch self {
        case .of(let map): [NamedValue("f", map)]
        case .sum(let weights, let b): [NamedValue("weights", weights), NamedValue("b", b)]
        }
      }
    }

    let map: Map
    let w: Rational
    /// L.
    let bound: Rational

    static let ofLinearScale = Generator { draw in
      let weights = try draw(.array(of: .rational(in: 0...2, denominator: 4), count: 4))
      return Memory(
        map: .sum(weights: weights, offset: try draw(.rational(above: 0, upTo: 3, denominator: 8))),
        w: try draw(.rational(in: -8...8, denominator: 8)),
        bound: weights.reduce(Rational(0, 1)) { $0 + $1 } + Rational(1, 64))
    }

    static func of(_ map: Reparameterization, weight: Generator<Rational>) -> Generator<Memory> {
      Generator { Memory(map: .of(map), w: try $0(weight), bound: try $0(.whole(1...100))) }
    }

    var values: [NamedValue] { map.values + [NamedValue("w", w), NamedValue("L", bound)] }
  }
}
