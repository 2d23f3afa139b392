import Arithmetic
import TestSupport
import Testing

@Suite("ExponentialRational: the exponential is 2^x") struct ExponentialRationalTests {
  private typealias X = ExponentialRational
  private static let integer = Generator<Int>.integer(in: -40...40).map { X($0) }
  private static let number = Generator<Rational>.rational(size: 50).map(X.init)

  @Test("exp(x + y) = exp x exp y, and what follows from it", .cases(500))
  func identities() async {
    await checkProperty { draw in
      let (x, y) = (try draw(Self.integer, "x"), try draw(Self.integer, "y"))
      let power = X.exp(x)
      try draw.verify(X.exp(x + y) == power * X.exp(y) && X.exp(-x) * power == 1)
      try draw.verify(X.log(power) == x && X.exp(X.log(power)) == power && X.expMinusOne(x) == power - 1)
      try draw.verify(X.log(power * X.exp(y)) == X.log(power) + X.log(X.exp(y)))
      try draw.verify(X.log(onePlus: power - 1) == x && X.pow(power, y) == X.exp(x * y))
      try draw.verify(X.pow(X.pow(4, x), X(1, 2)) == power && X.pow(power * power, X(-1, 2)) == X.exp(-x))
      let sigmoid = X.sigmoid(x)
      try draw.verify(sigmoid == power / (1 + power) && sigmoid + X.sigmoid(-x) == 1)
      try draw.verify(X.tanh(x) == 2 * X.sigmoid(2 * x) - 1 && X.tanh(-x) == -X.tanh(x))
      try draw.verify(X.cosh(x) + X.sinh(x) == power && X.pow(X.cosh(x), 2) - X.pow(X.sinh(x), 2) == 1)
    }
  }

  @Test("Roots of squares, logarithms of powers of two, and of nothing else", .cases(500))
  func inverses() async {
    await checkProperty { draw in
      let x = try draw(Self.number, "x")
      try draw.verify(X.sqrt(x * x) == x.magnitude && X.pow(x * x, X(3, 2)) == x.magnitude * x * x)
      let root = X.sqrt(x)
      try draw.verify(root.isDefined ? root * root == x && root.isNegative.isFalse : !X.sqrt(4 * x / 9).isDefined)
      let logarithm = X.log(x)
      if logarithm.isDefined { try draw.verify(X.exp(logarithm) == x) }
      try draw.verify(logarithm.isDefined == (-8...8).contains { X.exp(X($0)) == x })
      try draw.verify(X.exp(x).isDefined == x.rational.isInteger)
      draw.cover("square", when: root.isDefined, atLeast: 0.01)
      draw.cover("power of two", when: logarithm.isDefined, atLeast: 0.01)
    }
  }

  @Test("At 0 every function is defined")
  func zero() {
    #expect(X.softplus(0) == 1 && X.sigmoid(0) == X(1, 2) && X.tanh(0) == 0 && X.exp(0) == 1 && X.log(1) == 0)
    #expect(X.sin(0) == 0 && X.cos(0) == 1 && X.tan(0) == 0 && X.atan(0) == 0 && X.atan2(y: 0, x: 3) == 0)
    #expect(X.sqrt(0) == 0 && X.pow(0, 0) == 1)
  }

  @Test("What is not rational, and exponents too large, are undefined; nothing traps")
  func undefined() {
    let (half, huge): (X, X) = (X(1, 2), X(.pow(10, 30)))
    let results = [
      X.exp(half), .exp(huge), .exp(-huge), .exp(X(X.maximumExponent + 1)), .exp(X(.min)), .exp(.undefined), .log(0),
      .log(-2), .log(3), .log(huge), .log(.undefined), .log(onePlus: -1), .sqrt(2), .sqrt(-1), .sqrt(.undefined),
      .sqrt(half), .pow(2, half), .pow(2, huge), .pow(0, -1), .pow(-1, half), .pow(.undefined, half), .sinh(half),
      .cosh(huge), .tanh(-huge), .sigmoid(half), .sigmoid(-huge), .softplus(1), .softplus(-1), .softplus(half),
      .softplus(.undefined), .sin(1), .cos(half), .tan(1), .atan(1), .atan2(y: 0, x: -1), .atan2(y: 1, x: 0),
      .atan2(y: .undefined, x: 1), .pi(in: Intrinsic()), X(1, 0), 1 / X(0), X(Double.nan, in: Intrinsic()),
    ]
    for (index, result) in results.enumerated() { #expect(!result.isDefined, "\(index): \(result)") }
    // The largest exponents are formed, and their identities hold.
    let largest = X(X.maximumExponent)
    #expect(X.exp(largest) * X.exp(-largest) == 1 && X.log(X.exp(largest)) == largest)
  }

  @Test("Formal derivatives: exp' = exp, in products and quotients too", .cases(200))
  func derivatives() async {
    await checkProperty { draw in
      let x = try draw(Self.integer, "x")
      typealias D = Dual<X>
      try draw.verify(D.derivative(of: { D.exp(3 * $0) }, at: x) == 3 * X.exp(3 * x))
      try draw.verify(D.derivative(of: { D.log(D.exp($0)) }, at: x) == 1)
      try draw.verify(
        D.derivative(of: D.sigmoid, at: x) == D.derivative(of: { D.exp($0) / (1 + D.exp($0)) }, at: x))
      try draw.verify(D.derivative(of: D.tanh, at: x) == 1 - X.tanh(x) * X.tanh(x))
    }
  }
}
