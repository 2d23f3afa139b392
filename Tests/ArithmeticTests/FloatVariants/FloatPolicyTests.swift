import Arithmetic
import TestSupport
import Testing

@Suite struct FloatPolicyTests {
  typealias Format = FloatPolicy.Format

  @Test("Every accurate policy is another one; none loses small results")
  func policies() {
    for format in Format.allCases {
      let policies = FloatPolicy.accurate(format)
      let isHalf = format == .binary16 || format == .bfloat16
      #expect(policies.count == (isHalf ? 256 : 128) && Set(policies).count == policies.count)
      #expect(policies[0] == FloatPolicy(format) && policies.allSatisfy { $0.isAccurate && $0.format == format })
      #expect(Set(policies.map(\.description)).count == policies.count && policies[0].description == "\(format)")
    }
  }

  /// The relative error of `computed` in units of u, where the exact value is a normal number of the format.
  private static func error(_ computed: FloatVariant, _ exact: Ball) -> Double {
    let distance = (Ball(computed.value, in: 200) - exact).magnitude / exact.magnitude
    return distance.approximation / computed.context.format.floatFormat.unitRoundoff.double()
  }

  /// The accurate formulas of exp, the logistic function and softplus, to the errors that the policy states.
  @Test("Functions by every accurate formula", .cases(300), arguments: Format.allCases)
  func accurateFormulas(_ format: Format) async {
    let policies = FloatPolicy.accurate(format).filter { !$0.fusesProducts && $0.summation == .forward }
    // Results stay normal numbers.
    let range = format == .binary16 ? 9.0 : 80
    await checkProperty("functions in \(format)") { draw in
      let point = draw.float(FloatDomain(-range...range))
      for policy in policies {
        let x = FloatVariant(point, in: policy)
        let exact = Ball(x.value, in: 200)
        // A unit in the last place and half a one of the rounding, and what the exponent's roundings do.
        let exponent = policy.exponential == .powerOfTwo ? 2.5 * abs(x.value) : 0
        let power = Self.error(.exp(x), .exp(exact))
        try draw.verify(power <= 3 + exponent, "exp by \(policy): \(power) u")
        let sigmoid = Self.error(.sigmoid(x), .sigmoid(exact))
        try draw.verify(sigmoid <= 9 + exponent, "sigmoid by \(policy): \(sigmoid) u")
        let softplus = Self.error(.softplus(x), .softplus(exact))
        try draw.verify(softplus <= 9 + exponent, "softplus by \(policy): \(softplus) u")
      }
      draw.maximize(abs(point), "|x|")
    }
  }

  @Test("The less accurate formulas lose small results", arguments: Format.allCases)
  func lessAccurateFormulas(_ format: Format) {
    var policy = FloatPolicy(format, sigmoid: .hyperbolic, softplus: .logarithm)
    // e^x is between u/2 and u^2: lost beside 1, though a normal number of the format.
    let logarithm = -Double(format.floatFormat.significandBits + 2) * 0.6931471805599453
    #expect(FloatVariant.softplus(FloatVariant(logarithm, in: policy)).value == 0)
    #expect(Self.error(.sigmoid(FloatVariant(logarithm, in: policy)), .sigmoid(Ball(logarithm, in: 200))) > 100)
    policy = FloatPolicy(format)
    #expect(FloatVariant.softplus(FloatVariant(logarithm, in: policy)).value > 0)
    // Nothing overflows: 1/(1 + e^-x) is 0 where e^-x does, softplus is x where e^x does.
    for softplus in FloatPolicy.Softplus.allCases {
      for sigmoid in FloatPolicy.Sigmoid.allCases {
        let policy = FloatPolicy(format, sigmoid: sigmoid, softplus: softplus)
        #expect(FloatVariant.sigmoid(FloatVariant(-5000, in: policy)).value == 0)
        #expect(FloatVariant.softplus(FloatVariant(5000, in: policy)).value == FloatVariant(5000, in: policy).value)
        #expect(!FloatVariant.softplus(FloatVariant(Double.nan, in: policy)).isDefined)
      }
    }
  }

  @Test("The plain policies are Float and Double, bit for bit", .cases(300))
  func hardware() async {
    await checkProperty { draw in
      let (a, b) = (draw.double(exponents: -10...4), draw.double(exponents: -10...4))
      func functions<A: RealElementaryArithmetic>(_ x: A, _ y: A) -> [Double] {
        [
          A.exp(x), A.expMinusOne(x), A.log(x.magnitude), A.log(onePlus: x.magnitude), A.sin(x), A.cos(x), A.tan(x),
          A.sinh(x), A.cosh(x), A.tanh(x), A.atan(x), A.atan2(y: x, x: y), A.pow(x.magnitude, y), A.sqrt(x.magnitude),
          A.sigmoid(x), x * y, x / y, x + y, x - y,
        ].map(\.approximation)
      }
      let double = FloatPolicy(.binary64)
      let doubles = functions(FloatVariant(a, in: double), FloatVariant(b, in: double))
      try draw.verify(doubles == functions(a, b), "\(doubles)")
      let single = FloatPolicy(.binary32)
      let singles = functions(FloatVariant(a, in: single), FloatVariant(b, in: single))
      try draw.verify(singles == functions(Float(a), Float(b)), "\(singles)")
    }
  }
}
