import Arithmetic

/// The loss of learning one mode from another one of the same form, for a stationary input:
///
///     L = 1/2 E|g(a) h_a - g(a*) h_(a*)|^2,   g = 1 or g(a) = sqrt(1 - |a|^2).
///
/// It is 0, and smallest, at the teacher a = a*. Its derivatives with respect to weights, from which `Real` dual
/// numbers make the eigenvalue, are those that gradient descent sees.
///
/// - Source: Zucchet, Orvieto, arXiv 2405.21064, section 4.
public struct TeacherStudentLoss<Real: RealArithmetic>: Sendable {
  /// The autocorrelation of the input.
  public let input: GeometricAutocorrelation<Complex<Real>>
  /// a*.
  public let teacher: Complex<Real>

  public init(input: GeometricAutocorrelation<Complex<Real>>, teacher: Complex<Real>) {
    self.input = input
    self.teacher = teacher
  }

  /// The loss of h itself, g = 1: a rational function of the real and imaginary parts.
  public func callAsFunction(_ student: Complex<Real>) -> Real {
    let one = Real(1, in: teacher.context)
    return loss(student, gain: one, teacherGain: one)
  }

  private func loss(_ student: Complex<Real>, gain: Real, teacherGain: Real) -> Real {
    let own = input.covariance(EigenvaluePair(conjugatesOf: student)).real
    let wanted = input.covariance(EigenvaluePair(conjugatesOf: teacher)).real
    let cross = input.covariance(EigenvaluePair(student, teacher.conjugate)).real
    return (gain * gain * own + teacherGain * teacherGain * wanted) / 2 - gain * teacherGain * cross
  }
}

extension TeacherStudentLoss where Real: ElementaryArithmetic {
  /// The loss of the normalized mode, g(a) = sqrt(1 - |a|^2): for a white input 1 - Re g(a) g(a*)/(1 - a conj a*).
  public func normalized(_ student: Complex<Real>) -> Real {
    loss(student, gain: Self.gain(student), teacherGain: Self.gain(teacher))
  }

  /// sqrt(1 - |a|^2).
  private static func gain(_ a: Complex<Real>) -> Real {
    Real.sqrt(EigenvaluePair(conjugatesOf: a).productComplement.real)
  }
}
