import Arithmetic

/// Where n exchangeable particles are among finitely many states: how many are in each. The chain of these counts is
/// all that a particle filter's law depends on.
struct ParticleCounts: Sendable {
  /// All vectors of counts with the sum n.
  let all: [[Int]]
  /// n!/(c_1! c_2! ...) of each.
  private let coefficients: [Rational]

  init(particles n: Int, states: Int) {
    func compositions(_ n: Int, _ parts: Int) -> [[Int]] {
      if parts == 1 { return [[n]] }
      return (0...n).flatMap { first in compositions(n - first, parts - 1).map { [first] + $0 } }
    }
    all = compositions(n, states)
    coefficients = all.map { counts in
      counts.reduce(Rational.factorial(n)) { $0 / Rational.factorial($1) }
    }
  }

  /// The probabilities of all counts for independent particles with a common law.
  func multinomial<A: Arithmetic>(_ law: [A], in context: A.Context) -> [A] {
    zip(all, coefficients).map { counts, coefficient in
      zip(counts, law).reduce(A(coefficient, in: context)) { $0 * A.pow($1.1, $1.0) }
    }
  }
}

extension FiniteHiddenMarkovModel {
  /// The law of a particle at time t, given the counts at t - 1: sum_x c_x g(x) M(x, .)/sum_x c_x g(x). Nil where all
  /// weights are 0.
  func resampled(_ counts: [Int], at time: Int, by weights: [A]? = nil) -> [A]? {
    let weights = zip(counts, weights ?? potentials[time]).map { A($0, in: context) * $1 }
    let total = weights.reduce(A(0, in: context), +)
    guard !total.isEqual(to: A(0, in: context)).isTrue else { return nil }
    return moved(weights.map { $0 / total })
  }

  /// E prod_t (1/N) sum_i g_t(X_t^i), the mean of the likelihood estimate of the bootstrap particle filter with N
  /// particles and multinomial resampling at each step, summed over all places of the particles. It is Z.
  ///
  /// - Parameter resampling: weights by which particles are resampled in place of g, shape (T + 1, states): a defect.
  public func expectedLikelihoodEstimate(particles: Int, resampling: [[A]]? = nil) -> A {
    let places = ParticleCounts(particles: particles, states: order)
    let zero = A(0, in: context)
    var law = places.multinomial(initial, in: context)
    for (t, potential) in potentials.enumerated() {
      for (k, counts) in places.all.enumerated() {
        let sum = zip(counts, potential).reduce(zero) { $0 + A($1.0, in: context) * $1.1 }
        law[k] = law[k] * sum / A(particles, in: context)
      }
      guard t + 1 < length else { break }
      var next = Array(repeating: zero, count: law.count)
      for (k, counts) in places.all.enumerated() {
        guard let particle = resampled(counts, at: t, by: resampling?[t]) else { continue }
        for (j, probability) in places.multinomial(particle, in: context).enumerated() {
          next[j] = next[j].addingProduct(law[k], probability)
        }
      }
      law = next
    }
    return law.reduce(zero, +)
  }
}
