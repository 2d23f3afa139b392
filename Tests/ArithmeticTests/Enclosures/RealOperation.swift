import Arithmetic
import TestSupport
import Testing

/// A real operation in two arithmetics: on balls, and correctly rounded on numbers at a precision.
struct RealOperation: Sendable, CustomTestStringConvertible {
  let name: String
  let arity: Int
  let ball: @Sendable ([Ball], Int) -> Ball
  let reference: @Sendable ([BigFloat], Int, Precision) -> BigFloat
  /// Whether the ball of these points may be indeterminate although the reference is a number.
  var mayDecline: @Sendable ([BigFloat]) -> Bool = { _ in false }

  var testDescription: String { name }

  func declining(_ condition: @escaping @Sendable ([BigFloat]) -> Bool) -> RealOperation {
    var operation = self
    operation.mayDecline = condition
    return operation
  }

  static func unary(
    _ name: String, _ ball: @escaping @Sendable (Ball) -> Ball, _ function: BigFloat.UnaryFunction
  ) -> RealOperation {
    RealOperation(name: name, arity: 1) { x, _ in
      ball(x[0])
    } reference: { x, _, precision in
      BigFloat.withTernary(function, x[0], in: precision).value
    }
  }

  static func binary(
    _ name: String, _ ball: @escaping @Sendable (Ball, Ball) -> Ball, _ function: BigFloat.BinaryFunction
  ) -> RealOperation {
    RealOperation(name: name, arity: 2) { x, _ in
      ball(x[0], x[1])
    } reference: { x, _, precision in
      BigFloat.withTernary(function, x[0], x[1], in: precision).value
    }
  }

  static let all: [RealOperation] = [
    binary("add", { $0 + $1 }, .add),
    binary("subtract", { $0 - $1 }, .subtract),
    binary("multiply", { $0 * $1 }, .multiply),
    binary("divide", { $0 / $1 }, .divide),
    RealOperation(name: "fma", arity: 3) { x, _ in
      x[0].addingProduct(x[1], x[2])
    } reference: { x, _, precision in
      BigFloat.fma(x[1], x[2], x[0], in: precision)
    },
    RealOperation(name: "integer-power", arity: 1) { x, n in
      Ball.pow(x[0], n)
    } reference: { x, n, precision in
      BigFloat.pow(x[0], n, in: precision)
    },
    // The power of a number that is not positive is the integer power, or undefined.
    binary("power", { Ball.pow($0, $1) }, .power).declining { $0[0].signum <= 0 },
    unary("sqrt", Ball.sqrt, .sqrt),
    unary("exp", Ball.exp, .exp),
    unary("expm1", Ball.expMinusOne, .expMinusOne),
    unary("log", { Ball.log($0) }, .log),
    unary("log1p", { Ball.log(onePlus: $0) }, .logOnePlus),
    unary("sin", Ball.sin, .sin),
    unary("cos", Ball.cos, .cos),
    unary("tan", Ball.tan, .tan),
    unary("atan", Ball.atan, .atan),
    binary("atan2", { Ball.atan2(y: $0, x: $1) }, .atan2),
    unary("sinh", Ball.sinh, .sinh),
    unary("cosh", Ball.cosh, .cosh),
    unary("tanh", Ball.tanh, .tanh),
    unary("softplus", Ball.softplus, .softplus),
    unary("sigmoid", Ball.sigmoid, .sigmoid),
    unary("magnitude", { $0.magnitude }, .magnitude),
    unary("negate", { -$0 }, .negate),
  ]

  /// The exponents of integer powers; most are small.
  private static let exponents = Generator<Int>.oneOf(
    weights: (9, .integer(uniformIn: -9...9)), (1, .integer(uniformIn: -200...200)))

  /// Draws operands and two of the points in them, and says what is wrong where the ball of the operation does not contain
  /// its value at one.
  ///
  /// The value is correctly rounded with at least 64 bits more than the ball has, so that it lies within one of its own
  /// units in the last place: a violation is a distance beyond the radius by more than that.
  ///
  /// Labels: "indeterminate" results; "inexact" ones of operands that are points. Figure: distance of a value from the midpoint, in radii.
  func violation(_ draw: inout Draw, corrupting: (Ball) -> Ball = { $0 }) throws -> String? {
    let operands = try draw(.operands(arity) as Generator<[Ball]>, "operands")
    let n = name == "integer-power" ? try draw(Self.exponents, "n") : 0
    let result = corrupting(ball(operands, n))
    let arePoints = operands.allSatisfy(\.isPoint)
    let working = result.context.adding(guardBits: draw.bool() ? 64 : max(64, result.context.bits))
    draw.label("indeterminate", when: !result.isDefined)
    var violation: String?
    for _ in 0..<(arePoints ? 1 : 2) {
      let points =
        arePoints
        ? operands.map(\.midpoint) : try draw(.numbers { draw in operands.map { draw.point(in: $0) } }, "points")
      let value = reference(points, n, working)
      if !result.isDefined {
        // An operation on points is a number wherever the reference is, overflow apart.
        if arePoints, value.isFinite, !mayDecline(points), value.exponent < BigFloat.maximumExponent - 2 {
          violation = "the result is indeterminate, the value \(value)"
        }
        continue
      }
      let distance = Self.distance(result, value)
      if distance > result.radius.bigFloat || !value.isFinite {
        violation = "\(result.digits) does not contain \(value)"
      } else if !result.isPoint {
        draw.maximize(radii(distance, result.radius), "distance in radii")
      }
    }
    // At points one correctly rounded evaluation: half a unit in the last place.
    if arePoints, violation == nil, result.isDefined, !result.isPoint, !result.midpoint.isZero {
      draw.label("inexact")
      if result.radius > Magnitude(upperBoundOf: result.midpoint.ulp).scaled(byPowerOfTwo: -1) {
        violation = "the radius of \(result.digits) is more than half a unit in the last place"
      }
    }
    return violation
  }

  /// How far a value, known to one unit in its last place, certainly is from the midpoint, rounded down; less than 0 where
  /// it may be nearer.
  private static func distance(_ ball: Ball, _ value: BigFloat) -> BigFloat {
    let distance = BigFloat.subtract(value, ball.midpoint, in: 128, rounding: .towardZero).magnitude
    return BigFloat.subtract(distance, value.ulp, in: 128, rounding: .down)
  }
}

/// distance/radius; 0 for a distance that is negative.
func radii(_ distance: BigFloat, _ radius: Magnitude) -> Double {
  distance.signum > 0 ? (Magnitude(lowerBoundOf: distance) / radius).double : 0
}
