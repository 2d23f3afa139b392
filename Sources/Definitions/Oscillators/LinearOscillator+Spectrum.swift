import Arithmetic
import LinearAlgebra

extension LinearOscillator {
  /// The transition as a matrix on (x', x), shape (2, 2).
  public var transitionMatrix: Matrix<A> {
    let m = transition
    return Matrix(2, 2, in: step.context) { m[2 * $0 + $1] }
  }

  /// x^2 - trace x + determinant, whose roots are the eigenvalues.
  public var characteristicPolynomial: Polynomial<A> {
    Polynomial([determinant, -trace, A(1, in: step.context)], in: step.context)
  }

  /// trace^2 - 4 determinant, in a form that does not cancel: with g = Delta G and x = Delta^2 A,
  ///
  ///     implicit scheme:  -4 x S^2         damped scheme:  S^2 ((g - x)^2 - 4 x).
  ///
  /// The eigenvalues are a conjugate pair where it is negative; then |lambda|^2 is the determinant.
  public var discriminant: A {
    let stiffness = step * step * self.stiffness
    guard let damping else { return -4 * stiffness * determinant * determinant }
    let difference = step * damping - stiffness
    return determinant * determinant * (difference * difference - 4 * stiffness)
  }

  /// (4 + 2 Delta G)/Delta^2 (4/Delta^2 without damping): the damped scheme has no eigenvalue outside the unit disc iff
  /// 0 <= A <= this, for G >= 0.
  public static func largestStableStiffness(damping: A, step: A) -> A { (4 + 2 * step * damping) / (step * step) }
}

extension LinearOscillator {
  /// The interval of A in which the damped scheme oscillates, (G - Delta A)^2 <= 4 A:
  ///
  ///     ((root - 1)/Delta)^2 <= A <= ((root + 1)/Delta)^2,   root = sqrt(1 + Delta G).
  ///
  /// At its ends the two eigenvalues are equal, 1/root and -1/root, and the transition is defective.
  ///
  /// - Source: Boyer, Rusch, Rus, arXiv 2505.12171; the released code clips A to it.
  public static func oscillatoryStiffness(root: A, step: A) -> (lower: A, upper: A) {
    let (lower, upper) = ((root - 1) / step, (root + 1) / step)
    return (lower * lower, upper * upper)
  }
}

extension LinearOscillator where A: RealArithmetic {
  /// Whether no eigenvalue is outside the unit disc: |det| <= 1 and |trace| <= 1 + det.
  public var isWithinUnitDisc: Truth {
    determinant.magnitude.isAtMost(A(1, in: step.context)) && trace.magnitude.isAtMost(1 + determinant)
  }

  /// Whether all powers of the transition are bounded: no eigenvalue is outside the unit disc, and there is no double
  /// eigenvalue on the circle. A transition with Delta != 0 is no multiple of the identity, so that a double eigenvalue
  /// is always defective.
  public var isPowerBounded: Truth {
    let zero = A(0, in: step.context)
    return isWithinUnitDisc && !(determinant.isEqual(to: 1 + zero) && discriminant.isEqual(to: zero))
  }

  /// Whether both eigenvalues are inside the unit disc, by the recurrence of Schur and Cohn.
  public var isSchurStable: Truth { characteristicPolynomial.isSchurStable }
}

extension LinearOscillator where A: RealElementaryArithmetic {
  /// The two eigenvalues, of which the first has the larger real or the larger imaginary part.
  ///
  /// Undefined where an enclosure does not decide whether they are real.
  public var eigenvalues: (Complex<A>, Complex<A>) {
    let (half, zero) = (trace / 2, A(0, in: step.context))
    let root = A.sqrt(discriminant.magnitude) / 2
    switch discriminant.isNegative {
    case .true: return (Complex(half, root), Complex(half, -root))
    case .false: return (Complex(half + root, zero), Complex(half - root, zero))
    case .undecided:
      let undefined = A(Double.nan, in: step.context)
      return (Complex(undefined, undefined), Complex(undefined, undefined))
    }
  }

  /// The largest modulus of an eigenvalue: sqrt(det) for a conjugate pair, else (|trace| + sqrt(discriminant))/2.
  ///
  /// Undefined where an enclosure does not decide whether they are real.
  public var spectralRadius: A {
    switch discriminant.isNegative {
    case .true: A.sqrt(determinant)
    case .false: (trace.magnitude + A.sqrt(discriminant.magnitude)) / 2
    case .undecided: A(Double.nan, in: step.context)
    }
  }
}
