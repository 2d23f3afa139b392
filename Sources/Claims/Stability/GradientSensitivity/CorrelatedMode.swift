import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// A mode with a rational eigenvalue, real or complex, under an input with R(D) = rho^|D|.
struct CorrelatedMode: Sendable {
  typealias Gaussian = Complex<Rational>

  var eigenvalue: Gaussian
  var ratio: Rational

  /// |lambda| < 1 and |rho| < 1.
  static let complex = Generator { draw in
    CorrelatedMode(eigenvalue: try draw(.discPoint()), ratio: try draw(.openInterval))
  }

  /// lambda real.
  static let real = Generator { draw in
    CorrelatedMode(eigenvalue: Gaussian(try draw(.openInterval)), ratio: try draw(.openInterval))
  }

  /// 0 <= lambda, rho < 1.
  static let positive = real.with { mode in
    mode = CorrelatedMode(eigenvalue: Gaussian(mode.eigenvalue.real.magnitude), ratio: mode.ratio.magnitude)
  }

  /// lambda and rho not 0, so that the correlation of the input matters.
  static let correlated = complex.filter { !$0.eigenvalue.squaredMagnitude.isZero && !$0.ratio.isZero }

  /// The moments in closed form.
  var input: GeometricAutocorrelation<Gaussian> { GeometricAutocorrelation(ratio: Gaussian(ratio)) }
  var pair: EigenvaluePair<Gaussian> { EigenvaluePair(conjugatesOf: eigenvalue) }

  /// The moments from the recurrences: h and dh/dlambda are at 1 and 2.
  var recurrences: DrivenModes<Gaussian> {
    DrivenModes(autoregressive: Gaussian(ratio), eigenvalues: [eigenvalue])
  }

  var values: [NamedValue] {
    [
      eigenvalue.imaginary.isZero
        ? NamedValue("lambda", eigenvalue.real) : NamedValue("lambda", eigenvalue), NamedValue("rho", ratio),
    ]
  }
}

extension Generator where Value == Rational {
  /// p/q of (-1, 1), q at most 8; simplest 0.
  static var openInterval: Generator { rational(in: -1...1, denominator: 8).filter { $0.magnitude < 1 } }
}

extension Generator where Value == Complex<Rational> {
  /// A rational point of the open unit disc; simplest 0.
  static func discPoint() -> Generator {
    Generator { draw in
      Complex(
        try draw(Generator<Rational>.rational(in: -1...1, denominator: 8)),
        try draw(Generator<Rational>.rational(in: -1...1, denominator: 4)))
    }.filter { $0.squaredMagnitude < 1 }
  }
}
