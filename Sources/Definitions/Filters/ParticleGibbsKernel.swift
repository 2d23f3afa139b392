import Arithmetic
import LinearAlgebra

/// How a path is read off a particle system.
public enum PathSelection: Sendable, CaseIterable {
  /// A last particle, and its ancestors.
  case ancestorTracing
  /// Each earlier particle drawn anew, with probability proportional to g_t(x_t^j) M(x_t^j, x_(t+1)).
  case backwardSampling
}

extension FiniteHiddenMarkovModel {
  /// The law of the path that a particle filter with N particles gives, exactly: the sum over all places of all
  /// particles.
  ///
  /// With a reference path z the filter is the conditional one, particle N of which is z_t at each time: one sweep of
  /// particle Gibbs. As the estimate of the Parisian filter has the same mean given the particles as the path that is
  /// drawn by ``PathSelection/backwardSampling``, this is the law that its bias comes from, too.
  ///
  /// The particles other than the reference are exchangeable, and given their counts c_t the law of the path is a
  /// product along it; so the sum over c_0 ... c_T is done step by step, for each path.
  ///
  /// - Returns: the probabilities of ``paths``.
  /// - Source: Andrieu, Doucet, Holenstein, "Particle Markov chain Monte Carlo methods", JRSS B 72 (2010); Cardoso et
  ///   al., arXiv 2301.00900.
  public func pathLaw(particles: Int, given reference: [Int]? = nil, _ selection: PathSelection) -> [A] {
    precondition(particles >= 1 && reference.map { $0.count == length } ?? true, "a reference is a path")
    let places = ParticleCounts(particles: reference == nil ? particles : particles - 1, states: order)
    let zero = A(0, in: context)
    // By path up to x_t, whether the particle at t is the reference, and the places at t.
    let start = places.multinomial(initial, in: context)
    let none = start.map { _ in zero }
    var sums = Dictionary(uniqueKeysWithValues: (0..<order).map { ([$0], [start, start]) })
    for t in 0..<length - 1 {
      let next = places.all.map { counts in
        resampled(counts.adding(reference?[t]), at: t).map { places.multinomial($0, in: context) } ?? none
      }
      var extended: [[Int]: [[A]]] = [:]
      for (path, sum) in sums {
        for y in 0..<order {
          var result = [none, none]
          for k in places.all.indices {
            let draw = ancestor(path[t], of: y, counts: places.all[k], reference: reference?[t], time: t)
            // Of a particle that is not the reference, and of the reference.
            let free = sum[0][k] * draw.free + sum[1][k] * draw.reference
            let fixed = selection == .backwardSampling ? free : sum[1][k]
            for j in places.all.indices {
              result[0][j] = result[0][j].addingProduct(free, next[k][j])
              result[1][j] = result[1][j].addingProduct(fixed, next[k][j])
            }
          }
          if let reference, selection == .ancestorTracing, path[t] != reference[t] { result[1] = none }
          extended[path + [y]] = result
        }
      }
      sums = extended
    }
    let last = length - 1
    return paths.map { path in
      let sum = sums[path] ?? [none, none]
      return places.all.indices.reduce(zero) { total, k in
        let draw = drawn(path[last], counts: places.all[k], reference: reference?[last], weights: potentials[last])
        return total.addingProduct(sum[0][k], draw.free).addingProduct(sum[1][k], draw.reference)
      }
    }
  }

  /// The transition matrix of particle Gibbs on ``paths``: row z is the law of the next path given the reference z.
  public func gibbsKernel(particles: Int, _ selection: PathSelection = .backwardSampling) -> Matrix<A> {
    Matrix(paths.map { pathLaw(particles: particles, given: $0, selection) }, in: context)
  }

  /// The probabilities with which a particle at state x of time t is drawn as the ancestor of one at y: a free
  /// particle, or the reference.
  private func ancestor(
    _ x: Int, of y: Int, counts: [Int], reference: Int?, time: Int
  ) -> (free: A, reference: A) {
    let weights = (0..<order).map { potentials[time][$0] * transition[$0, y] }
    return drawn(x, counts: counts, reference: reference, weights: weights)
  }

  /// The probabilities with which a particle at x is drawn with these weights: a free one, or the reference.
  private func drawn(_ x: Int, counts: [Int], reference: Int?, weights: [A]) -> (free: A, reference: A) {
    let zero = A(0, in: context)
    let total = zip(counts.adding(reference), weights).reduce(zero) { $0 + A($1.0, in: context) * $1.1 }
    guard !total.isEqual(to: zero).isTrue else { return (zero, zero) }
    return (A(counts[x], in: context) * weights[x] / total, reference == x ? weights[x] / total : zero)
  }
}

extension Matrix where Scalar: RealArithmetic {
  /// Dobrushin's coefficient of a stochastic matrix: the largest total variation distance of two rows, by which it
  /// contracts the distance of any two laws.
  public var dobrushinCoefficient: Scalar {
    var largest = Scalar(0, in: context)
    for i in 0..<rows {
      for j in 0..<i { largest = Scalar.maximum(largest, totalVariation(row(i), row(j), in: context)) }
    }
    return largest
  }
}

/// sum_x |p(x) - q(x)|/2.
public func totalVariation<A: RealArithmetic>(_ p: [A], _ q: [A], in context: A.Context) -> A {
  zip(p, q).reduce(A(0, in: context)) { $0 + ($1.0 - $1.1).magnitude } / 2
}

extension [Int] {
  /// The counts with one more particle at `place`, where there is one.
  fileprivate func adding(_ place: Int?) -> [Int] {
    guard let place else { return self }
    var counts = self
    counts[place] += 1
    return counts
  }
}
