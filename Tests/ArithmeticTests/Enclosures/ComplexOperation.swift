import Arithmetic
import TestSupport
import Testing

/// A complex operation in two arithmetics: on discs, and on pairs of `BigFloat`s.
struct ComplexOperation: Sendable, CustomTestStringConvertible {
  typealias Point = Complex<BigFloat>

  let name: String
  let arity: Int
  let disc: @Sendable ([Disc], Int) -> Disc
  let reference: @Sendable ([Point], Int) -> Point
  /// Whether the disc of these points may be indeterminate although the reference is a number.
  var mayDecline: @Sendable ([Point]) -> Bool = { _ in false }

  var testDescription: String { name }

  func declining(_ condition: @escaping @Sendable ([Point]) -> Bool) -> ComplexOperation {
    var operation = self
    operation.mayDecline = condition
    return operation
  }

  static func unary(
    _ name: String, _ disc: @escaping @Sendable (Disc) -> Disc, _ reference: @escaping @Sendable (Point) -> Point
  ) -> ComplexOperation {
    ComplexOperation(name: name, arity: 1) { z, _ in
      disc(z[0])
    } reference: { z, _ in
      reference(z[0])
    }
  }

  static func binary(
    _ name: String, _ disc: @escaping @Sendable (Disc, Disc) -> Disc,
    _ reference: @escaping @Sendable (Point, Point) -> Point
  ) -> ComplexOperation {
    ComplexOperation(name: name, arity: 2) { z, _ in
      disc(z[0], z[1])
    } reference: { z, _ in
      reference(z[0], z[1])
    }
  }

  static let all: [ComplexOperation] = [
    binary("add", { $0 + $1 }, { $0 + $1 }),
    binary("subtract", { $0 - $1 }, { $0 - $1 }),
    binary("multiply", { $0 * $1 }, { $0 * $1 }),
    binary("divide", { $0 / $1 }, { $0 / $1 }),
    ComplexOperation(name: "fma", arity: 3) { z, _ in
      z[0].addingProduct(z[1], z[2])
    } reference: { z, _ in
      z[0] + z[1] * z[2]
    },
    ComplexOperation(name: "integer-power", arity: 1) { z, n in
      Disc.pow(z[0], n)
    } reference: { z, n in
      Point.pow(z[0], n)
    },
    binary("power", { Disc.pow($0, $1) }, { Point.pow($0, $1) })
      .declining { $0[0].real.isZero && $0[0].imaginary.isZero },
    unary("sqrt", { Disc.sqrt($0) }, { Point.sqrt($0) }),
    unary("exp", { Disc.exp($0) }, { Point.exp($0) }),
    unary("expm1", { Disc.expMinusOne($0) }, { Point.expMinusOne($0) }),
    unary("log", { Disc.log($0) }, { Point.log($0) }),
    unary("log1p", { Disc.log(onePlus: $0) }, { Point.log(onePlus: $0) }),
    unary("sin", { Disc.sin($0) }, { Point.sin($0) }),
    unary("cos", { Disc.cos($0) }, { Point.cos($0) }),
    unary("tan", { Disc.tan($0) }, { Point.tan($0) }),
    unary("sinh", { Disc.sinh($0) }, { Point.sinh($0) }),
    unary("cosh", { Disc.cosh($0) }, { Point.cosh($0) }),
    unary("tanh", { Disc.tanh($0) }, { Point.tanh($0) }),
    // e^z overflows, and the disc is not between the cuts.
    unary("softplus", { Disc.softplus($0) }, { Point.softplus($0) })
      .declining { $0[0].real.exponent > 29 && $0[0].imaginary.exponent > 1 },
    unary("sigmoid", { Disc.sigmoid($0) }, { Point.sigmoid($0) }),
    unary("conjugate", { $0.conjugate }, { Point($0.real, -$0.imaginary) }),
  ]

  /// The exponents of integer powers; most are small.
  private static let exponents = Generator<Int>.oneOf(
    weights: (9, .integer(uniformIn: -9...9)), (1, .integer(uniformIn: -60...60)))

  /// Draws operands and points in them, and says what is wrong where the disc of the operation does not contain its value
  /// there. Labels and figure are those of ``RealOperation``, and "over 4 ulp" of radius at points, and "unsettled" where the
  /// reference came to no value.
  func violation(_ draw: inout Draw, corrupting: (Disc) -> Disc = { $0 }) throws -> String? {
    let operands = try draw(.operands(arity) as Generator<[Disc]>, "operands")
    let n = name == "integer-power" ? try draw(Self.exponents, "n") : 0
    let result = corrupting(disc(operands, n))
    draw.label("indeterminate", when: !result.isDefined)
    let arePoints = operands.allSatisfy(\.isPoint)
    // A point in a disc says nothing of an indeterminate result.
    guard result.isDefined || arePoints else { return nil }
    let points =
      arePoints
      ? operands.map { Point($0.realMidpoint, $0.imaginaryMidpoint) }
      : try draw(.points { draw in operands.map { draw.point(in: $0) } }, "points")
    guard let (value, error) = settled(points, n, result.context) else {
      draw.label("unsettled", when: result.isDefined)
      return nil
    }
    if !result.isDefined {
      let isInRange = max(value.real.exponent, value.imaginary.exponent) < BigFloat.maximumExponent - 2
      return isInRange && !mayDecline(points) ? "the result is indeterminate, the value \(value)" : nil
    }
    let distance = Self.distance(result, value, error)
    if !(distance <= result.radius.bigFloat) { return "\(result.digits) does not contain \(value)" }
    if !result.isPoint {
      draw.maximize(radii(distance, result.radius), "distance in radii")
      let ulp = max(
        Magnitude(upperBoundOf: result.realMidpoint.ulp), Magnitude(upperBoundOf: result.imaginaryMidpoint.ulp))
      if arePoints, !ulp.isZero {
        draw.label("inexact")
        draw.label("over 4 ulp", when: result.radius > ulp.scaled(byPowerOfTwo: 2))
      }
    }
    return nil
  }

  /// The value at a point and a bound of its error, from two evaluations in higher precisions that agree: the finer one,
  /// with their distance as error. nil where no precision tried settles it, or where it is undefined.
  func settled(_ points: [Point], _ n: Int, _ precision: Precision) -> (value: Point, error: Magnitude)? {
    func evaluate(_ bits: Int) -> Point {
      reference(points.map { Point($0.real.atLeast(bits), $0.imaginary.atLeast(bits)) }, n)
    }
    var bits = precision.bits + 80
    var coarse = evaluate(bits)
    while bits < 4 * precision.bits + 8000 {
      bits += bits / 2 + 64
      let fine = evaluate(bits)
      guard fine.real.isFinite, fine.imaginary.isFinite else { return nil }
      let size = max(Magnitude(lowerBoundOf: fine.real), Magnitude(lowerBoundOf: fine.imaginary))
      if coarse.real.isFinite, coarse.imaginary.isFinite {
        let difference = Magnitude.hypot(distance(coarse.real, fine.real), distance(coarse.imaginary, fine.imaginary))
        let negligible = size.scaled(byPowerOfTwo: -precision.bits - 30)
        if difference <= negligible { return (fine, difference + size.scaled(byPowerOfTwo: 8 - bits)) }
      }
      coarse = fine
    }
    return nil
  }

  private func distance(_ x: BigFloat, _ y: BigFloat) -> Magnitude {
    Magnitude(upperBoundOf: BigFloat.subtract(x, y, in: 64, rounding: .awayFromZero))
  }

  /// Whether a value, known to an error, is certainly not in the disc.
  static func misses(_ disc: Disc, _ value: Point, _ error: Magnitude) -> Bool {
    !(distance(disc, value, error) <= disc.radius.bigFloat)
  }

  /// How far a value, known to an error, certainly is from the midpoint, rounded down; less than 0 where it may be nearer,
  /// infinite where there is none.
  private static func distance(_ disc: Disc, _ value: Point, _ error: Magnitude) -> BigFloat {
    guard value.real.isFinite, value.imaginary.isFinite else { return .infinity(in: 128) }
    let horizontal = BigFloat.subtract(value.real, disc.realMidpoint, in: 128, rounding: .towardZero)
    let vertical = BigFloat.subtract(value.imaginary, disc.imaginaryMidpoint, in: 128, rounding: .towardZero)
    let square = BigFloat.add(
      BigFloat.multiply(horizontal, horizontal, in: 256, rounding: .down),
      BigFloat.multiply(vertical, vertical, in: 256, rounding: .down), in: 256, rounding: .down)
    return BigFloat.subtract(
      BigFloat.sqrt(square, in: 128, rounding: .down), error.bigFloat, in: 128, rounding: .down)
  }
}

extension BigFloat {
  /// This number with at least `bits` bits.
  fileprivate func atLeast(_ bits: Int) -> BigFloat {
    precision.bits >= bits ? self : rounded(to: Precision(bits: bits))
  }
}
