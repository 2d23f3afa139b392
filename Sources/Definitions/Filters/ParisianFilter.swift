import Arithmetic
import LinearAlgebra

/// What one pass of the Parisian particle filter gives.
public struct ParisianPass<A: Arithmetic>: Sendable {
  /// A path drawn by backward sampling: the next reference.
  public let path: [Int]
  /// The estimate of the mean of sum_t h_t(x_(t-1), x_t) under the smoothing law.
  public let estimate: A
  /// prod_t (1/N) sum_i g_t(x_t^i).
  public let likelihood: A
}

extension FiniteHiddenMarkovModel where A: RealArithmetic {
  /// One pass of the (conditional) Parisian particle filter: each particle carries the mean, over a few ancestors drawn
  /// by backward sampling, of their sums plus its own term,
  ///
  ///     tau_t^i = (1/M) sum_m (tau_(t-1)^(J_m) + h_t(x_(t-1)^(J_m), x_t^i)),   P(J = j) ~ g_(t-1)(x^j) M(x^j, x_t^i).
  ///
  /// - Parameters:
  ///   - particles: N, the reference included.
  ///   - reference: the path that the last particle follows; nil for the filter without one.
  ///   - draws: M.
  ///   - term: h_t(x_(t-1), x_t); the earlier state is nil for t = 0.
  /// - Source: Olsson, Westerborn, Bernoulli 23 (2017); Cardoso et al., arXiv 2301.00900, algorithm 1.
  public func parisianPass(
    particles: Int, given reference: [Int]? = nil, draws: Int = 2, using generator: inout some RandomNumberGenerator,
    term: (_ time: Int, _ earlier: Int?, _ state: Int) -> A
  ) -> ParisianPass<A> {
    let zero = A(0, in: context)
    var states: [[Int]] = []
    var sums: [A] = []
    var likelihood = A(1, in: context)
    for t in 0..<length {
      var next: [Int] = []
      for i in 0..<particles {
        if let reference, i == particles - 1 {
          next.append(reference[t])
        } else if t == 0 {
          next.append(sample(initial, using: &generator))
        } else {
          let parent = sample(states[t - 1].map { potentials[t - 1][$0] }, using: &generator)
          next.append(sample(transition.row(states[t - 1][parent]), using: &generator))
        }
      }
      sums = next.map { y in
        guard t > 0 else { return term(0, nil, y) }
        var sum = zero
        for _ in 0..<draws {
          let j = sample(backwardWeights(states[t - 1], time: t - 1, to: y), using: &generator)
          sum = sum + sums[j] + term(t, states[t - 1][j], y)
        }
        return sum / A(draws, in: context)
      }
      states.append(next)
      likelihood = likelihood * next.reduce(zero) { $0 + potentials[t][$1] } / A(particles, in: context)
    }
    let weights = states[length - 1].map { potentials[length - 1][$0] }
    let estimate = zip(weights, sums).reduce(zero) { $0.addingProduct($1.0, $1.1) } / weights.reduce(zero, +)
    var path = [states[length - 1][sample(weights, using: &generator)]]
    for t in (0..<length - 1).reversed() {
      let j = sample(backwardWeights(states[t], time: t, to: path[0]), using: &generator)
      path.insert(states[t][j], at: 0)
    }
    return ParisianPass(path: path, estimate: estimate, likelihood: likelihood)
  }

  private func backwardWeights(_ states: [Int], time: Int, to y: Int) -> [A] {
    states.map { potentials[time][$0] * transition[$0, y] }
  }

  /// An index with probability proportional to its weight, from 53 random bits.
  private func sample(_ weights: [A], using generator: inout some RandomNumberGenerator) -> Int {
    let bits = Rational(Int(generator.next() as UInt64 >> 11), 1 << 53)
    let level = A(bits, in: context) * weights.reduce(A(0, in: context), +)
    var sum = A(0, in: context)
    for (index, weight) in weights.enumerated() {
      sum = sum + weight
      if level.isLess(than: sum).isTrue { return index }
    }
    return weights.count - 1
  }
}
