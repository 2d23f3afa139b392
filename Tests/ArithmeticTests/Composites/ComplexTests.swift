import Arithmetic
import TestSupport
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
  private static let point = Generator<(Double, Double)> { draw in
    draw.span(SpanLabel.number) { draw in
      switch draw.index(upTo: 5) {
      case 2: return (draw.double(exponents: -40...2), draw.double(exponents: -40...2))
      case 3: return (draw.double(exponents: -40...2), 0)
      case 4: return (0, draw.double(exponents: -40...2))
      case 5:
        let turn = Complex<Double>(length: 1, phase: draw.float(FloatDomain(-3.1...3.1)))
        return (turn.real, turn.imaginary)
      default: return (draw.double(exponents: -3...2), draw.double(exponents: -3...2))
      }
    }
  }

  private static func exact(_ p: (Double, Double)) -> Disc { Disc(Ball(p.0, in: 300), Ball(p.1, in: 300)) }

  /// |f(z) - exact| <= c u |exact| at 53 bits, correctly rounded real functions, against discs at 300 bits.
  @Test(.cases(5000, deep: 50_000), arguments: Function.allCases)
  func errorBounds(of function: Function) async {
    let isBinary = function == .product || function == .quotient
    await checkProperty("complex \(function)") { draw in
      let p = try draw(Self.point, "z")
      let q = isBinary ? try draw(Self.point, "w") : (1, 0)
      func rounded(_ p: (Double, Double)) -> Complex<BigFloat> {
        Complex(BigFloat(exactly: p.0), BigFloat(exactly: p.1))
      }
      let value = function(rounded(p), rounded(q))
      let reference = function(Self.exact(p), Self.exact(q))
      // On the branch cuts, and at poles, a disc is undefined.
      let size = reference.lowerMagnitude
      let isKnown = reference.isDefined && reference.radius < Magnitude.powerOfTwo(-250) * size
      draw.cover("known", when: isKnown, atLeast: 0.5)
      guard isKnown else { return }
      let difference = (Disc(Ball(value.real), Ball(value.imaginary)) - reference).upperMagnitude
      var bound = function.ownError
      if function == .softplus || function == .sigmoid {
        bound /= min(1, (1 + Disc.exp(Self.exact(p))).lowerMagnitude.double)
      }
      draw.maximize((difference / size).double * 0x1p53 / bound, "error / bound")
      try draw.verify(difference <= Magnitude((bound + 0.01) * 0x1p-53) * size, "\(value), not \(reference)")
    }
  }

  /// Enclosed components enclose.
  @Test(.cases(3000, deep: 30_000), arguments: Function.allCases)
  func rectanglesEnclose(_ function: Function) async {
    let isBinary = function == .product || function == .quotient
    await checkProperty("rectangle \(function)") { draw in
      let p = try draw(Self.point, "z")
      let q = isBinary ? try draw(Self.point, "w") : (1, 0)
      let value = function(
        Complex(DoubleDouble(p.0), DoubleDouble(p.1)), Complex(DoubleDouble(q.0), DoubleDouble(q.1)))
      let reference = function(Self.exact(p), Self.exact(q))
      let isKnown = value.isDefined && reference.isDefined
      draw.cover("known", when: isKnown, atLeast: 0.5)
      guard isKnown else { return }
      try draw.verify(Ball(value.real).overlaps(reference.real), "\(value), not \(reference)")
      try draw.verify(Ball(value.imaginary).overlaps(reference.imaginary), "\(value), not \(reference)")
    }
  }

  @Test(.cases(500, deep: 20_000))
  func fieldLaws() async {
    let number = Generator<Complex<Rational>> { Complex(try $0(.rational()), try $0(.rational())) }
    await checkProperty { draw in
      let (x, y, z) = (try draw(number, "x"), try draw(number, "y"), try draw(number, "z"))
      try draw.verify(x * (y + z) == x * y + x * z)
      try draw.verify((x * y) * z == x * (y * z) && x * y == y * x)
      try draw.verify(x.addingProduct(y, z) == x + y * z)
      try draw.verify((x * x.conjugate) == Complex(x.squaredMagnitude))
      if y != Complex(0, in: Intrinsic()) {
        try draw.verify((x / y) * y == x)
        try draw.verify(Complex.pow(y, -3) * y * y * y == 1 + Complex(0, in: Intrinsic()))
      }
    }
  }

  @Test func imaginaryUnit() {
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
