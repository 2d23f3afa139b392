import Arithmetic
import TestSupport

// How operands are printed: the shorter of decimal and hexadecimal digits, and the precision, so that a counterexample can
// be typed in.

extension BigFloat {
  fileprivate var digits: String { [description, hexadecimal].min { $0.count < $1.count } ?? "" }
}

extension Generator where Value == BigFloat {
  static func number(_ body: @escaping @Sendable (inout Draw) -> BigFloat) -> Generator {
    Generator(describedBy: { "\($0.digits) (\($0.precision))" }, body)
  }
}

extension Generator where Value == [BigFloat] {
  static func numbers(_ body: @escaping @Sendable (inout Draw) -> [BigFloat]) -> Generator {
    Generator(describedBy: { "[\($0.map(\.digits).joined(separator: ", "))]" }, body)
  }
}

extension Generator where Value == [Complex<BigFloat>] {
  static func points(_ body: @escaping @Sendable (inout Draw) -> [Complex<BigFloat>]) -> Generator {
    Generator(
      describedBy: { "[\($0.map { "(\($0.real.digits), \($0.imaginary.digits))" }.joined(separator: ", "))]" }, body)
  }
}

/// An enclosure that can be drawn, and numbers in it.
protocol Enclosure: Sendable {
  associatedtype Point: Sendable
  var isPoint: Bool { get }
  var context: Precision { get }
  /// Digits of the midpoint and the radius.
  var digits: String { get }
  static func draw(from draw: inout Draw, in precision: Precision) -> Self
}

extension Ball: Enclosure {
  typealias Point = BigFloat
  var digits: String { isPoint ? midpoint.digits : "\(midpoint.digits) +/- \(radius.bigFloat.digits)" }
  static func draw(from draw: inout Draw, in precision: Precision) -> Ball { draw.ball(in: precision) }
}

extension Disc: Enclosure {
  typealias Point = Complex<BigFloat>
  var digits: String {
    let midpoint = "(\(realMidpoint.digits), \(imaginaryMidpoint.digits))"
    return isPoint ? midpoint : "\(midpoint) +/- \(radius.bigFloat.digits)"
  }
  static func draw(from draw: inout Draw, in precision: Precision) -> Disc { draw.disc(in: precision) }
}

extension Generator {
  /// The operands of an operation: of one precision, or, one in eight, the first of another; one in eight all the same.
  static func operands<E: Enclosure>(_ arity: Int) -> Generator where Value == [E] {
    Generator { draw in
      draw.span(SpanLabel.tuple) { draw in
        let precision = draw.precision()
        guard arity > 1 else { return [E.draw(from: &draw, in: precision)] }
        let kind = draw.index(upTo: 7)
        var operands = (1..<arity).map { _ in E.draw(from: &draw, in: precision) }
        switch kind {
        case 6: operands = Array(repeating: operands[arity - 2], count: arity)
        case 7: operands.insert(E.draw(from: &draw, in: draw.precision()), at: 0)
        default: operands.append(E.draw(from: &draw, in: precision))
        }
        return operands
      }
    }.described { "[\($0.map { "\($0.digits) (\($0.context))" }.joined(separator: ", "))]" }
  }
}
