import Arithmetic
import Definitions
import Testing

@Suite struct ReparameterizationTests {
  static let maps: [Reparameterization] =
    Reparameterization.continuousMaps + Reparameterization.discreteMaps
    + [.releasedBest, .discreteBest(a: Rational(2, 1), b: Rational(3, 2)), .softplusDecay(rate: Rational(8, 1))]

  /// Weights inside the domain of `map`: the relu maps have no derivative at 0, the direct ones need a stable value.
  static func weights(of map: Reparameterization) -> [Double] {
    switch map {
    case .direct: [-6, -1, -0.01]
    case .relu, .discreteRelu: [0.01, 1, 6]
    case .discreteDirect: [-0.9, -0.25, 0.25, 0.999]
    default: [-12, -3, -0.3, 0.3, 1, 6]
    }
  }

  private func ball(_ value: Double) -> Ball { Ball(value, in: 160) }

  @Test("The derivative is the tangent of the map itself", arguments: maps)
  func derivative(map: Reparameterization) {
    for w in Self.weights(of: map) {
      let tangent = map(Dual(ball(w), tangent: ball(1))).tangent
      let derivative = map.derivative(at: ball(w))
      #expect(derivative.isDefined && tangent.overlaps(derivative), "\(map) at \(w): \(tangent) and \(derivative)")
    }
  }

  @Test("The inverse returns to the eigenvalue", arguments: maps)
  func inverse(map: Reparameterization) {
    for w in Self.weights(of: map) {
      let value = map(ball(w))
      let again = map(map.inverse(of: value))
      #expect(again.isDefined && again.overlaps(value), "\(map) at \(w)")
    }
  }

  @Test("The gradient scale is |f'|/f^2, or |f'|/(1 - |f|)^2 in discrete time", arguments: maps)
  func gradientScale(map: Reparameterization) {
    for w in Self.weights(of: map) {
      let f = map(ball(w))
      let distance = map.timeDomain == .continuous ? f : 1 - f.magnitude
      let expected = map.derivative(at: ball(w)).magnitude / Ball.pow(distance, 2)
      let scale = map.gradientScale(at: ball(w))
      #expect(scale.isDefined && scale.overlaps(expected), "\(map) at \(w): \(scale) and \(expected)")
    }
  }

  @Test("1 - f without cancellation is 1 - f", arguments: maps.filter { $0.timeDomain == .discrete })
  func complement(map: Reparameterization) {
    for w in Self.weights(of: map) {
      #expect(map.complement(at: ball(w)).overlaps(1 - map(ball(w))), "\(map) at \(w)")
      #expect(map.distanceToUnitCircle(at: ball(w)).overlaps(1 - map(ball(w)).magnitude), "\(map) at \(w)")
    }
    #expect(Reparameterization.doubleExponential.complement(at: -60.0) > 0, "the naive difference is exactly 0 here")
  }

  @Test(
    "g(beta) bounds the stability integral at sampled pairs",
    arguments: maps.filter { $0.stabilityModulus(1.0) != nil })
  func modulusBounds(map: Reparameterization) throws {
    var random = SplitMix64(seed: 11)
    let domain: ClosedRange<Double> = map == .hyperbolicTangent ? 0.01...8 : -20...8
    for beta in [0.01, 0.1, 1, 3] {
      let bound = try #require(map.stabilityModulus(ball(beta)))
      for _ in 0..<100 {
        let w = Double.random(in: domain, using: &random)
        let v = min(max(w + Double.random(in: -beta...beta, using: &random), domain.lowerBound), domain.upperBound)
        guard abs(v - w) <= beta else { continue }
        let integral = map.stabilityIntegral(from: ball(w), to: ball(v))
        #expect(integral.isAtMost(bound).isTrue, "\(map), w = \(w), v = \(v): \(integral) > \(bound)")
      }
    }
  }

  @Test("g(beta) of the \"best\" map is attained at the stated weights", arguments: [0.01, 0.1, 1, 3])
  func modulusAttained(beta: Double) {
    for b in [Rational(1, 2), Rational(1, 10), Rational(1, 1)] {
      let map = Reparameterization.best(a: Rational(1, 1), b: b)
      let w = -ball(beta) / 2 + Ball.sqrt(Ball.pow(ball(beta), 2) / 4 + Ball(b, in: 160))
      // v = w + beta would move away from the peak of |f|: the supremum is at w = -v mirrored around 0.
      let attained = [
        map.stabilityIntegral(from: w - ball(beta), to: w), map.stabilityIntegral(from: w, to: w - ball(beta)),
        map.stabilityIntegral(from: w + ball(beta), to: w), map.stabilityIntegral(from: w, to: w + ball(beta)),
      ]
      let bound = map.stabilityModulus(ball(beta))!
      #expect(attained.contains { $0.overlaps(bound) }, "b = \(b), beta = \(beta): \(attained) and \(bound)")
    }
  }

  @Test("A mode decays inside the perturbation radius and not at it", arguments: maps)
  func perturbationRadius(map: Reparameterization) {
    for w in Self.weights(of: map) {
      #expect(map.kernelMass(at: ball(w)) != nil, "\(map) at \(w)")
      guard let radius = map.perturbationRadius(at: ball(w)) else {
        // Wherever the weight goes, the mode decays.
        #expect([-40, 40].allSatisfy { map.kernelMass(at: ball($0)) != nil }, "\(map)")
        continue
      }
      // The boundary of `discreteDirect` is at |w| = 1, that of every other map that has one nearer to 0.
      let away = ball(w < 0 ? -1 : 1)
      let towards = map == .discreteDirect ? away : -away
      #expect(map.kernelMass(at: ball(w) + towards * radius * ball(0.999)) != nil, "\(map) at \(w), radius \(radius)")
      #expect(map.kernelMass(at: ball(w) + towards * radius) == nil, "\(map) at \(w), radius \(radius)")
    }
  }

  @Test(
    "Unstable maps have no modulus",
    arguments: [
      Reparameterization.direct, .relu, .discreteDirect, .discreteRelu, .best(a: Rational(1, 1), b: Rational(0, 1)),
      .discreteBest(a: Rational(1, 1), b: Rational(1, 2)),
    ])
  func unstable(map: Reparameterization) {
    #expect(map.stabilityModulus(ball(0.1)) == nil)
  }

  @Test("Published values of the gradient scales")
  func published() {
    // Six and four digits as printed in the table: each must be the correctly rounded one.
    let table: [(Reparameterization, Double, Double)] = [
      (.exponential, -6, 403.4), (.exponential, -3, 20.09), (.softplus, -1, 2.741), (.softplus, 0, 1.041),
      (.softplus, 1, 0.4239), (.softplus, 3, 0.1025), (.publishedBest, -6, 12), (.direct, -6, 0.0278),
    ]
    for (map, w, printed) in table {
      let scale = map.gradientScale(at: w)
      let digits = printed >= 100 ? 0.05 : printed >= 10 ? 0.005 : printed >= 1 ? 0.0005 : 0.00005
      #expect(abs(scale - printed) <= digits, "\(map) at \(w): \(scale), printed \(printed)")
    }
  }
}
