import Arithmetic
import TestSupport
import Testing

@Suite("BigFloat: correct rounding", .cases(60, deep: 600))
struct BigFloatRoundingTests {
  static let precisions: [Precision] = [2, 8, 24, 53, 64, 113, 200, 1024]

  /// A finite operand of the precision of the result, or of another, or half way between two numbers of it.
  private static func operand(_ precision: Precision) -> Generator<BigFloat> {
    .number { draw in
      switch draw.index(upTo: 7) {
      case 0...3: draw.trickyBigFloat(in: precision, finite: true)
      case 7: draw.halfway(in: precision)
      default: draw.trickyBigFloat(in: Precision(bits: draw.integer(in: 2...2 * precision.bits)), finite: true)
      }
    }
  }

  @Test(
    "Sums, products, quotients, fused products and roots against exact rationals", .cases(100, deep: 1000),
    arguments: precisions)
  func algebraic(precision: Precision) async {
    let operand = Self.operand(precision)
    let result = await checkProperty("algebraic, \(precision)") { draw in
      let (x, y, z) = (try draw(operand, "x"), try draw(operand, "y"), try draw(operand, "z"))
      let (p, q, r) = (x.rational!, y.rational!, z.rational!)
      let n = try draw(.integer(uniformIn: p == 0 ? 0...9 : -9...9), "n")
      for mode in RoundingMode.allCases {
        func check(_ result: BigFloat.Rounded, _ exact: ExactNumber, _ name: String) throws {
          let defect = roundingDefect(result, exact, mode)
          try draw.verify(defect == nil, "the \(name) rounded \(mode), \(result.value), \(defect ?? "")")
          try draw.verify(result.value.precision == precision)
        }
        func both(_ f: BigFloat.BinaryFunction) -> BigFloat.Rounded {
          .withTernary(f, x, y, in: precision, rounding: mode)
        }
        try check(both(.add), ExactNumber(p + q), "sum")
        try check(both(.subtract), ExactNumber(p - q), "difference")
        try check(both(.multiply), ExactNumber(p * q), "product")
        if q != 0 { try check(both(.divide), ExactNumber(p / q), "quotient") }
        try check(.fma(x, y, z, in: precision, rounding: mode), ExactNumber(p * q + r), "fused product")
        try check(.withTernary(.square, x, in: precision, rounding: mode), ExactNumber(p * p), "square")
        let root = BigFloat.withTernary(.sqrt, x.magnitude, in: precision, rounding: mode)
        try check(root, ExactNumber(squareRootOf: p.magnitude), "root")
        try check(.power(x, n, in: precision, rounding: mode), ExactNumber(Rational.pow(p, n)), "power \(n)")
        let ratio = q == 0 ? p : p / q
        try check(BigFloat.withTernary(ratio, in: precision, rounding: mode), ExactNumber(ratio), "rational")
        let rounded = x.roundedWithTernary(to: precision, rounding: mode)
        try check(rounded, ExactNumber(p), "rounding")
      }
      draw.label("tie", when: x.significantBits == precision.bits + 1)
      draw.label("exact", when: x.significantBits <= precision.bits)
      draw.label("power of two", when: x.significantBits == 1)
    }
    // What is hard to round comes up.
    for label in ["tie", "exact", "power of two"] { #expect(result.labels[label, default: 0] >= 2, "\(label)") }
  }

  /// f(x) enclosed with `precision` bits, softplus and sigmoid by their definitions in directed arithmetic.
  private static func bracket(_ f: BigFloat.UnaryFunction, _ x: BigFloat, _ precision: Precision) -> ExactNumber {
    func bound(_ mode: RoundingMode) -> BigFloat {
      switch f {
      case .softplus: return .log(onePlus: .exp(x, in: precision, rounding: mode), in: precision, rounding: mode)
      case .sigmoid:
        let power = BigFloat.exp(-x, in: precision, rounding: mode.mirrored)
        let one = BigFloat(1, in: precision)
        let denominator = BigFloat.add(one, power, in: precision, rounding: mode.mirrored)
        return .divide(one, denominator, in: precision, rounding: mode)
      default: return BigFloat.withTernary(f, x, in: precision, rounding: mode).value
      }
    }
    return ExactNumber(between: bound(.down), and: bound(.up))
  }

  @Test(
    "Every function of one argument against itself at more than twice the precision",
    arguments: precisions.filter { $0.bits <= 200 })
  func elementary(precision: Precision) async { await checkFunctions(in: precision) }

  @Test("Every function of one argument at a high precision", .cases(10, deep: 100))
  func elementaryAtHighPrecision() async { await checkFunctions(in: 1024) }

  private func checkFunctions(in precision: Precision) async {
    let operand = Self.operand(precision)
    for f in BigFloat.UnaryFunction.allCases {
      await checkProperty("\(f), \(precision)") { draw in
        let x = try draw(operand, "x")
        // Beyond, e^x and e^-x are too large and too small to be compared with exactly.
        try draw.assume(x.exponent <= 9)
        // Twice the precision, and room for x + e^-x, 1 - 2 e^-2x and 1/2 + x/4 - x^3/48 to leave x, 1 and 1/2 + x/4.
        let exact = Self.bracket(f, x, Precision(bits: 8 * precision.bits + 1600))
        for mode in RoundingMode.allCases {
          let result = BigFloat.withTernary(f, x, in: precision, rounding: mode)
          guard result.value.isFinite else {
            try draw.verify(
              (f == .sqrt || f == .log || f == .logOnePlus) && x.signum <= 0, "\(f)(x) \(mode) = \(result.value)")
            continue
          }
          let defect = roundingDefect(result, exact, mode)
          try draw.verify(defect == nil, "\(f)(x) rounded \(mode), \(result.value), \(defect ?? "")")
        }
      }
    }
  }

  @Test("Powers and angles against themselves at more than twice the precision", arguments: precisions)
  func binary(precision: Precision) async {
    let operand = Self.operand(precision)
    let more = Precision(bits: 3 * precision.bits + 200)
    for f in [BigFloat.BinaryFunction.power, .atan2] {
      await checkProperty("\(f), \(precision)") { draw in
        let first = try draw(operand, f == .power ? "x, up to its sign" : "x")
        let x = f == .power ? first.magnitude : first
        let y = try draw(operand, "y")
        try draw.assume(f == .atan2 || !x.isZero)
        let lower = BigFloat.withTernary(f, x, y, in: more, rounding: .down).value
        let exact = ExactNumber(between: lower, and: BigFloat.withTernary(f, x, y, in: more, rounding: .up).value)
        // Powers of a thousand bits' exponent are not compared as rationals.
        try draw.assume(f == .atan2 || lower.exponent.magnitude < 1 << 16)
        for mode in RoundingMode.allCases {
          let result = BigFloat.withTernary(f, x, y, in: precision, rounding: mode)
          let defect = roundingDefect(result, exact, mode)
          try draw.verify(defect == nil, "rounded \(mode), \(result.value) \(defect ?? "")")
        }
      }
    }
  }

  /// Arguments at which softplus and the logistic function are all but exact: the result is decided without evaluating.
  @Test("Logistic functions beside x, 1, 1/2 and 0", arguments: RoundingMode.allCases)
  func nearlyExact(mode: RoundingMode) {
    func softplus(_ x: BigFloat, _ p: Precision = 53) -> BigFloat { .softplus(x, in: p, rounding: mode) }
    func sigmoid(_ x: BigFloat, _ p: Precision = 53) -> BigFloat { .sigmoid(x, in: p, rounding: mode) }
    let growsUp = mode == .up || mode == .awayFromZero
    let one = BigFloat(1, in: 53)
    let half = BigFloat.powerOfTwo(-1, in: 53)
    for exponent in [64, 1000, 1 << 28, BigFloat.maximumExponent - 1] {
      let large = BigFloat.powerOfTwo(exponent, in: 53)
      #expect(softplus(large) == (growsUp ? large.nextUp : large))
      #expect(sigmoid(large) == (mode == .down || mode == .towardZero ? one.nextDown : one))
      // A tie at 52 bits that e^-x breaks.
      let odd = large.nextUp
      #expect(softplus(odd, 52) == (mode == .down || mode == .towardZero ? large : odd.nextUp))
    }
    for exponent in [-52, -60, -1000, -(1 << 28), BigFloat.minimumExponent] {
      let small = BigFloat.powerOfTwo(exponent, in: 53)
      if exponent < -54 {
        #expect(sigmoid(small) == (growsUp ? half.nextUp : half))
        #expect(sigmoid(-small) == (mode == .down || mode == .towardZero ? half.nextDown : half))
      }
      #expect(softplus(small) == softplus(-small) || exponent > -54)
    }
    for exponent in [29, 30, 31, 1000] {
      let x = -BigFloat.powerOfTwo(exponent, in: 53)
      #expect(softplus(x) == .exp(x, in: 53, rounding: mode) && sigmoid(x) == softplus(x))
      #expect(exponent == 29 || softplus(x) == (growsUp ? .leastNonzero(in: 53) : .zero(in: 53)))
    }
  }

  @Test("Results below the least number and beyond the largest", arguments: RoundingMode.allCases)
  func underflowAndOverflow(mode: RoundingMode) {
    let least = BigFloat.leastNonzero(in: 64)
    let largest = BigFloat.largestFinite(in: 64)
    let up = mode == .up || mode == .awayFromZero
    let small = BigFloat.withTernary(.multiply, least, least, in: 64, rounding: mode)
    #expect(small.value == (up ? least : .zero(in: 64)) && small.ternary.signum() == (up ? 1 : -1))
    #expect(small.error == .powerOfTwo(BigFloat.minimumExponent - 1))
    let large = BigFloat.withTernary(.add, largest, largest, in: 64, rounding: mode)
    let isInfinite = up || mode == .toNearestEven
    #expect(large.value == (isInfinite ? .infinity(in: 64) : largest) && large.error == .unbounded)
    #expect(large.ternary.signum() == (isInfinite ? 1 : -1))
    let negative = BigFloat.withTernary(.multiply, largest, -largest, in: 64, rounding: mode.mirrored)
    #expect(negative.value == -large.value && negative.error == .unbounded)
    // Beside the largest number, rounded inward from between it and its neighbour: the bound is the usual one.
    let inward = BigFloat.withTernary(.subtract, largest, least, in: 64, rounding: .down)
    #expect(inward.value == largest.nextDown && inward.error == .powerOfTwo(BigFloat.maximumExponent - 64))
  }
}

// One shape of call for the operations that have their own names.
extension BigFloat.Rounded {
  static func withTernary(
    _ f: BigFloat.BinaryFunction, _ x: BigFloat, _ y: BigFloat, in precision: Precision, rounding: RoundingMode
  ) -> Self {
    BigFloat.withTernary(f, x, y, in: precision, rounding: rounding)
  }
  static func withTernary(
    _ f: BigFloat.UnaryFunction, _ x: BigFloat, in precision: Precision, rounding: RoundingMode
  ) -> Self {
    BigFloat.withTernary(f, x, in: precision, rounding: rounding)
  }
  static func fma(
    _ x: BigFloat, _ y: BigFloat, _ z: BigFloat, in precision: Precision, rounding: RoundingMode
  ) -> Self {
    BigFloat.fmaWithTernary(x, y, z, in: precision, rounding: rounding)
  }
  static func power(_ x: BigFloat, _ n: Int, in precision: Precision, rounding: RoundingMode) -> Self {
    BigFloat.powWithTernary(x, n, in: precision, rounding: rounding)
  }
}
