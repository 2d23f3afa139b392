import Arithmetic
import Testing

@Suite struct DoubleDoubleDiscTests {
  enum Operation: String, CaseIterable { case sum, difference, product, quotient, root, exponential, logarithm }

  private func disc(_ draws: inout Draws, _ exponents: ClosedRange<Int>) -> DoubleDoubleDisc {
    DoubleDoubleDisc(draws.doubleDouble(exponents: exponents), draws.doubleDouble(exponents: exponents))
  }

  /// A number of the disc: its midpoint, or (nearly) a point of the circle, as exact components.
  private func member(of z: DoubleDoubleDisc, _ draws: inout Draws) -> Disc {
    let angle = Double.random(in: 0...6.3, using: &draws)
    let radius = Bool.random(using: &draws) ? 0 : z.radius * 0.999_999
    // sin and cos of doubles, rounded toward zero in 53 bits.
    let cosine = BigFloat.cos(BigFloat(exactly: angle), in: .double, rounding: .towardZero)
    let sine = BigFloat.sin(BigFloat(exactly: angle), in: .double, rounding: .towardZero)
    let length = BigFloat(exactly: radius)
    return Disc(
      realMidpoint: .fma(cosine, length, z.realMidpoint.exactMidpoint, in: 300),
      imaginaryMidpoint: .fma(sine, length, z.imaginaryMidpoint.exactMidpoint, in: 300), radius: .zero)
  }

  @Test(arguments: Operation.allCases)
  func containment(of operation: Operation) {
    var draws = Draws(seed: 40)
    let trials = operandCount
    var defined = 0
    for trial in 0..<trials {
      let exponents = trial % 2 == 0 ? -3...3 : -30...8
      let x = disc(&draws, exponents)
      let y = trial % 8 == 0 ? x : disc(&draws, exponents)
      let result: DoubleDoubleDisc
      let (p, q) = (member(of: x, &draws), member(of: y, &draws))
      let exact: Disc
      switch operation {
      case .sum: (result, exact) = (x + y, p + q)
      case .difference: (result, exact) = (x - y, p - q)
      case .product: (result, exact) = (x * y, p * q)
      case .quotient: (result, exact) = (x / y, p / q)
      case .root: (result, exact) = (.sqrt(x), .sqrt(p))
      case .exponential: (result, exact) = (.exp(x), .exp(p))
      case .logarithm: (result, exact) = (.log(x), .log(p))
      }
      guard result.isDefined else { continue }
      defined += 1
      // Exact but for some 2^-290: less than the last bit of the radius.
      let real = exact.realMidpoint - result.realMidpoint.exactMidpoint
      let imaginary = exact.imaginaryMidpoint - result.imaginaryMidpoint.exactMidpoint
      let distance = BigFloat.sqrt(real * real + imaginary * imaginary)
      #expect(distance <= BigFloat(exactly: result.radius.nextUp), "\(operation) of \(x), \(y): \(result)")
    }
    #expect(defined > trials / 4)
  }

  @Test func bulkOperationsAreTheOperators() {
    var draws = Draws(seed: 41)
    let count = 21
    func vector() -> DoubleDoubleDiscVector {
      var elements = (0..<count).map { _ in disc(&draws, -20...20) }
      elements[3] = DoubleDoubleDisc(0)
      elements[4] = .indeterminate
      elements[5] = DoubleDoubleDisc(1e200)
      elements[6] = DoubleDoubleDisc(1e-200)
      return DoubleDoubleDiscVector(elements, in: Intrinsic())
    }
    func expectSame(_ vector: DoubleDoubleDiscVector, _ single: (Int) -> DoubleDoubleDisc, _ name: String) {
      for index in 0..<vector.count {
        let (x, y) = (vector[index], single(index))
        let isSame =
          x.isDefined
          ? x.realMidpoint.isEqual(to: y.realMidpoint).isTrue
            && x.imaginaryMidpoint.isEqual(to: y.imaginaryMidpoint).isTrue && x.radius == y.radius
          : !y.isDefined
        #expect(isSame, "\(name), element \(index): \(x), \(y)")
      }
    }
    for _ in 0..<20 {
      let (x, y, z, s) = (vector(), vector(), vector(), disc(&draws, -9...9))
      func check(
        _ name: String, _ bulk: (inout DoubleDoubleDiscVector) -> Void, _ single: (Int) -> DoubleDoubleDisc
      ) {
        var result = z
        bulk(&result)
        expectSame(result, single, name)
      }
      check("add", { $0.add(x) }, { z[$0] + x[$0] })
      check("subtract", { $0.subtract(x) }, { z[$0] - x[$0] })
      check("multiply", { $0.multiply(by: x) }, { z[$0] * x[$0] })
      check("scale", { $0.multiply(by: s) }, { z[$0] * s })
      check("form product", { $0.formProduct(x, y) }, { x[$0] * y[$0] })
      check("add product", { $0.addProduct(x, y) }, { z[$0] + x[$0] * y[$0] })
      check("subtract product", { $0.subtractProduct(x, y) }, { z[$0] - x[$0] * y[$0] })
      check("add scaled", { $0.addProduct(s, x) }, { z[$0] + s * x[$0] })
    }
  }

  /// h = a h + 1 with |a| = 1 - 1/1000, 10^5 steps: the radius stays bounded, as theory says it must, and holds the
  /// state; the radius of a rectangle is infinite long before.
  @Test func longRecurrence() {
    let angle = DoubleDouble(0.8)
    let size = DoubleDouble(Rational(999, 1000))
    let a = DoubleDoubleDisc(size * .cos(angle), size * .sin(angle))
    let coefficient = Disc(Ball(a.realMidpoint), Ball(a.imaginaryMidpoint)).rounded(to: 200)
    // Radii of operands are left out of the reference, so they are taken out of the candidate.
    let exact = DoubleDoubleDisc(a.realMidpoint, a.imaginaryMidpoint)
    var state = DoubleDoubleDisc(0)
    var rectangle = Complex<DoubleDouble>(0, in: Intrinsic())
    var reference = Disc(0, in: 200)
    for _ in 0..<100_000 {
      state = exact * state + DoubleDoubleDisc(1)
      rectangle = exact.rectangle * rectangle + 1
      reference = coefficient * reference + Disc(1, in: 200)
    }
    let midpoint = Disc(Ball(state.realMidpoint), Ball(state.imaginaryMidpoint))
    let distance = DoubleDouble.sqrt(DoubleDouble((reference - midpoint).squaredMagnitude))
    // A step's own error: 11 u^2 |a|_1 |h|_1 + 4 u^2 |h|_1, where |z|_1 <= sqrt(2) |z|, and |h| is at most 2/|1 - a| < 3.
    let step = (11 * 2 + 4 * 1.4143) * 3 * 0x1p-106
    #expect(state.radius < 1000 * step)
    #expect(state.radius > 0)
    #expect(distance.isLess(than: DoubleDouble(state.radius)) == .true)
    #expect(!rectangle.isDefined)
  }
}
