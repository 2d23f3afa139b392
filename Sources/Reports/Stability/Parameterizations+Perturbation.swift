import Definitions

extension Parameterizations.Entry {
  /// How far every weight can move at once before a mode stops decaying.
  var perturbationRadius: Double { weights.indices.map(radius).min() ?? .infinity }

  /// How far a weight can move before its mode stops decaying: the distance to the stability boundary for the maps that
  /// reach it, infinite for the others.
  private func radius(_ place: Int) -> Double {
    switch maps[place] {
    case .direct: -weights[place]
    case .discreteDirect: 1 - abs(weights[place])
    // f(0) = 1 - 1/b, which is -1 or less for b <= 1/2: then |f| = 1 at a w^2 + b = 1/2.
    case .discreteBest(let a, let b):
      b.approximation > 0.5
        ? .infinity : weights[place] - ((0.5 - b.approximation) / a.approximation).squareRoot()
    case .relu, .discreteRelu: max(0, weights[place])
    case .exponential, .softplus, .logistic, .best, .doubleExponential, .discreteLogistic, .hyperbolicTangent,
      .softplusDecay:
      .infinity
    }
  }

  /// The mass of a mode's kernel: int e^(f t) dt = 1/|f|, or sum a^k = 1/(1 - |f|); infinite where it does not decay.
  private func mass(_ place: Int, _ weight: Double) -> Double {
    let map = maps[place]
    switch map.timeDomain {
    case .continuous:
      let eigenvalue = map(weight)
      return eigenvalue < 0 ? -1 / eigenvalue : .infinity
    case .discrete:
      let distance = map.distanceToUnitCircle(at: weight)
      return distance > 0 ? 1 / distance : .infinity
    }
  }

  /// E(beta) over all modes, as the two sums of its quotient, and the largest relative change of one mode's mass.
  ///
  /// The worst weight within beta of w is one of w - beta and w + beta, unless the boundary is nearer: between its ends
  /// a mass has no maximum. Evaluated in double precision.
  func change(_ beta: Double) -> (change: Double, mass: Double, worst: Double) {
    var (sum, total, worst) = (0.0, 0.0, 0.0)
    for place in weights.indices {
      let w = weights[place]
      let own = mass(place, w)
      let moved = [w - beta, w + beta].map { abs(mass(place, $0) - own) }
      let change = beta < radius(place) ? max(moved[0], moved[1]) : .infinity
      sum += change
      total += own
      worst = max(worst, change / own)
    }
    return (sum, total, worst)
  }

  /// g(beta) of the map; of the largest where the modes' maps differ.
  func stabilityModulus(_ beta: Double) -> Double? { maps.first.flatMap { $0.stabilityModulus(beta) } }
}
