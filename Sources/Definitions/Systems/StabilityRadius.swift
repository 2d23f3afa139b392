import Arithmetic
import LinearAlgebra

// Levels of pseudospectra and the stability radius, by the definiteness of (A - z I)*(A - z I) - tau^2 I: an answer
// that is given is proved.

extension Matrix where Scalar: ComplexArithmetic & ConjugateArithmetic, Scalar.RealPart == Scalar.Real {
  /// Whether sigma_min(A - z I) > level: whether z lies outside the pseudospectrum of that level.
  public func leastSingularValue(shiftedBy z: Scalar, exceeds level: Rational) -> Truth {
    let shifted = addingToDiagonal(-z)
    return (shifted.adjoint * shifted).addingToDiagonal(-Scalar(level * level, in: context)).isPositiveDefinite
  }

  /// lower < sigma_min(A - z I) <= upper by bisection: the level of the pseudospectra of A at z.
  ///
  /// - Parameters:
  ///   - start: a number that is not below sigma_min(A - z I).
  ///   - steps: halvings of the bracket, at most.
  /// - Returns: a bracket; its lower end is 0 where nothing better could be proved.
  public func leastSingularValue(
    shiftedBy z: Scalar, from start: Rational, steps: Int
  ) -> (lower: Rational, upper: Rational) {
    var (lower, upper) = (Rational.zero, start)
    for _ in 0..<steps {
      let middle = (lower + upper) / 2
      switch leastSingularValue(shiftedBy: z, exceeds: middle) {
      case .true: lower = middle
      case .false: upper = middle
      case .undecided: return (lower, upper)
      }
    }
    return (lower, upper)
  }

  /// Whether sigma_min(A - i w I) > level for every real w: for a stable A, whether its complex stability radius
  /// exceeds the level.
  ///
  /// H(w) = (A - i w I)*(A - i w I) is quadratic in w with the leading coefficient I, so that for w between a and b
  ///
  ///     H(w) = (1-t) H(a) + t H(b) - (w - a)(b - w) I,   t = (w - a)/(b - a):
  ///
  /// where H(a) and H(b) exceed level^2 + ((b - a)/2)^2, H exceeds level^2 in between. Steps are doubled and halved as
  /// that allows; beyond |w| = ||A|| + level nothing is left to prove.
  ///
  /// - Parameters:
  ///   - symmetric: whether A is real, so that only w >= 0 has to be looked at.
  ///   - smallestStep: the step at which the answer is given up as undecided.
  public func leastSingularValueOnAxis(
    exceeds level: Rational, symmetric: Bool = false, smallestStep: Rational = Rational(1, 1 << 20)
  ) -> Truth {
    let norm = Rational(exactly: spectralNormBound.double)
    guard norm.isDefined else { return .undecided }
    let bound = norm + level + 1
    let (left, right) = (adjoint * self, self - adjoint)
    /// Whether H(w) > level^2 + (step/2)^2.
    func exceeds(_ w: Rational, _ step: Rational) -> Truth {
      let imaginary = Scalar(Scalar.Real(0, in: context), Scalar.Real(w, in: context))
      let shift = Scalar(w * w - level * level - step * step / 4, in: context)
      return (left + right.scaled(by: imaginary)).addingToDiagonal(shift).isPositiveDefinite
    }
    var w = -bound
    var step = Rational(1, 4)
    // A real matrix has the same H at -w: the first interval is [-step/2, step/2].
    if symmetric {
      while !exceeds(step / 2, step).isTrue {
        if exceeds(0, 0).isFalse { return .false }
        step = step / 2
        if step < smallestStep { return .undecided }
      }
      w = step / 2
    }
    while w < bound {
      if exceeds(w, step).isTrue, exceeds(w + step, step).isTrue {
        (w, step) = (w + step, step * 2)
      } else {
        if exceeds(w, 0).isFalse || exceeds(w + step, 0).isFalse { return .false }
        step = step / 2
        if step < smallestStep { return .undecided }
      }
    }
    return .true
  }
}
