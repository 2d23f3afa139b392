import Arithmetic
import TestSupport

/// The operations on strips, each on one vector of 12 elements, which is also a matrix of 3 x 4.
enum StripOperation: String, CaseIterable {
  case addProduct, addProductOfOther, multiply, divide, exchange, rotate, dot, dotOfOther, subtractDot
  case subtractDotOfOther, formProduct, formProductOfSelf, wholeDot

  /// Strips of one count without a common element: rows, columns, backwards, crossing, empty.
  static let strips: [(Strip, Strip)] = [
    (Strip(start: 0, count: 4), Strip(start: 8, count: 4)),
    (Strip(start: 0, stride: 4, count: 3), Strip(start: 2, stride: 4, count: 3)),
    (Strip(start: 3, stride: -1, count: 4), Strip(start: 4, count: 4)),
    (Strip(start: 11, stride: -4, count: 3), Strip(start: 0, stride: 5, count: 3)),
    (Strip(start: 6, count: 1), Strip(start: 7, count: 1)),
    (Strip(start: 12, count: 0), Strip(start: 0, count: 0)),
  ]

  /// The counts of the operands of `apply`.
  static let counts = (h: 12, other: 12, left: 6, right: 8, scalars: 4)

  /// All but the dot product of whole vectors, which rounds every product and sum.
  static let onStrips = allCases.filter { $0 != .wholeDot }

  /// The operation on h, with another vector of 12, factors of 3 x 2 and 2 x 4, and four scalars.
  func apply<V: ArithmeticVector>(
    _ h: V, _ other: V, _ left: V, _ right: V, _ s: [V.Element], _ strips: (Strip, Strip)
  ) -> V {
    var h = h
    let (x, y) = strips
    switch self {
    case .addProduct: h.addProduct(s[0], x, to: y)
    case .addProductOfOther: h.addProduct(s[0], x, of: other, to: y)
    case .multiply: h.multiply(x, by: s[0])
    case .divide: h.divide(x, by: s[0])
    case .exchange: h.exchange(x, y)
    case .rotate: h.rotate(x, y, c: s[0], s: s[1], d: s[2], t: s[3])
    case .dot: h[9] = h.dot(x, h, y)
    case .dotOfOther: h[9] = h.dot(x, other, y)
    case .subtractDot:
      // An element of neither strip.
      let index = (0..<h.count).first { i in !(0..<x.count).contains { x[$0] == i || y[$0] == i } }!
      h.subtractDot(x, y, from: index)
    case .subtractDotOfOther:
      let index = (0..<h.count).first { i in !(0..<y.count).contains { y[$0] == i } }!
      h.subtractDot(x, of: other, y, from: index)
    case .formProduct: h.formProduct(left, right, inner: 2)
    case .formProductOfSelf: h.formProduct(h, V(h.elements + h.elements.prefix(4), in: h.context), inner: 4)
    case .wholeDot: h[0] = h.dot(other)
    }
    return h
  }
}
