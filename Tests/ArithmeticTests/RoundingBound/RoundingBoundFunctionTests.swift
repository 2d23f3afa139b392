import Arithmetic
import TestSupport
import Testing

/// Every function at exact and at computed arguments, in every format and by every formula of kernels, against the
/// reference.
@Suite struct RoundingBoundFunctionTests {
  private static let functions = RoundedFunction.allCases.filter { $0 != .division }

  private func apply<A: RealElementaryArithmetic>(_ function: RoundedFunction, _ x: A, _ y: A) -> A {
    switch function {
    case .division: x / y
    case .sqrt: A.sqrt(x)
    case .exp: A.exp(x)
    case .expMinusOne: A.expMinusOne(x)
    case .log: A.log(x)
    case .logOnePlus: A.log(onePlus: x)
    case .pow: A.pow(x, y)
    case .sin: A.sin(x)
    case .cos: A.cos(x)
    case .tan: A.tan(x)
    case .sinh: A.sinh(x)
    case .cosh: A.cosh(x)
    case .tanh: A.tanh(x)
    case .softplus: A.softplus(x)
    case .sigmoid: A.sigmoid(x)
    case .atan: A.atan(x)
    case .atan2: A.atan2(y: x, x: y)
    }
  }

  /// Where the functions are hard: near 0, in the tails, near zeros and poles.
  private static let hard: [Double] = [
    0, 0x1p-30, -0x1p-30, 1, -1, 0.999, -0.999, -30, 30, -80, 20, 8, -9, 10.5, 3.1415927, 1.5707964, -87, 88,
  ]

  private static let argument = Generator<Double> { draw in
    switch draw.index(upTo: 3) {
    case 0: hard[Int(draw.index(upTo: UInt64(hard.count - 1)))]
    case 1: draw.double(exponents: -20 ... -1)
    default: draw.double(exponents: -2...5)
    }
  }

  @Test(.cases(60, deep: 5000), arguments: functions, FloatPolicy.Format.allCases)
  func errors(function: RoundedFunction, format: FloatPolicy.Format) async {
    await checkProperty("\(function) in \(format)") { draw in
      let policy = try draw(.accurate(format), "policy")
      let model = FloatModel(policy)
      let isPositive = [.sqrt, .log, .pow].contains(function)
      func number(_ name: String) throws -> Double {
        let value = FloatVariant(try draw(Self.argument, name), in: policy).value
        return isPositive ? abs(value) : value
      }
      // x, or x + x w with a small w, which has two roundings.
      let (x, y) = (try number("x"), try number("y"))
      let w = draw.bool() ? 0 : FloatVariant(draw.double(exponents: -5 ... -2), in: policy).value
      func evaluate<A: RealElementaryArithmetic>(_ context: A.Context) -> A {
        let x = A(x, in: context)
        return apply(function, w == 0 ? x : x + x * A(w, in: context), A(y, in: context))
      }
      let computed: FloatVariant = evaluate(policy)
      let (analysis, exact): (RoundingBound, BigFloat) = (evaluate(model), evaluate(400))
      // What 0^0 is depends on the library.
      guard analysis.isDefined, function != .pow || x != 0 else { return }
      draw.cover("defined", when: true, atLeast: 0.2)
      let error = (reference(computed.value) - exact).magnitude.double()
      try draw.verify(error <= analysis.bound(), "\(computed) for \(exact), error \(error), bound \(analysis)")
      let valueError = (reference(analysis.value) - exact).magnitude.double()
      try draw.verify(valueError <= analysis.valueError, "\(valueError) > \(analysis.valueError)")
      guard analysis.bound() > 0, w == 0, function != .pow else { return }
      // At an exact argument the bound is the function's own error.
      let errors = model.functions[function]
      let units = errors.relative + errors.relativePerArgument * abs(x)
      let size = exact.magnitude.double()
      let tail = function == .sigmoid ? 3 / model.largest : 0
      try draw.verify(
        analysis.bound() <= 1.001 * model.unitRoundoff * units * size + 20 * model.underflow + tail, "\(analysis)")
      if size > model.leastNormal { draw.maximize(error / analysis.bound(), "error / bound") }
    }
  }

  /// Computed arguments: the slope times their errors, and not more.
  @Test func slopes() {
    let third = RoundingBound(1, in: .single) / 3
    let unit = 0x1p-24
    #expect(RoundingBound.softplus(third * -90).bound() < RoundingBound.softplus(third * -90).value * unit * 200)
    #expect(RoundingBound.sigmoid(third * -90).bound() < RoundingBound.sigmoid(third * -90).value * unit * 200)
    #expect(RoundingBound.sigmoid(third * 90).bound() < unit * 10)
    #expect(RoundingBound.tanh(third * 30).bound() < unit * 10)
    #expect(RoundingBound.log(onePlus: third / 1_048_576).bound() < unit * 4 * 0x1p-20)
    #expect(RoundingBound.pi(in: .half).bound() < 0x1p-9 && RoundingBound.pi(in: .half).bound() > 0x1p-11)
    // Undefined where the computed argument may be outside of the domain, or the result beyond the range.
    let small = RoundingBound(1 + 0x1p-20, in: .bfloat16) - RoundingBound(1, in: .bfloat16)
    #expect(!RoundingBound.log(small).isDefined && !RoundingBound.sqrt(small).isDefined)
    #expect(!RoundingBound.exp(RoundingBound(89, in: .single)).isDefined)
    #expect(RoundingBound.exp(RoundingBound(89, in: .double)).isDefined)
    #expect(!RoundingBound.atan2(y: small, x: RoundingBound(-1, in: .bfloat16)).isDefined)
    #expect(RoundingBound.sqrt(RoundingBound(0, in: .single)).bound() == 0)
  }

  /// The table says what is assumed of a function.
  @Test func tables() {
    var model = FloatModel.single
    model.functions[.exp] = 1
    #expect(RoundingBound.exp(RoundingBound(1, in: model)).bound() < 0x1p-24 * 2.719)
    model.functions = .gpuFast
    #expect(RoundingBound.softplus(RoundingBound(-30, in: model)).bound() > 0x1p-24)
    model.functions = .correctlyRounded
    #expect((RoundingBound(1, in: model) / 3).bound() < 0x1p-24 / 2.99)
    #expect(FloatModel.single != model && model.description.contains("24 bits"))
  }
}
