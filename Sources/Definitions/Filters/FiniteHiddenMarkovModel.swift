import Arithmetic
import LinearAlgebra

/// A hidden Markov chain with finitely many states, t = 0 ... T, and the likelihoods of what was observed: the weight
/// of a path is
///
///     gamma(x_0 ... x_T) = nu(x_0) g_0(x_0) M(x_0, x_1) g_1(x_1) ... M(x_(T-1), x_T) g_T(x_T),
///
/// its sum the likelihood Z and gamma/Z the smoothing law. Small enough for everything to be summed up exactly.
public struct FiniteHiddenMarkovModel<A: Arithmetic>: Sendable {
  /// nu, shape (states).
  public var initial: [A]
  /// M, shape (states, states), rows that sum to 1.
  public var transition: Matrix<A>
  /// g_t(x), shape (T + 1, states).
  public var potentials: [[A]]

  public init(initial: [A], transition: Matrix<A>, potentials: [[A]]) {
    precondition(
      !initial.isEmpty && transition.isSquare && transition.rows == initial.count && !potentials.isEmpty
        && potentials.allSatisfy { $0.count == initial.count }, "nu, M and g have one number of states")
    self.initial = initial
    self.transition = transition
    self.potentials = potentials
  }

  /// The number of states.
  public var order: Int { initial.count }
  /// T + 1.
  public var length: Int { potentials.count }
  public var context: A.Context { transition.context }

  /// All paths x_0 ... x_T in lexicographic order; laws of paths are listed in it.
  public var paths: [[Int]] {
    (0..<length).reduce([[]]) { paths, _ in paths.flatMap { path in (0..<order).map { path + [$0] } } }
  }

  /// gamma(x).
  public func weight(of path: [Int]) -> A {
    path.indices.reduce(A(1, in: context)) { product, t in
      let arrival = t == 0 ? initial[path[0]] : transition[path[t - 1], path[t]]
      return product * arrival * potentials[t][path[t]]
    }
  }

  /// Z, by the forward recursion.
  public var likelihood: A {
    var law = initial
    for (t, potential) in potentials.enumerated() {
      if t > 0 { law = moved(law) }
      law = zip(law, potential).map { $0 * $1 }
    }
    return law.reduce(A(0, in: context), +)
  }

  /// gamma(x)/Z for all ``paths``.
  public var smoothingLaw: [A] {
    let total = likelihood
    return paths.map { weight(of: $0) / total }
  }

  /// sum_x p(x) M(x, .).
  func moved(_ law: [A]) -> [A] {
    (0..<order).map { y in (0..<order).reduce(A(0, in: context)) { $0.addingProduct(law[$1], transition[$1, y]) } }
  }
}
