import Arithmetic
import Testing

/// The bulk operations of `BallVector` and `DiscVector` against the same operations on vectors of numbers, 600 bits more
/// precise, at points of the elements.
@Suite struct EnclosureVectorTests {
  enum Operation: String, CaseIterable {
    case fill, add, subtract, multiplyByElement, multiply, formProduct, addProduct, subtractProduct, addScaled, dot
    case multiplyRows, addOuterProduct, formRowProduct, exponential
    case addSelf, multiplyBySelf, addProductOfSelf, subtractSelf

    /// The result on h, x, y (6 elements, 2 rows of 3), k (2), v (3) and s.
    func apply<V: ArithmeticVector>(h: V, x: V, y: V, k: V, v: V, s: V.Element) -> V
    where V.Element: ElementaryArithmetic, V.Element.Vector == V {
      var h = h
      switch self {
      case .fill: h.fill(with: s)
      case .add: h.add(x)
      case .subtract: h.subtract(x)
      case .multiplyByElement: h.multiply(by: s)
      case .multiply: h.multiply(by: x)
      case .formProduct: h.formProduct(x, y)
      case .addProduct: h.addProduct(x, y)
      case .subtractProduct: h.subtractProduct(x, y)
      case .addScaled: h.addProduct(s, x)
      case .dot: h.fill(with: x.dot(y))
      case .multiplyRows: h.multiplyRows(by: k)
      case .addOuterProduct: h.addOuterProduct(k, v)
      case .formRowProduct:
        var row = V(zeros: 3, in: h.context)
        row.formProduct(k, matrix: x)
        return row
      case .exponential: V.Element.formExponential(&h, of: x)
      case .addSelf: h.add(h)
      case .subtractSelf: h.subtract(h)
      case .multiplyBySelf: h.multiply(by: h)
      case .addProductOfSelf: h.addProduct(h, h)
      }
      return h
    }
  }

  private static let extraBits = 600
  /// With six elements each, 10^5 operands in a deep run.
  private static let trials = operandCount == 100_000 ? 17_000 : 1_000

  /// Results of about 2^100 at most, at 600 more bits: their error is far below every radius.
  private static func isModerate(_ x: BigFloat) -> Bool { x.isZero || abs(x.exponent) < 7 }

  @Test(arguments: Operation.allCases)
  func ballVectorContains(_ operation: Operation) {
    var draw = OperandGenerator(seed: enclosureSeed)
    var checked = 0
    for _ in 0..<Self.trials {
      let precision = draw.precision()
      let fine = precision.adding(guardBits: Self.extraBits + precision.bits)
      func balls(_ count: Int) -> [Ball] {
        (0..<count).map { _ in
          while true {
            let ball = draw.ball(precision)
            if Self.isModerate(ball.midpoint), ball.radius < 16 { return ball }
          }
        }
      }
      let operands = [6, 6, 6, 2, 3, 1].map(balls)
      let enclosures = operands.map { BallVector($0, in: precision) }
      let points = operands.map { $0.map { draw.point(in: $0) } }.map { BigFloatVector($0, in: fine) }
      let result = operation.apply(
        h: enclosures[0], x: enclosures[1], y: enclosures[2], k: enclosures[3], v: enclosures[4], s: operands[5][0])
      let values = operation.apply(
        h: points[0], x: points[1], y: points[2], k: points[3], v: points[4], s: points[5][0])
      for i in 0..<result.count {
        let misses = ComplexOperation.misses(
          Disc(result[i]), Complex(values[i]), .powerOfTwo(-precision.bits - Self.extraBits / 2))
        #expect(!misses, "\(operation) element \(i): \(result[i]) does not contain \(values[i])")
        checked += 1
      }
    }
    #expect(checked >= 3 * Self.trials)
  }

  @Test(arguments: Operation.allCases)
  func discVectorContains(_ operation: Operation) {
    var draw = OperandGenerator(seed: enclosureSeed)
    var checked = 0
    for _ in 0..<Self.trials {
      let precision = draw.precision()
      let fine = precision.adding(guardBits: Self.extraBits + precision.bits)
      func discs(_ count: Int) -> [Disc] {
        (0..<count).map { _ in
          while true {
            let disc = draw.disc(precision)
            if Self.isModerate(disc.realMidpoint), Self.isModerate(disc.imaginaryMidpoint), disc.radius < 16 {
              return disc
            }
          }
        }
      }
      let operands = [6, 6, 6, 2, 3, 1].map(discs)
      let enclosures = operands.map { DiscVector($0, in: precision) }
      let points = operands.map { $0.map { draw.point(in: $0) } }.map { ComplexVector<BigFloat>($0, in: fine) }
      let result = operation.apply(
        h: enclosures[0], x: enclosures[1], y: enclosures[2], k: enclosures[3], v: enclosures[4], s: operands[5][0])
      let values = operation.apply(
        h: points[0], x: points[1], y: points[2], k: points[3], v: points[4], s: points[5][0])
      for i in 0..<result.count {
        let misses = ComplexOperation.misses(
          result[i], values[i], .powerOfTwo(-precision.bits - Self.extraBits / 2))
        #expect(!misses, "\(operation) element \(i): \(result[i]) does not contain \(values[i])")
        checked += 1
      }
    }
    #expect(checked >= 3 * Self.trials)
  }

  /// At points a product in bulk, with four roundings and two, is as tight as the 4 units in the last place ask for.
  @Test func productsOfPointsAreTight() {
    var draw = OperandGenerator(seed: enclosureSeed)
    var units: [Double] = []
    for _ in 0..<Self.trials {
      let precision = draw.precision()
      func points() -> DiscVector {
        let components = (0..<8).map { _ in (draw.number(precision), draw.number(precision)) }
        return DiscVector(
          components.map { Disc(realMidpoint: $0, imaginaryMidpoint: $1, radius: .zero) }, in: precision)
      }
      var product = points()
      product.multiply(by: points())
      for disc in product.elements where !disc.isPoint {
        let ulp = max(
          Magnitude(upperBoundOf: disc.realMidpoint.ulp), Magnitude(upperBoundOf: disc.imaginaryMidpoint.ulp))
        units.append((disc.radius / ulp).double)
      }
    }
    #expect(units.count > Self.trials)
    #expect(units.sorted()[units.count / 2] <= 4)
    print(
      "disc vector multiply: median radius \(units.sorted()[units.count / 2]) ulp of \(units.count) products of points")
  }

  /// An element that is undefined stays so, and does not touch the others.
  @Test func undefinedElementsStayUndefined() {
    var balls = BallVector([Ball(1, in: 64), .indeterminate(in: 64), Ball(2, in: 64)], in: 64)
    balls.multiply(by: Ball(0, in: 64))
    balls.add(BallVector([Ball(1, in: 64), Ball(1, in: 64), Ball(1, in: 64)], in: 64))
    #expect(balls.elements.map(\.isDefined) == [true, false, true])
    var discs = DiscVector([Disc(1, in: 64), .indeterminate(in: 64), Disc(2, in: 64)], in: 64)
    discs.multiply(by: Disc(0, in: 64))
    Disc.formExponential(&discs, of: discs)
    #expect(discs.elements.map(\.isDefined) == [true, false, true])
    // An overflow of a midpoint.
    let huge = Ball(BigFloat.powerOfTwo(1 << 29, in: 64))
    var squares = BallVector([huge, Ball(1, in: 64)], in: 64)
    squares.multiply(by: squares)
    squares.multiply(by: squares)
    squares.subtract(BallVector([Ball(0, in: 64), Ball(3, in: 64)], in: 64))
    #expect(squares.elements.map(\.isDefined) == [false, true])
    Ball.formExponential(&squares, of: BallVector(squares.elements.map { -$0 }, in: 64))
    #expect(squares.elements.map(\.isDefined) == [false, true])
  }

  /// h = a h + b u with |a| = 1 - 1/1000 for 10^5 steps at 128 bits: the radius stays below 1e-30 of the state, and the
  /// disc contains the state computed with 256 bits from the midpoints.
  @Test func discRecurrenceStaysTight() {
    let precision: Precision = 128
    let fine: Precision = 256
    let count = 4
    let length = Ball(Rational(999, 1000), in: precision)
    let coefficients = (0..<count).map { i in
      let angle = Ball(Rational(4 * i + 1, 5), in: precision)
      return Disc(length * Ball.cos(angle), length * Ball.sin(angle))
    }
    let a = DiscVector(coefficients, in: precision)
    let exactA = ComplexVector<BigFloat>(coefficients.map { Complex($0.realMidpoint, $0.imaginaryMidpoint) }, in: fine)
    var h = DiscVector(zeros: count, in: precision)
    var exactH = ComplexVector<BigFloat>(zeros: count, in: fine)
    var b = DiscVector(zeros: count, in: precision)
    b.fill(with: Disc(Ball(1, in: precision), Ball(1, in: precision)))
    var u = DiscVector(zeros: count, in: precision)
    var exactU = ComplexVector<BigFloat>(zeros: count, in: fine)
    let one = Complex(BigFloat(1, in: fine), BigFloat(1, in: fine))
    for step in 0..<100_000 {
      let input = step % 7 - 3
      u.fill(with: Disc(input, in: precision))
      exactU.fill(with: Complex(input, in: fine))
      h.multiply(by: a)
      h.addProduct(b, u)
      exactH.multiply(by: exactA)
      exactH.addProduct(one, exactU)
    }
    var largest = Magnitude.zero
    for i in 0..<count {
      let relative = h[i].radius / h[i].lowerMagnitude
      #expect(relative < 1e-30, "radius \(relative) of the state")
      #expect(!ComplexOperation.misses(h[i], exactH[i], .powerOfTwo(-200)))
      largest = max(largest, relative)
    }
    print("disc recurrence, |a| = 0.999, 128 bits, 1e5 steps: radius at most \(largest) of the state")
  }

  /// Why discs: over rectangles the same recurrence has lost every digit after a thousand steps.
  @Test func rectangularRecurrenceDoesNot() {
    let precision: Precision = 128
    let angle = Ball(Rational(4, 5), in: precision)
    let length = Ball(Rational(999, 1000), in: precision)
    let rectangle = Complex(length * Ball.cos(angle), length * Ball.sin(angle))
    let disc = Disc(rectangle.real, rectangle.imaginary)
    var h = Complex<Ball>(1, in: precision)
    var enclosed = Disc(1, in: precision)
    for _ in 0..<1000 {
      h = rectangle * h + 1
      enclosed = disc * enclosed + 1
    }
    #expect(h.real.radius > 1)
    #expect(enclosed.radius < 1e-30)
  }
}
