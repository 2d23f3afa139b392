import Arithmetic
import LinearAlgebra

/// Which matrices J_t a parallel Newton iteration takes for the Jacobians of the steps.
public enum JacobianRule<A: Arithmetic>: Sendable {
  /// The Jacobians at the guess: DEER.
  case exact
  /// Their diagonals, so that the scan is one of vectors: quasi-DEER.
  case diagonal
  /// Any matrices, for t = 1 ... T.
  case given([Matrix<A>])
}

extension NonlinearRecurrence {
  /// The steps linearized at a guess g_1 ... g_T (g_0 = s_0), as an affine scan:
  ///
  ///     s_t = J_t s_(t-1) + (f_t(g_(t-1)) - J_t g_(t-1)).
  ///
  /// - Parameter guess: shape (length, state).
  public func linearized(at guess: [[A]], _ rule: JacobianRule<A> = .exact) -> AffineScan<A> {
    precondition(guess.count == length, "one state a step")
    let elements = (0..<length).map { t in
      let previous = t == 0 ? initialState : guess[t - 1]
      let map = transition(t + 1, previous, rule)
      var offset = A.Vector(value(t + 1, previous), in: context)
      offset.subtract(map.linear(A.Vector(previous, in: context)))
      return AffineMap(transition: map.transition, offset: offset)
    }
    return AffineScan(initialState: A.Vector(initialState, in: context), elements: elements)
  }

  /// One parallel Newton iteration: the states of the linearized recurrence, by a scan along a tree.
  ///
  /// - Returns: shape (length, state).
  /// - Source: Lim et al., arXiv 2309.12252, section 3 (DEER); Gonzalez et al., arXiv 2407.19115, section 4
  ///   (quasi-DEER).
  public func newtonStep(
    from guess: [[A]], _ rule: JacobianRule<A> = .exact, by tree: ScanTree = .hillisSteele
  ) -> [[A]] {
    linearized(at: guess, rule).states(by: tree).states.map(\.elements)
  }

  /// The guess and what `count` iterations make of it, shape (count + 1, length, state).
  public func newtonIterates(
    from guess: [[A]], count: Int, _ rule: JacobianRule<A> = .exact, by tree: ScanTree = .hillisSteele
  ) -> [[[A]]] {
    var iterates = [guess]
    for i in 0..<count { iterates.append(newtonStep(from: iterates[i], rule, by: tree)) }
    return iterates
  }

  /// (J_t, 0).
  private func transition(_ t: Int, _ state: [A], _ rule: JacobianRule<A>) -> AffineMap<A> {
    let zeros = A.Vector(zeros: order, in: context)
    switch rule {
    case .exact: return AffineMap(transition: .dense(jacobian(t, state).elements), offset: zeros)
    case .diagonal:
      return AffineMap(transition: .diagonal(A.Vector(jacobian(t, state).diagonal, in: context)), offset: zeros)
    case .given(let matrices): return AffineMap(transition: .dense(matrices[t - 1].elements), offset: zeros)
    }
  }
}
