import RealModule

// IEEE 754 arithmetic, rounded to nearest even: the elementary functions are the platform's, reached through
// swift-numerics, and are accurate to about one unit in the last place. They are candidates, never references.

extension Double: RealElementaryArithmetic {
  public typealias Context = Intrinsic
  @inlinable public var context: Intrinsic { Intrinsic() }
  @inlinable public init(_ value: Int, in context: Intrinsic) { self.init(value) }
  @inlinable public init(_ value: Double, in context: Intrinsic) { self = value }
  public init(_ value: Rational, in context: Intrinsic) { self = value.double() }
  @inlinable public var isDefined: Bool { !isNaN }
  @inlinable public func isEqual(to other: Double) -> Truth { isNaN || other.isNaN ? .undecided : Truth(self == other) }
  @inlinable public func isLess(than other: Double) -> Truth { isNaN || other.isNaN ? .undecided : Truth(self < other) }
  @inlinable public var approximation: Double { self }
  @inlinable public static func pi(in context: Intrinsic) -> Double { pi }
  // A NaN propagates, as in every arithmetic; the standard library's `maximum` prefers the number.
  @_implements(RealArithmetic,maximum(_:_:))
  @inlinable public static func definedMaximum(_ x: Double, _ y: Double) -> Double {
    x.isNaN || y.isNaN ? .nan : max(x, y)
  }
  @_implements(RealArithmetic,minimum(_:_:))
  @inlinable public static func definedMinimum(_ x: Double, _ y: Double) -> Double {
    x.isNaN || y.isNaN ? .nan : min(x, y)
  }
  @inlinable public func addingProduct(_ x: Double, _ y: Double) -> Double {
    var result = self
    result.addProduct(x, y)
    return result
  }
}

extension Float: RealElementaryArithmetic {
  public typealias Context = Intrinsic
  @inlinable public var context: Intrinsic { Intrinsic() }
  @inlinable public init(_ value: Int, in context: Intrinsic) { self.init(value) }
  @inlinable public init(_ value: Double, in context: Intrinsic) { self.init(value) }
  public init(_ value: Rational, in context: Intrinsic) { self = value.float() }
  @inlinable public var isDefined: Bool { !isNaN }
  @inlinable public func isEqual(to other: Float) -> Truth { isNaN || other.isNaN ? .undecided : Truth(self == other) }
  @inlinable public func isLess(than other: Float) -> Truth { isNaN || other.isNaN ? .undecided : Truth(self < other) }
  @inlinable public var approximation: Double { Double(self) }
  @inlinable public static func pi(in context: Intrinsic) -> Float { pi }
  // A NaN propagates, as in every arithmetic; the standard library's `maximum` prefers the number.
  @_implements(RealArithmetic,maximum(_:_:))
  @inlinable public static func definedMaximum(_ x: Float, _ y: Float) -> Float {
    x.isNaN || y.isNaN ? .nan : max(x, y)
  }
  @_implements(RealArithmetic,minimum(_:_:))
  @inlinable public static func definedMinimum(_ x: Float, _ y: Float) -> Float {
    x.isNaN || y.isNaN ? .nan : min(x, y)
  }
  @inlinable public func addingProduct(_ x: Float, _ y: Float) -> Float {
    var result = self
    result.addProduct(x, y)
    return result
  }
}
