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

  /// The functions whose slopes have zeros, poles or two arguments, so that their bounds may be loose.
  private static let curved: [RoundedFunction] = [.tan, .atan2, .sin, .cos, .cosh]

  /// An argument with an error, or a value with one, far larger than a rounding: every number within the error has its
  /// image within the bound, and at one of the ends the bound is nearly reached where the slope does not change much.
  @Test(.cases(60, deep: 5000), arguments: functions)
  func perturbations(function: RoundedFunction) async {
    await checkProperty("\(function) of perturbed arguments") { draw in
      let isPositive = [.sqrt, .log, .pow].contains(function)
      func number(_ name: String) throws -> Double {
        let value = Float(try draw(Self.argument, name))
        return Double(isPositive ? abs(value) : value)
      }
      let (x, y) = (try number("x"), try number("y"))
      let size = Double(sign: .plus, exponent: -draw.integer(in: 3...25), significand: 1)
      let (xError, yError) = (abs(x) * size, draw.bool() ? 0 : abs(y) * size)
      func bound(_ value: Double, _ error: Double, isComputed: Bool) -> RoundingBound {
        RoundingBound(value, error: isComputed ? error : 0, valueError: isComputed ? 0 : error, in: .double)
      }
      let computed = apply(function, bound(x, xError, isComputed: true), bound(y, yError, isComputed: true))
      let valued = apply(function, bound(x, xError, isComputed: false), bound(y, yError, isComputed: false))
      let middle = apply(function, reference(x), reference(y))
      guard computed.isDefined, valued.isDefined, function != .pow || x != 0 else { return }
      draw.cover("defined", when: true, atLeast: 0.2)
      var farthest = 0.0
      for part in [-1, -0.5, 0.75, 1] as [Double] {
        for otherPart in [-1, 1] as [Double] {
          let (p, q) = (reference(part) * reference(xError), reference(otherPart) * reference(yError))
          let image = apply(function, reference(x) + p, reference(y) + q)
          let distance = (image - middle).magnitude.double()
          farthest = max(farthest, distance)
          try draw.verify(distance <= computed.bound(), "\(distance) > \(computed.bound())")
          let valueDistance = (image - reference(valued.value)).magnitude.double()
          try draw.verify(valueDistance <= valued.valueError, "\(valueDistance) > \(valued.valueError)")
        }
      }
      // An error of 2^-10 changes no slope by much, but for the tails.
      guard size < 0x1p-10, abs(x) < 4, abs(y) < 4, !Self.curved.contains(function) else { return }
      // Near its pole the slope of log(1 + x) does.
      if function == .logOnePlus && x < -0.5 { return }
      let own = 0x1p-45 * (1 + middle.magnitude.double())
      try draw.verify(computed.bound() <= 1.1 * farthest + own, "\(computed.bound()), but \(farthest) is needed")
    }
  }

  /// The extrema of perturbed numbers.
  @Test(.cases(200, deep: 10_000)) func perturbedExtrema() async {
    await checkProperty { draw in
      func number(_ name: String) throws -> (value: Double, error: Double) {
        (Double(try draw(.integer(in: -4...4), name)), Double(draw.integer(in: 0...4)))
      }
      let (x, y) = (try number("x"), try number("y"))
      let (a, b) = (
        RoundingBound(x.value, error: x.error, in: .single), RoundingBound(y.value, error: y.error, in: .single)
      )
      let (most, least) = (RoundingBound.maximum(a, b), RoundingBound.minimum(a, b))
      for p in [x.value - x.error, x.value + x.error] {
        for q in [y.value - y.error, y.value + y.error] {
          try draw.verify(most.explains(max(p, q)) && least.explains(min(p, q)), "\(p), \(q): \(least) ... \(most)")
        }
      }
      try draw.verify(max(most.bound(), least.bound()) <= max(x.error, y.error))
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
