import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct ReparameterizationTests {
  static let maps: [Reparameterization] =
    Reparameterization.continuousMaps + Reparameterization.discreteMaps
    + [.releasedBest, .discreteBest(a: Rational(2, 1), b: Rational(3, 2)), .softplusDecay(rate: Rational(8, 1))]

  /// Weights inside the domain of `map`: the relu maps have no derivative at 0, the direct ones need a stable value, and a
  /// square root at 0 is not enclosed, so that all keep away from 0.
  static func weight(of map: Reparameterization) -> Generator<Double> {
    let least = 0x1p-20
    return switch map {
    case .direct: .double(in: -6 ... -least)
    case .relu, .discreteRelu: .double(in: least...6)
    case .discreteDirect: .oneOf(.double(in: least...0.999), .double(in: -0.999 ... -least))
    default: .oneOf(.double(in: least...6), .double(in: -12 ... -least))
    }
  }

  private static func ball(_ value: Double) -> Ball { Ball(value, in: 160) }

  @Test("The derivative is the tangent of the map itself", .cases(50), arguments: maps)
  func derivative(map: Reparameterization) async {
    await checkProperty("derivative of \(map)") { draw in
      let w = Self.ball(try draw(Self.weight(of: map), "w"))
      let tangent = map(Dual(w, tangent: Self.ball(1))).tangent
      let derivative = map.derivative(at: w)
      try draw.verify(derivative.isDefined && tangent.overlaps(derivative), "\(tangent) and \(derivative)")
    }
  }

  @Test("The inverse returns to the eigenvalue", .cases(50), arguments: maps)
  func inverse(map: Reparameterization) async {
    await checkProperty("inverse of \(map)") { draw in
      let value = map(Self.ball(try draw(Self.weight(of: map), "w")))
      let again = map(map.inverse(of: value))
      try draw.verify(again.isDefined && again.overlaps(value), "\(again) and \(value)")
    }
  }

  @Test(
    "The gradient scale is |f'|/f^2, or |f'|/(1 - |f|)^2 in discrete time", .cases(50), arguments: maps)
  func gradientScale(map: Reparameterization) async {
    await checkProperty("gradient scale of \(map)") { draw in
      let w = Self.ball(try draw(Self.weight(of: map), "w"))
      let f = map(w)
      let distance = map.timeDomain == .continuous ? f : 1 - f.magnitude
      let expected = map.derivative(at: w).magnitude / Ball.pow(distance, 2)
      let scale = map.gradientScale(at: w)
      try draw.verify(scale.isDefined && scale.overlaps(expected), "\(scale) and \(expected)")
    }
  }

  @Test(
    "1 - f without cancellation is 1 - f", .cases(50),
    arguments: maps.filter { $0.timeDomain == .discrete })
  func complement(map: Reparameterization) async {
    await checkProperty("complement of \(map)") { draw in
      let w = Self.ball(try draw(Self.weight(of: map), "w"))
      let f = map(w)
      let (complement, distance) = (map.complement(at: w), map.distanceToUnitCircle(at: w))
      try draw.verify(complement.isDefined && complement.overlaps(1 - f), "1 - f: \(complement)")
      try draw.verify(distance.isDefined && distance.overlaps(1 - f.magnitude), "1 - |f|: \(distance)")
    }
    #expect(Reparameterization.doubleExponential.complement(at: -60.0) > 0, "the naive difference is exactly 0 here")
  }

  @Test(
    "g(beta) bounds the stability integral, and hardly more would be too much",
    .cases(200, search: 400), arguments: maps.filter { $0.stabilityModulus(1.0) != nil })
  func modulusBounds(map: Reparameterization) async throws {
    let domain: ClosedRange<Double> = map == .hyperbolicTangent ? 0.01...8 : -20...8
    let result = await checkProperty("stability modulus of \(map)") { draw in
      let beta = try draw(.double(in: 0x1p-10...4), "beta")
      let w = try draw(.double(in: domain), "w")
      let v = try draw(.double(in: max(domain.lowerBound, w - beta)...min(domain.upperBound, w + beta)), "v")
      try draw.assume((Self.ball(v) - Self.ball(w)).magnitude.isAtMost(Self.ball(beta)).isTrue)
      let bound = try #require(map.stabilityModulus(Self.ball(beta)))
      let integral = map.stabilityIntegral(from: Self.ball(w), to: Self.ball(v))
      draw.maximize((integral / bound).approximation, "integral / g(beta)")
      // Where the bound is attained nothing decides between the two, and they agree to twenty digits.
      let isAttained = (integral / bound - 1).magnitude.isLess(than: Self.ball(0x1p-64)).isTrue
      let comparison = integral.isAtMost(bound)
      try draw.verify(comparison.isTrue || (comparison != .false && isAttained), "\(integral) > \(bound)")
    }
    let largest = try #require(result.maxima["integral / g(beta)"]).value
    #expect(largest > 0.95, "g(beta) is never attained: \(largest)")
  }

  @Test("g(beta) of the \"best\" map is attained at the stated weights", .cases(100))
  func modulusAttained() async {
    await checkProperty { draw in
      let beta = Self.ball(try draw(.double(in: 0x1p-10...4), "beta"))
      let b = try draw(.positiveRational(), "b")
      let map = Reparameterization.best(a: Rational(1, 1), b: b)
      let w = -beta / 2 + Ball.sqrt(Ball.pow(beta, 2) / 4 + Ball(b, in: 160))
      // v = w + beta would move away from the peak of |f|: the supremum is at w = -v mirrored around 0.
      let attained = [
        map.stabilityIntegral(from: w - beta, to: w), map.stabilityIntegral(from: w, to: w - beta),
        map.stabilityIntegral(from: w + beta, to: w), map.stabilityIntegral(from: w, to: w + beta),
      ]
      let bound = try #require(map.stabilityModulus(beta))
      try draw.verify(attained.contains { $0.overlaps(bound) }, "\(attained) and \(bound)")
    }
  }

  @Test("A mode decays inside the perturbation radius and not at it", .cases(100), arguments: maps)
  func perturbationRadius(map: Reparameterization) async {
    await checkProperty("perturbation radius of \(map)") { draw in
      let weight = try draw(Self.weight(of: map), "w")
      let w = Self.ball(weight)
      try draw.verify(map.kernelMass(at: w) != nil, "the mode does not decay")
      guard let radius = map.perturbationRadius(at: w) else {
        // Wherever the weight goes, the mode decays.
        let other = try draw(.double(in: -40...40), "another weight")
        try draw.verify(map.kernelMass(at: Self.ball(other)) != nil, "the mode does not decay")
        return
      }
      // The boundary of `discreteDirect` is at |w| = 1, that of every other map that has one nearer to 0.
      let away = Self.ball(weight < 0 ? -1 : 1)
      let towards = map == .discreteDirect ? away : -away
      let part = Self.ball(try draw(.double(in: 0...0.999), "part of the radius"))
      try draw.verify(map.kernelMass(at: w + towards * radius * part) != nil, "no decay inside the radius \(radius)")
      try draw.verify(map.kernelMass(at: w + towards * radius) == nil, "a decay at the radius \(radius)")
    }
  }

  @Test(
    "Unstable maps have no modulus",
    arguments: [
      Reparameterization.direct, .relu, .discreteDirect, .discreteRelu, .best(a: Rational(1, 1), b: Rational(0, 1)),
      .discreteBest(a: Rational(1, 1), b: Rational(1, 2)),
    ])
  func unstable(map: Reparameterization) {
    #expect(map.stabilityModulus(Self.ball(0.1)) == nil)
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
