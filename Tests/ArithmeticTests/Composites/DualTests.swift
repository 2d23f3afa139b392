import Arithmetic
import TestSupport
import Testing

@Suite struct DualTests {
  /// Each elementary function with its derivative in another closed form than the one that `Dual` uses.
  enum Function: String, CaseIterable {
    case sqrt, exp, expMinusOne, log, logOnePlus, power, sin, cos, tan, sinh, cosh, tanh, softplus, sigmoid, atan, angle
    case composition

    func callAsFunction<A: RealElementaryArithmetic>(_ x: A) -> A {
      switch self {
      case .sqrt: A.sqrt(x)
      case .exp: A.exp(x)
      case .expMinusOne: A.expMinusOne(x)
      case .log: A.log(x)
      case .logOnePlus: A.log(onePlus: x)
      case .power: A.pow(x, x)
      case .sin: A.sin(x)
      case .cos: A.cos(x)
      case .tan: A.tan(x)
      case .sinh: A.sinh(x)
      case .cosh: A.cosh(x)
      case .tanh: A.tanh(x)
      case .softplus: A.softplus(x)
      case .sigmoid: A.sigmoid(x)
      case .atan: A.atan(x)
      case .angle: A.atan2(y: 2 * x, x: 3 * x * x)
      case .composition: A.exp(-(x * x)) / (1 + A.sin(x) * A.sin(x)) - x.magnitude
      }
    }

    func derivative(_ x: Ball) -> Ball {
      switch self {
      case .sqrt: Ball.sqrt(x) / x / 2
      case .exp, .expMinusOne: Ball.expMinusOne(x) + 1
      case .log: Ball.exp(-Ball.log(x))
      case .logOnePlus: 1 - x / (x + 1)
      case .power: Ball.exp(x * Ball.log(x)) * (Ball.log(x) + 1)
      case .sin: 1 - 2 * (Ball.sin(x / 2) * Ball.sin(x / 2))
      case .cos: -2 * (Ball.sin(x / 2) * Ball.cos(x / 2))
      case .tan: 2 / (Ball.cos(2 * x) + 1)
      case .sinh: (Ball.exp(x) + Ball.exp(-x)) / 2
      case .cosh: (Ball.exp(x) - Ball.exp(-x)) / 2
      case .tanh: 1 - Ball.tanh(x) * Ball.tanh(x)
      case .softplus: Ball.exp(x) / (Ball.exp(x) + 1)
      case .sigmoid: 1 / (2 * (Ball.cosh(x) + 1))
      case .atan: 1 / (x * x + 1)
      case .angle: -6 / (9 * (x * x) + 4)
      case .composition:
        -(Ball.exp(-(x * x))
          * (2 * (x * (1 + Ball.sin(x) * Ball.sin(x))) + Ball.sin(2 * x))
          / ((1 + Ball.sin(x) * Ball.sin(x)) * (1 + Ball.sin(x) * Ball.sin(x)))) - 1
      }
    }
  }

  @Test(.cases(200, deep: 5000), arguments: Function.allCases)
  func closedForms(_ function: Function) async {
    await checkProperty("dual \(function)") { draw in
      let point = try draw(.scaledFloat(exponents: -6...1), "x, up to its sign").magnitude
      let x = Ball(point, in: 200)
      let dual = function(Dual(variable: x))
      let exact = function.derivative(x)
      try draw.verify(dual.value.overlaps(function(x)), "\(dual.value), not \(function(x))")
      try draw.verify(dual.tangent.overlaps(exact), "\(dual.tangent), not \(exact)")
      // Not by being vague: 100 bits are left of 200.
      try draw.verify(dual.tangent.radius < Magnitude.powerOfTwo(-100) && exact.radius < Magnitude.powerOfTwo(-100))
      let fast = function(Dual(variable: DoubleDouble(point)))
      // Relative to the derivative, which grows without bound towards the poles of tan.
      let vagueness = fast.tangent.radius / max(1, exact.magnitude.approximation)
      try draw.verify(Ball(fast.tangent).overlaps(exact) && vagueness < 0x1p-80, "\(fast), not \(exact)")
      draw.maximize(vagueness, "radius over double-doubles")
    }
  }

  private typealias D = Dual<Rational>

  /// Product, quotient and chain rule, exactly.
  @Test(.cases(300, deep: 10_000))
  func rules() async {
    await checkProperty { draw in
      let (a, b, c) = (try draw(.rational(), "a"), try draw(.rational(), "b"), try draw(.rational(), "c"))
      let x = try draw(.rational(), "x")
      // p = (x - a)(x^2 + b), q = c x + 200: q > 0 for the numbers drawn.
      let p = (x - a) * (x * x + b)
      let slopeOfP = x * x + b + (x - a) * (2 * x)
      let q = c * x + 200
      let derivative = D.derivative(
        of: { x in
          let numerator = (x - D(constant: a)) * D(constant: b).addingProduct(x, x)
          return D.pow(numerator / (D(constant: c) * x + 200), 3)
        }, at: x)
      let quotient = p / q
      try draw.verify(derivative == 3 * quotient * quotient * ((slopeOfP * q - p * c) / (q * q)), "\(derivative)")
      if x != 0 {
        try draw.verify(D.derivative(of: { D.pow($0, -4) }, at: x) == -4 / (x * x * x * x * x))
        try draw.verify(D.derivative(of: { $0.magnitude }, at: x) == (x < 0 ? -1 : 1))
      }
      try draw.verify(Dual<D>.derivative(of: { Dual<D>.pow($0, 5) }, at: D(variable: x)).tangent == 20 * x * x * x)
      try draw.verify(D.pow(D(variable: x), 0) == D(1, in: Intrinsic()))
    }
  }

  @Test func comparison() {
    #expect(!D.derivative(of: { $0.magnitude }, at: 0).isDefined)
    #expect(D(Rational(1), tangent: 5).isEqual(to: D(Rational(1), tangent: 7)) == .true)
    #expect(D(Rational(1), tangent: 5).isLess(than: D(Rational(2), tangent: 7)) == .true)
  }

  /// Over complex numbers the tangent is the holomorphic derivative.
  @Test func holomorphic() {
    typealias D = Dual<Complex<BigFloat>>
    let z = Complex(BigFloat(0.5, in: 100), BigFloat(-1.25, in: 100))
    let slope = D.derivative(of: { D.exp($0 * $0) }, at: z)
    let exact = 2 * z * Complex.exp(z * z)
    #expect((slope - exact).magnitude <= exact.magnitude.scaled(byPowerOfTwo: -94))
  }
}
