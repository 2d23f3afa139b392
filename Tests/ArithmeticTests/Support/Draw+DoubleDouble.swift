import Arithmetic
import TestSupport

extension Draw {
  /// A midpoint with no, a short or a full low part, and no radius, or one of 2^-102, 2^-40 or anything up to 1/2 of it.
  mutating func doubleDouble(exponents: ClosedRange<Int>) -> DoubleDouble {
    span(SpanLabel.tuple) { draw in
      let high = draw.double(exponents: exponents)
      let low =
        switch draw.index(upTo: 5) {
        case 0: 0.0
        case 1: draw.float(parts) * high * 0x1p-80
        default: draw.float(parts) * high * 0x1p-53
        }
      let radius =
        switch draw.index(upTo: 5) {
        case 0, 1, 2: 0.0
        case 3: 0x1p-102
        case 4: 0x1p-40
        default: draw.float(halves)
        }
      return DoubleDouble(high, low, radius: abs(high) * radius)
    }
  }

  /// A disc about a rectangle of two of them.
  mutating func doubleDoubleDisc(exponents: ClosedRange<Int>) -> DoubleDoubleDisc {
    span(SpanLabel.tuple) {
      DoubleDoubleDisc($0.doubleDouble(exponents: exponents), $0.doubleDouble(exponents: exponents))
    }
  }

  /// A number of the enclosure: its midpoint, an end, or one inside. What 260 bits, or those of the midpoint, do not hold is
  /// rounded toward the midpoint.
  mutating func member(of x: DoubleDouble) -> BigFloat {
    let midpoint = x.exactMidpoint
    if x.radius == 0 { return midpoint }
    let radius = BigFloat(exactly: x.radius)
    let precision = max(260, midpoint.precision)
    switch index(upTo: 3) {
    case 0: return midpoint
    case 1: return BigFloat.add(midpoint, radius, in: precision, rounding: .down)
    case 2: return BigFloat.subtract(midpoint, radius, in: precision, rounding: .up)
    default:
      let part = BigFloat(exactly: float(parts))
      return BigFloat.fma(part, radius, midpoint, in: precision, rounding: part.signum < 0 ? .up : .down)
    }
  }
}

private let parts = FloatDomain(-1...1)
private let halves = FloatDomain(0...0.5)

extension DoubleDouble {
  /// Both parts and the radius in digits that read back.
  var digits: String { "(\(high), \(low)) +/- \(radius)" }
}

extension Generator where Value == DoubleDouble {
  static func doubleDouble(exponents: ClosedRange<Int>) -> Generator {
    Generator(describedBy: \.digits) { $0.doubleDouble(exponents: exponents) }
  }
}

extension Generator where Value == [DoubleDouble] {
  static func doubleDoubles(_ count: Int, exponents: ClosedRange<Int>) -> Generator {
    .array(of: .doubleDouble(exponents: exponents), count: count)
  }
}

extension Generator where Value == DoubleDoubleDisc {
  static func disc(exponents: ClosedRange<Int>) -> Generator {
    Generator(describedBy: \.digits) { $0.doubleDoubleDisc(exponents: exponents) }
  }
}

/// |x - y|, rounded down.
func distance(_ x: BigFloat, _ y: BigFloat) -> BigFloat {
  BigFloat.subtract(x, y, in: 260, rounding: .towardZero).magnitude
}
