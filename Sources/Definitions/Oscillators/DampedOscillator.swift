import Arithmetic
import LinearAlgebra

/// One damped oscillator x'' = -A x - G x' in the four discretizations of D-LinOSS's released code, the 2 x 2
/// transition of z = x' and y = x in a step Delta; g = Delta G, x = Delta^2 A:
///
/// | scheme | spring | damping | transition | determinant | conjugate pair iff |
/// |---|---|---|---|---|---|
/// | `implicit` | new y | new z | [[1, -Delta A], [Delta, 1 + g]]/(1 + g + x) | 1/(1 + g + x) | G^2 < 4 A |
/// | `implicitDamping` | old y | new z | that of ``LinearOscillator`` | 1/(1 + g) | (G - Delta A)^2 < 4 A |
/// | `explicitDamping` | old y | old z | [[1 - g, -Delta A], [Delta (1 - g), 1 - x]] | 1 - g | (G + Delta A)^2 < 4 A |
/// | `explicit` | old y | old z | [[1 - g, -Delta A], [Delta, 1]] | 1 - g + x | G^2 < 4 A |
///
/// The position moves by the new velocity in the first three, by the old one in the last.
///
/// - Source: jaredbmit/damped-linoss, models/LinOSS.py: DampedIM, DampedIMEX1 (the paper's), DampedIMEX2, DampedEX.
public struct DampedOscillator<A: Arithmetic>: Sendable {
  /// How spring and damping are discretized.
  public enum Scheme: String, Sendable, CaseIterable, CustomStringConvertible {
    case implicit = "IM"
    case implicitDamping = "IMEX1"
    case explicitDamping = "IMEX2"
    case explicit = "EX"

    public var description: String { rawValue }
  }

  public let scheme: Scheme
  /// A.
  public let stiffness: A
  /// G.
  public let damping: A
  /// Delta.
  public let step: A

  public init(_ scheme: Scheme, stiffness: A, damping: A, step: A) {
    self.scheme = scheme
    self.stiffness = stiffness
    self.damping = damping
    self.step = step
  }

  /// The transition of (z, y), shape (2, 2).
  public var transitionMatrix: Matrix<A> {
    let (one, g, pull) = (A(1, in: step.context), step * damping, step * stiffness)
    func matrix(_ rows: [[A]]) -> Matrix<A> { Matrix(rows, in: step.context) }
    switch scheme {
    case .implicit: return matrix([[one, -pull], [step, one + g]]).scaled(by: determinant)
    case .implicitDamping:
      return LinearOscillator(stiffness: stiffness, damping: damping, step: step).transitionMatrix
    case .explicitDamping: return matrix([[one - g, -pull], [step * (one - g), one - step * pull]])
    case .explicit: return matrix([[one - g, -pull], [step, one]])
    }
  }

  /// The determinant, in a form that does not cancel where there is one.
  public var determinant: A {
    let (g, x) = (step * damping, step * step * stiffness)
    switch scheme {
    case .implicit: return 1 / (1 + g + x)
    case .implicitDamping: return 1 / (1 + g)
    case .explicitDamping: return 1 - g
    case .explicit: return 1 - g + x
    }
  }

  /// `explicitDamping` with the eigenvalues z and its conjugate, for every z of the closed disc, 0 included:
  ///
  ///     G = (1 - |z|^2)/Delta,   A = (1 + |z|^2 - 2 Re z)/Delta^2.
  public static func explicitlyDamped(real: A, imaginary: A, step: A) -> DampedOscillator {
    let square = (real * real).addingProduct(imaginary, imaginary)
    return DampedOscillator(
      .explicitDamping, stiffness: (1 + square - 2 * real) / (step * step), damping: (1 - square) / step, step: step)
  }
}

extension DampedOscillator where A: RealArithmetic {
  /// The released code's condition on A and G, with <= where it has <: a conjugate pair, or a double eigenvalue, and
  /// its bound of G.
  public var isValid: Truth {
    let zero = A(0, in: step.context)
    let (pull, four) = (step * stiffness, 4 * stiffness)
    func isPair(_ x: A) -> Truth { (x * x).isAtMost(four) }
    switch scheme {
    case .implicit: return zero.isAtMost(damping + pull) && isPair(damping)
    case .implicitDamping: return zero.isAtMost(damping) && isPair(damping - pull)
    case .explicitDamping: return zero.isAtMost(damping) && isPair(damping + pull)
    case .explicit: return zero.isAtMost(damping - pull) && isPair(damping)
    }
  }

  /// The released code's projection of raw parameters in the schemes `implicit` (sign -1) and `explicit` (sign +1):
  ///
  ///     G = max(G_raw, +-Delta A_raw),   A = max(A_raw, G^2/4).
  ///
  /// The other two schemes clip G at 0 and then A to an interval, with a root: see
  /// ``LinearOscillator/oscillatoryStiffness(root:step:)``.
  public static func projected(
    _ scheme: Scheme, rawStiffness: A, rawDamping: A, step: A
  ) -> DampedOscillator {
    precondition(scheme == .implicit || scheme == .explicit, "a projection without a root")
    let pull = step * rawStiffness
    let damping = A.maximum(rawDamping, scheme == .implicit ? -pull : pull)
    return DampedOscillator(
      scheme, stiffness: A.maximum(rawStiffness, damping * damping / 4), damping: damping, step: step)
  }
}
