import Arithmetic

/// One oscillator of LinOSS, x'' = -A x - G x' + B u, in discrete time: the 2 x 2 transition of (x', x) in a step
/// Delta.
///
/// With S = 1/(1 + Delta^2 A), the implicit scheme (IM) has the transition [[S, -Delta A S], [Delta S, S]], of trace 2
/// S and determinant S. With S = 1/(1 + Delta G), the damped implicit-explicit scheme has [[S, -Delta A S], [Delta S, 1
/// - Delta^2 A S]], of trace 1 + S - Delta^2 A S and determinant S; G = 0 is the undamped IMEX scheme, of determinant
/// 1. Over `Rational` all of it is exact.
///
/// - Source: Rusch and Rus, arXiv 2410.03943, section 2; Boyer, Rusch, Rus, arXiv 2505.12171.
public struct LinearOscillator<A: Arithmetic>: Sendable {
  /// A, at least 0.
  public let stiffness: A
  /// G, at least 0; nil for the undamped model in the implicit scheme.
  public let damping: A?
  /// Delta.
  public let step: A
  /// S.
  private let shrinkage: A

  public init(stiffness: A, damping: A?, step: A) {
    self.stiffness = stiffness
    self.damping = damping
    self.step = step
    shrinkage = 1 / (1 + (damping.map { step * $0 } ?? step * step * stiffness))
  }

  /// The transition [p, q, r, s], row by row.
  public var transition: [A] {
    [shrinkage, -(step * stiffness * shrinkage), step * shrinkage, damping == nil ? shrinkage : cancellingDiagonal]
  }

  /// The trace, in a form that does not cancel.
  public var trace: A { damping == nil ? 2 * shrinkage : 1 + shrinkage - coupling }

  /// The determinant, in a form that does not cancel.
  public var determinant: A { shrinkage }

  /// 1 - Delta^2 A S, which is S in the implicit scheme: the form of the released code, which cancels where Delta^2 A
  /// is large. In floating point its relative error is at most about 8 u (1 + Delta^2 A), that of S at most about 4 u.
  public var cancellingDiagonal: A { 1 - coupling }

  /// Delta^2 A S.
  private var coupling: A { step * step * stiffness * shrinkage }
}

extension LinearOscillator {
  /// What an input is multiplied by as it enters x' and x: the first column of the transition, times Delta.
  ///
  /// - Parameter forcing: B u.
  public func input(_ forcing: A) -> (velocity: A, position: A) {
    let impulse = step * forcing
    return (transition[0] * impulse, transition[2] * impulse)
  }

  /// (x', x) a step later.
  public func advanced(_ velocity: A, _ position: A, forcing: A) -> (velocity: A, position: A) {
    let (matrix, input) = (transition, input(forcing))
    return (
      (matrix[0] * velocity).addingProduct(matrix[1], position) + input.velocity,
      (matrix[2] * velocity).addingProduct(matrix[3], position) + input.position
    )
  }
}
