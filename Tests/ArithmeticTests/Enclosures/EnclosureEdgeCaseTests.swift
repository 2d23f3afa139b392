import Arithmetic
import Foundation
import TestSupport
import Testing

/// What happens at the edges: a definite answer each time, and never a trap.
@Suite struct EnclosureEdgeCaseTests {
  struct Edge: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let holds: @Sendable () -> Bool

    init(_ description: String, _ holds: @autoclosure @escaping @Sendable () -> Bool) {
      testDescription = description
      self.holds = holds
    }
  }

  private static let p: Precision = 64
  private static func point(_ value: Double) -> Ball { Ball(value, in: p) }
  private static func ball(_ midpoint: Double, _ radius: Double) -> Ball {
    Ball(midpoint: BigFloat(midpoint, in: p), radius: Magnitude(radius))
  }
  private static func disc(_ real: Double, _ imaginary: Double, _ radius: Double = 0) -> Disc {
    Disc(realMidpoint: BigFloat(real, in: p), imaginaryMidpoint: BigFloat(imaginary, in: p), radius: Magnitude(radius))
  }
  private static func big(_ value: Double) -> BigFloat { BigFloat(value, in: p) }
  /// 2^exponent.
  private static func power(_ exponent: Int) -> BigFloat { .powerOfTwo(exponent, in: p) }

  static let undefined: [Edge] = [
    Edge("1/0", !(point(1) / point(0)).isDefined),
    Edge("1/[-1, 1]", !(point(1) / ball(0, 1)).isDefined),
    Edge("1/[0, 2]", !(point(1) / ball(1, 1)).isDefined),
    Edge("1/[2^-53, 2]", (point(1) / ball(1, 1 - 0x1p-53)).isDefined),
    Edge("x^-1 about 0", !Ball.pow(ball(0, 1), -1).isDefined),
    Edge("x^-2 about 0", !Ball.pow(ball(0, 1), -2).isDefined),
    Edge("log 0", !Ball.log(point(0)).isDefined),
    Edge("log [0, 2]", !Ball.log(ball(1, 1)).isDefined),
    Edge("log -1", !Ball.log(point(-1)).isDefined),
    Edge("log1p -1", !Ball.log(onePlus: point(-1)).isDefined),
    Edge("sqrt [-1, 1]", !Ball.sqrt(ball(0, 1)).isDefined),
    Edge("sqrt -1", !Ball.sqrt(point(-1)).isDefined),
    Edge("tan across pi/2", !Ball.tan(ball(1.5, 0.1)).isDefined),
    Edge("tan of a wide ball", !Ball.tan(ball(0, 2)).isDefined),
    Edge("tan of a huge number", !Ball.tan(Ball(power(1 << 20))).isDefined),
    Edge("(-1)^(1/2)", !Ball.pow(point(-1), point(0.5)).isDefined),
    Edge("0^(1/2)", !Ball.pow(point(0), point(0.5)).isDefined),
    Edge("NaN", !Ball(Double.nan, in: p).isDefined),
    Edge("infinity", !Ball(Double.infinity, in: p).isDefined),
    Edge("0/0", !Ball(Rational.undefined, in: p).isDefined),
    Edge("an infinite radius", !ball(0, .infinity).isDefined),
    Edge("an interval upside down", !Ball(lower: big(1), upper: big(0)).isDefined),
    Edge("e^(2^40) overflows", !Ball.exp(Ball(power(40))).isDefined),
    Edge("2^(2^29) squared twice overflows", !Ball.pow(Ball(power(1 << 29)), 4).isDefined),
    Edge("a sum that overflows", !(Ball(power((1 << 30) - 2)) + Ball(power((1 << 30) - 2))).isDefined),
    Edge("undefined propagates through +", !(Ball.indeterminate(in: p) + point(1)).isDefined),
    Edge("undefined propagates through * 0", !(point(0) * Ball.indeterminate(in: p)).isDefined),
    Edge("undefined propagates through exp", !Ball.exp(.indeterminate(in: p)).isDefined),
    Edge("undefined propagates through sin", !Ball.sin(.indeterminate(in: p)).isDefined),
    Edge("undefined propagates through atan2", !Ball.atan2(y: .indeterminate(in: p), x: point(1)).isDefined),
    Edge("disc 1/0", !(disc(1, 0) / disc(0, 0)).isDefined),
    Edge("disc 1/(about 0)", !(disc(1, 0) / disc(0.5, 0.5, 1)).isDefined),
    Edge("disc log 0", !Disc.log(disc(0, 0)).isDefined),
    Edge("disc log across the cut", !Disc.log(disc(-2, 0.5, 1)).isDefined),
    Edge("disc log touching the cut", !Disc.log(disc(-2, 1, 1)).isDefined),
    Edge("disc log around 0", !Disc.log(disc(1, 0, 1)).isDefined),
    Edge("disc log1p across the cut", !Disc.log(onePlus: disc(-3, 0.5, 1)).isDefined),
    Edge("disc sqrt across the cut", !Disc.sqrt(disc(-2, 0.5, 1)).isDefined),
    Edge("disc sqrt around 0", !Disc.sqrt(disc(0, 0, 1)).isDefined),
    Edge("disc tan around pi/2", !Disc.tan(disc(1.5, 0, 0.2)).isDefined),
    Edge("disc tanh around i pi/2", !Disc.tanh(disc(0, 1.5, 0.2)).isDefined),
    Edge("disc sigmoid around i pi", !Disc.sigmoid(disc(0, 3.1, 0.2)).isDefined),
    Edge("disc exp overflows", !Disc.exp(disc(1e10, 1)).isDefined),
    Edge(
      "disc product that overflows and cancels",
      {
        let z = Disc(
          realMidpoint: power((1 << 29) + 10), imaginaryMidpoint: power((1 << 29) + 10).nextUp, radius: .zero)
        return !(z * z).isDefined
      }()),
    Edge("disc 0^i", !Disc.pow(disc(0, 0), disc(0, 1)).isDefined),
    Edge("disc of an infinity", !disc(.infinity, 0).isDefined),
    Edge("disc undefined propagates", !(Disc.indeterminate(in: p) * disc(0, 0)).isDefined),
    Edge("comparison with undefined", Ball.indeterminate(in: p).isLess(than: point(0)) == .undecided),
    Edge("equality with undefined", Ball.indeterminate(in: p).isEqual(to: point(0)) == .undecided),
  ]

  static let defined: [Edge] = [
    Edge("x^0 is 1, also of 0", Ball.pow(point(0), 0).isEqual(to: point(1)).isTrue),
    Edge("0^3 is 0", Ball.pow(point(0), point(3)).isEqual(to: point(0)).isTrue),
    Edge("(-2)^3 is -8", Ball.pow(point(-2), point(3)).isEqual(to: point(-8)).isTrue),
    Edge("[-1, 2]^2 is [0, 4]", Ball.pow(ball(0.5, 1.5), 2).contains(ball(2, 2))),
    Edge("[-1, 2]^2 is no wider", ball(2, 2.0001).contains(Ball.pow(ball(0.5, 1.5), 2))),
    Edge("[-1, 2]^3 is [-1, 8]", ball(3.5, 4.5001).contains(Ball.pow(ball(0.5, 1.5), 3))),
    Edge("|[-1, 3]| is [0, 3]", ball(1.5, 1.5001).contains(ball(1, 2).magnitude)),
    Edge("sqrt [0, 4] is [0, 2]", ball(1, 1.0001).contains(Ball.sqrt(ball(2, 2)))),
    Edge(
      "sin of a wide ball is within [-1, 1]",
      point(0).magnitude.isEqual(to: point(0)).isTrue
        && ball(0, 1).contains(Ball.sin(ball(7, 1000)))),
    Edge("cos of a huge number is within [-1, 1]", ball(0, 1).contains(Ball.cos(Ball(power(1 << 20))))),
    Edge("cosh [-1, 2] begins at 1", Ball.cosh(ball(0.5, 1.5)).lower >= big(0.9999)),
    Edge("atan2 around the origin is a full turn", Ball.atan2(y: ball(0, 1), x: ball(0, 1)).contains(ball(0, 3.14159))),
    Edge("atan2 across the cut is a full turn", Ball.atan2(y: ball(0, 1), x: point(-5)).contains(ball(0, 3.14159))),
    Edge("atan2(0, -1) is pi", Ball.atan2(y: point(0), x: point(-1)).overlaps(Ball.pi(in: p))),
    Edge("atan2(-0, -1) is pi", Ball.atan2(y: point(-0.0), x: point(-1)).overlaps(Ball.pi(in: p))),
    Edge("atan2(0, 0) is 0", Ball.atan2(y: point(0), x: point(0)).contains(big(0))),
    Edge(
      "e^(-2^40) underflows to about 0",
      {
        let tiny = Ball.exp(Ball(-power(40)))
        return tiny.contains(big(0)) && tiny.contains(BigFloat.leastNonzero(in: p)) && !tiny.contains(power(-(1 << 29)))
      }()),
    Edge(
      "the least number squared",
      {
        let square = Ball.pow(Ball(BigFloat.leastNonzero(in: p)), 2)
        return square.isDefined && !square.isPoint && square.contains(big(0))
      }()),
    Edge(
      "a radius far below Double's range",
      {
        let x = Ball(midpoint: power(-1_000_000), radius: .powerOfTwo(-1_000_100))
        let y = x * x
        return y.relativeAccuracyBits >= 60 && y.contains(power(-2_000_000)) && !y.contains(power(-1_999_999))
      }()),
    Edge("tan between poles", Ball.tan(ball(0, 1.5)).contains(big(14))),
    Edge("sqrt(-4) is 2i", Disc.sqrt(disc(-4, 0)).isEqual(to: disc(0, 2)).isTrue),
    Edge("sqrt(3 + 4i) is 2 + i", Disc.sqrt(disc(3, 4)).isEqual(to: disc(2, 1)).isTrue),
    Edge("sqrt 0 is 0", Disc.sqrt(disc(0, 0)).isEqual(to: disc(0, 0)).isTrue),
    Edge("log(-1) is i pi", Disc.log(disc(-1, 0)).imaginary.overlaps(Ball.pi(in: p))),
    Edge("log(-1 - 0i) is i pi", Disc.log(disc(-1, -0.0)).imaginary.overlaps(Ball.pi(in: p))),
    Edge("i^2 is -1", Disc.pow(disc(0, 1), disc(2, 0)).isEqual(to: disc(-1, 0)).isTrue),
    Edge("(1 + i)^-2 is -i/2", Disc.pow(disc(1, 1), -2).isEqual(to: disc(0, -0.5)).isTrue),
    Edge("(3 + 4i) conj is 25", (disc(3, 4) * disc(3, 4).conjugate).isEqual(to: disc(25, 0)).isTrue),
    Edge("|3 + 4i| is 5", disc(3, 4).magnitude.isEqual(to: point(5)).isTrue),
    Edge("|3 + 4i|^2 is 25", disc(3, 4).squaredMagnitude.isEqual(to: point(25)).isTrue),
    Edge(
      "a product that underflows is not lost",
      {
        let z = Disc(realMidpoint: big(1), imaginaryMidpoint: power(-(1 << 29) - 10), radius: .zero)
        return !(z * z).isPoint && (z * z).contains(big(1), power(-(1 << 29) - 9))
      }()),
    Edge(
      "a product that underflows beside one that is 0",
      {
        let z = Disc(realMidpoint: power(-(1 << 29) - 10), imaginaryMidpoint: big(0), radius: .zero)
        return (z * z).contains(big(0), big(0)) && (z * z + disc(1, 0)).contains(big(1), big(0))
          && Disc.log(onePlus: z).isDefined
      }()),
    Edge(
      "a decimal text", Ball("0.1", in: p)?.contains(Rational(1, 10)) == true && Ball("0.5", in: p)?.isPoint == true),
    Edge("a text that is no number", Ball("0.1x", in: p)?.isDefined == nil && Ball("nan", in: p)?.isDefined == false),
    Edge("the disc about a rectangle", Disc(Complex(ball(0, 3), ball(0, 4))).contains(disc(0, 0, 5))),
    Edge("tan far from the real axis is i", Disc.tan(disc(1, 1e6)).contains(big(0), big(1))),
    Edge("e^0 is 1", Disc.exp(disc(0, 0)).isEqual(to: disc(1, 0)).isTrue),
    Edge("softplus of a large number", Disc.softplus(disc(1e10, 1)).overlaps(disc(1e10, 1))),
    Edge("sigmoid of a large negative number", Disc.sigmoid(disc(-1e6, 1)).isDefined),
    Edge("undecided: overlapping", ball(0, 1).isLess(than: ball(1, 1)) == .undecided),
    Edge("less: apart", ball(0, 1).isLess(than: ball(3, 1)).isTrue),
    Edge("less or equal: touching", ball(0, 1).isAtMost(ball(2, 1)).isTrue),
    Edge("not less: touching", ball(2, 1).isLess(than: ball(0, 1)).isFalse),
    Edge("points are compared exactly", point(1).isLess(than: Ball(big(1).nextUp)).isTrue),
    Edge("equal points of two precisions", Ball(1, in: 53).isEqual(to: Ball(1, in: 200)).isTrue),
    Edge(
      "x - x contains 0 and is no point",
      {
        let x = ball(1, 0.25)
        return (x - x).contains(big(0)) && (x - x).isEqual(to: point(0)) == .undecided
      }()),
    Edge("x / x contains 1", (ball(1, 0.25) / ball(1, 0.25)).contains(big(1))),
    Edge("contains its ends", ball(1, 0.25).contains(big(1.25)) && ball(1, 0.25).contains(big(0.75))),
    Edge(
      "does not contain beyond its ends",
      !ball(1, 0.25).contains(big(1.25).nextUp) && !ball(1, 0.25).contains(big(0.75).nextDown)),
    Edge(
      "contains a rational exactly",
      Ball(Rational(1, 3), in: p).contains(Rational(1, 3)) && !point(0.333).contains(Rational(1, 3))),
    Edge("an integer power past 53 bits", Ball.pow(point(1), Ball((1 << 62) - 1, in: p)).isEqual(to: point(1)).isTrue),
    Edge("another precision contains it", Ball(Rational(1, 3), in: 200).rounded(to: p).contains(Rational(1, 3))),
    Edge(
      "the union contains both",
      {
        let union = ball(0, 1).union(ball(5, 1))
        return union.contains(big(-1)) && union.contains(big(6))
      }()),
  ]

  @Test(arguments: undefined + defined)
  func edge(_ edge: Edge) { #expect(edge.holds()) }

  /// What is printed encloses the ball: read back, the decimal interval contains its ends.
  @Test(.cases(2000, deep: 10_000))
  func printedIntervalsEnclose() async {
    await checkProperty { draw in
      let ball = try draw(Generator<[Ball]>.operands(1), "ball")[0]
      let parts = ball.description.components(separatedBy: " +/- ")
      let wide = Precision(bits: 8000)
      let midpoint = try #require(BigFloat(parts[0], in: wide))
      let radius = parts.count > 1 ? try #require(BigFloat(parts[1], in: wide, rounding: .up)) : BigFloat(0, in: wide)
      for end in [ball.ends(in: wide).lower, ball.ends(in: wide).upper] {
        let distance = (end - midpoint).magnitude
        // Reading the decimals has rounded them, in the 8000th bit.
        let slack = (midpoint.magnitude + radius).scaled(byPowerOfTwo: -7990)
        try draw.verify(distance <= radius + slack, "it is printed as \(ball)")
      }
    }
  }

  @Test func printedForms() {
    #expect("\(Ball(1, in: 128) / 3)" == "0.333333333333333333333333333333333333334 +/- 9.12e-40")
    #expect("\(Ball(0.5, in: 53))" == "0.5")
    #expect("\(Self.ball(2, 0.5))" == "2 +/- 0.5")
    #expect("\(Ball.indeterminate(in: 53))" == "indeterminate")
    #expect("\(Self.disc(1, -2, 0.25))" == "(1, -2) +/- 0.25")
  }
}

extension Ball {
  /// m - r and m + r.
  fileprivate func ends(in precision: Precision) -> (lower: BigFloat, upper: BigFloat) {
    (
      BigFloat.subtract(midpoint, radius.bigFloat, in: precision),
      BigFloat.add(midpoint, radius.bigFloat, in: precision)
    )
  }
}
