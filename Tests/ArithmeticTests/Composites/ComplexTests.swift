import Arithmetic
import Testing

@Suite struct ComplexTests {
  /// The functions, and the normwise error in unit roundoffs that is documented for each (to first order: a
  /// hundredth more is granted for the rest).
  enum Function: String, CaseIterable {
    case sqrt, exp, expMinusOne, log, logOnePlus, sin, cos, tan, sinh, cosh, tanh, softplus, sigmoid
    case product, quotient

    var ownError: Double {
      switch self {
      case .sqrt, .logOnePlus: 8
      case .exp, .sin, .cos, .sinh, .cosh: 3
      case .expMinusOne, .log, .quotient: 6
      case .tan, .tanh: 11
      case .softplus: 12
      case .sigmoid: 15
      case .product: 2.2361
      }
    }

    func callAsFunction<C: ElementaryArithmetic>(_ z: C, _ w: C) -> C {
      switch self {
      case .sqrt: C.sqrt(z)
      case .exp: C.exp(z)
      case .expMinusOne: C.expMinusOne(z)
      case .log: C.log(z)
      case .logOnePlus: C.log(onePlus: z)
      case .sin: C.sin(z)
      case .cos: C.cos(z)
      case .tan: C.tan(z)
      case .sinh: C.sinh(z)
      case .cosh: C.cosh(z)
      case .tanh: C.tanh(z)
      case .softplus: C.softplus(z)
      case .sigmoid: C.sigmoid(z)
      case .product: z * w
      case .quotient: z / w
      }
    }
  }

  /// Points everywhere: of sizes 2^-40 to 8, on and beside the axes and the unit circle.
  private func point(_ draws: inout Draws) -> (Double, Double) {
    let small = draws.double(exponents: -40...2)
    switch Int.random(in: 0...5, using: &draws) {
    case 0: return (small, draws.double(exponents: -40...2))
    case 1: return (small, 0)
    case 2: return (0, small)
    case 3:
      let angle = Double.random(in: -3.1...3.1, using: &draws)
      let turn = Complex<Double>(length: 1, phase: angle)
      return (turn.real, turn.imaginary)
    default: return (draws.double(exponents: -3...2), draws.double(exponents: -3...2))
    }
  }

  /// |f(z) - exact| <= c u |exact| at 53 bits, correctly rounded real functions, against discs at 300 bits.
  @Test(arguments: Function.allCases)
  func errorBounds(of function: Function) {
    var draws = Draws(seed: 50)
    var checked = 0
    for _ in 0..<5000 {
      let (p, q) = (point(&draws), point(&draws))
      func rounded(_ p: (Double, Double)) -> Complex<BigFloat> {
        Complex(BigFloat(exactly: p.0), BigFloat(exactly: p.1))
      }
      func exact(_ p: (Double, Double)) -> Disc { Disc(Ball(p.0, in: 300), Ball(p.1, in: 300)) }
      let value = function(rounded(p), rounded(q))
      let reference = function(exact(p), exact(q))
      // On the branch cuts, and at poles, a disc is undefined.
      let size = reference.lowerMagnitude
      guard reference.isDefined, reference.radius < Magnitude.powerOfTwo(-250) * size else { continue }
      checked += 1
      let difference = (Disc(Ball(value.real), Ball(value.imaginary)) - reference).upperMagnitude
      var bound = function.ownError
      if function == .softplus || function == .sigmoid {
        let pole = (1 + Disc.exp(exact(p))).lowerMagnitude.double
        bound /= min(1, pole)
      }
      #expect(
        difference <= Magnitude((bound + 0.01) * 0x1p-53) * size,
        "\(function) of \(p), \(q) is \(value), not \(reference)")
    }
    #expect(checked > 2500)
  }

  /// Enclosed components enclose.
  @Test(arguments: Function.allCases)
  func rectanglesEnclose(_ function: Function) {
    var draws = Draws(seed: 51)
    var checked = 0
    for _ in 0..<3000 {
      let (p, q) = (point(&draws), point(&draws))
      let value = function(
        Complex(DoubleDouble(p.0), DoubleDouble(p.1)), Complex(DoubleDouble(q.0), DoubleDouble(q.1)))
      let reference = function(
        Disc(Ball(p.0, in: 300), Ball(p.1, in: 300)), Disc(Ball(q.0, in: 300), Ball(q.1, in: 300)))
      guard value.isDefined, reference.isDefined else { continue }
      checked += 1
      #expect(Ball(value.real).overlaps(reference.real), "\(function) of \(p), \(q)")
      #expect(Ball(value.imaginary).overlaps(reference.imaginary), "\(function) of \(p), \(q)")
    }
    #expect(checked > 1500)
  }

  @Test func fieldLaws() {
    var draws = Draws(seed: 52)
    func number() -> Complex<Rational> { Complex(draws.rational(), draws.rational()) }
    for _ in 0..<500 {
      let (x, y, z) = (number(), number(), number())
      #expect(x * (y + z) == x * y + x * z)
      #expect((x * y) * z == x * (y * z) && x * y == y * x)
      #expect(x.addingProduct(y, z) == x + y * z)
      #expect((x * x.conjugate) == Complex(x.squaredMagnitude))
      if y != Complex(0, in: Intrinsic()) {
        #expect((x / y) * y == x)
        #expect(Complex.pow(y, -3) * y * y * y == 1 + Complex(0, in: Intrinsic()))
      }
    }
    let i = Complex<Rational>.imaginaryUnit(in: Intrinsic())
    #expect(i * i == -Complex(1, in: Intrinsic()))
    #expect(!(i / Complex(0, in: Intrinsic())).isDefined)
  }

  @Test func hardwareEdgeCases() {
    typealias C = Complex<Double>
    let huge = C(1e308, 1e308)
    #expect(C.sqrt(huge).isDefined && abs(C.sqrt(huge).real / 1.0986841134678098e154 - 1) < 0x1p-50)
    #expect(C(8e307, 8e307) / C(8e307, 8e307) == C(1, 0))
    #expect((C(1e-300, 1e-300) / C(1e-300, 0)).imaginary == 1)
    #expect(C.sqrt(C(-4, 0)) == C(0, 2) && C.sqrt(C(-4, -0.0)) == C(0, 2))
    #expect(C.log(C(-1, 0)).imaginary == Double.pi && C.log(C(-1, -0.0)).imaginary == Double.pi)
    #expect(C.log(C(0, 0)).real == -Double.infinity)
    #expect(C.tanh(C(1000, 1)) == C(1, 0) && C.tanh(C(-1000, 1)) == C(-1, 0))
    #expect(C.softplus(C(1000, 0)) == C(1000, 0) && C.sigmoid(C(-800, 0)) == C(0, 0))
    #expect(!(C(1, 0) / C(0, 0)).isDefined && !C.exp(C(.nan, 0)).isDefined)
    #expect(C.pow(C(0, 0), C(0, 0)) == C(1, 0) && C.pow(C(0, 0), C(2, 1)) == C(0, 0))
    #expect(!C.pow(C(0, 0), C(-1, 0)).isDefined)
    #expect(huge.magnitude.isFinite && C(3, 4).magnitude == 5)
    #expect(C.pow(C(0, 1), 2) == C(-1, 0))
    #expect("\(C(1, -2))" == "(1.0, -2.0)")
  }
}
