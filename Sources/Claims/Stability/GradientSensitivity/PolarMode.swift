import Arithmetic
import Definitions
import PropertyTesting

/// A normalized mode nu e^(i theta), trained through a polar map to imitate a mode of the same kind; in balls.
struct PolarMode: Sendable {
  var map = PolarParameterization.balanced
  /// The teacher's |lambda|, in (0, 1).
  var modulus: Rational
  /// The teacher's arg lambda.
  var phase: Rational
  var ratio: Rational = 0
  /// Whether the gradient through the scale of the phase is stopped.
  var isStopped = false

  static let any = Generator { draw in
    let denominator = try draw(.integer(in: 2...16))
    return PolarMode(
      modulus: Rational(try draw(.integer(in: 1...denominator - 1)), denominator),
      phase: try draw(.rational(in: -3...3, denominator: 8)))
  }
  static let turning = any.filter { !$0.phase.isZero }

  /// The second derivatives in (w, v) of the normalized loss at the student whose |lambda| is `student`: at the
  /// optimum, where that is the teacher's.
  func hessian(student: Rational? = nil, _ precision: Precision) -> SecondDerivatives<Ball> {
    let nu = Ball(student ?? modulus, in: precision)
    let theta = Ball(phase, in: precision)
    let target = (modulus: Ball(modulus, in: precision), ratio: Complex(Ball(ratio, in: precision)))
    let w =
      map == .exponential
      ? Reparameterization.doubleExponential.inverse(of: nu) : Reparameterization.hyperbolicTangent.inverse(of: nu)
    let v =
      switch map {
      case .exponential: Ball.log(theta)
      case .freePhase: theta
      case .balanced: theta / PolarParameterization.balancedPhaseScale(nu)
      }
    typealias Number = SecondDerivatives<Ball>.Number
    func constant(_ x: Ball) -> Number { Dual(constant: Dual(constant: x)) }
    func eigenvalue(_ nu: Number, _ theta: Number) -> Complex<Number> {
      Complex(nu * Number.cos(theta), nu * Number.sin(theta))
    }
    let loss = TeacherStudentLoss(
      input: GeometricAutocorrelation(
        ratio: Complex(constant(target.ratio.real)), complement: Complex(constant(Ball(1 - ratio, in: precision)))),
      teacher: eigenvalue(constant(target.modulus), constant(theta)))
    return SecondDerivatives(
      of: { w, v in
        let modulus = map.modulus(w)
        let scaled = isStopped ? constant(nu) : modulus
        return loss.normalized(eigenvalue(modulus, map.phase(v, modulus: scaled)))
      }, at: w, v)
  }

  var values: [NamedValue] {
    [NamedValue("nu", modulus), NamedValue("theta", phase)] + (ratio.isZero ? [] : [NamedValue("rho", ratio)])
  }
}
