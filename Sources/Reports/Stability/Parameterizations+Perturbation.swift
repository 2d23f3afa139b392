import Definitions

extension Parameterizations.Entry {
  /// How far every weight can move at once before a mode stops decaying.
  var perturbationRadius: Double { weights.indices.map(radius).min() ?? .infinity }

  private func radius(_ place: Int) -> Double { maps[place].perturbationRadius(at: weights[place]) ?? .infinity }

  private func mass(_ place: Int, _ weight: Double) -> Double { maps[place].kernelMass(at: weight) ?? .infinity }

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
