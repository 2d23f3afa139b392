import Arithmetic
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

  /// Checks on random operands that the ball of the operation contains its value at points of the operands.
  ///
  /// The value is correctly rounded with at least 64 bits more than the ball has, so that it lies within one of its own
  /// units in the last place: a violation is a distance beyond the radius by more than that.
  func check(operands count: Int, seed: UInt64, corrupting: (Ball) -> Ball = { $0 }) -> Tally {
    var draw = OperandGenerator(seed: seed)
    var tally = Tally()
    for _ in 0..<count {
      let precision = draw.precision()
      var operands = (0..<arity).map { _ in draw.ball(precision) }
      // The same value twice; operands of unequal precision.
      let isAliased = arity > 1 && draw.int(0...7) == 0
      if isAliased { operands = operands.map { _ in operands[arity - 1] } }
      if arity > 1, draw.int(0...7) == 0 { operands[0] = draw.ball(draw.precision()) }
      let n = draw.int(0...9) == 0 ? draw.int(-200...200) : draw.int(-9...9)
      let result = corrupting(ball(operands, n))
      tally.operands += 1
      if !result.isDefined { tally.indeterminate += 1 }
      let working = result.context.adding(guardBits: draw.bool() ? 64 : max(64, result.context.bits))
      let areThePoints = operands.allSatisfy(\.isPoint)
      for _ in 0..<(areThePoints ? 1 : 2) {
        let points = operands.map { draw.point(in: $0) }
        let value = reference(points, n, working)
        tally.points += 1
        if !result.isDefined {
          // An operation on points is a number wherever the reference is, overflow apart.
          if areThePoints, value.isFinite, !mayDecline(points), value.exponent < BigFloat.maximumExponent - 2 {
            tally.violation("\(name)(\(operands), \(n)) is indeterminate but \(value)")
          }
          continue
        }
        if Self.misses(result, value) {
          tally.violation("\(name)(\(operands), \(n)) at \(points): \(result) does not contain \(value)")
        }
      }
      if areThePoints, result.isDefined, !result.isPoint, !result.midpoint.isZero {
        tally.unitsInLastPlace.append((result.radius / Magnitude(upperBoundOf: result.midpoint.ulp)).double)
      }
    }
    return tally
  }

  /// Whether a value, known to one unit in its last place, is certainly not in the ball.
  static func misses(_ ball: Ball, _ value: BigFloat) -> Bool {
    guard value.isFinite else { return true }
    let distance = BigFloat.subtract(value, ball.midpoint, in: 128, rounding: .towardZero).magnitude
    let certain = BigFloat.subtract(distance, value.ulp, in: 128, rounding: .down)
    return certain > ball.radius.bigFloat
  }
}
