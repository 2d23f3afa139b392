import Arithmetic
import Definitions
import PropertyTesting

/// Random modes in continuous time, in Gaussian rationals, and a point of the imaginary axis.
struct ModalInstance: Sendable {
  var poles: [Complex<Rational>]
  var residues: [Complex<Rational>]
  /// w.
  var frequency: Rational

  static let complex = Generator { draw in
    Complex(try draw(SystemInstance.number), try draw(SystemInstance.number))
  }

  static func generator(modes: ClosedRange<Int> = 1...4) -> Generator<ModalInstance> {
    Generator { draw in
      let n = draw.integer(in: modes)
      let pole = Generator { draw in
        Complex(
          -(try draw(.rational(above: 0, upTo: 2, denominator: 8))), try draw(.rational(in: -4...4, denominator: 4)))
      }
      return ModalInstance(
        poles: try draw(.array(of: pole, count: n)), residues: try draw(.array(of: complex, count: n)),
        frequency: try draw(.rational(in: -8...8, denominator: 4)))
    }
  }

  var values: [NamedValue] {
    [NamedValue("a", poles), NamedValue("r", residues), NamedValue("w", frequency)]
  }

  /// G, in an arithmetic.
  func response<C: ComplexArithmetic>(in context: C.Context) -> ModalResponse<C> {
    func number(_ z: Complex<Rational>) -> C { C(C.Real(z.real, in: context), C.Real(z.imaginary, in: context)) }
    return ModalResponse(poles: poles.map(number), residues: residues.map(number))
  }
}

/// |z|, enclosed.
func modulus(_ z: Complex<Rational>, _ precision: Precision) -> Ball {
  Ball.sqrt(Ball(z.squaredMagnitude, in: precision))
}

/// A point of the unit circle with rational parts, never -1: ((1 - u^2) + 2 i u)/(1 + u^2).
let rationalUnitPoint = Generator<Rational>.rational(in: -4...4, denominator: 6).map { u in
  Complex((1 - u * u) / (1 + u * u), 2 * u / (1 + u * u))
}
