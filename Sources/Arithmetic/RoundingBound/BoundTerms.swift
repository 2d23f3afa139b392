/// What a vector asks of the numbers that a rounding bound carries: rules, and a place in planes of doubles.
protocol BoundTerms {
  /// How many numbers that is.
  static var planeCount: Int { get }
  /// From the planes that begin at `element` and at every `stride` doubles after it.
  init(at element: UnsafeMutablePointer<Double>, stride: Int)
  func store(at element: UnsafeMutablePointer<Double>, stride: Int)

  /// The exact 0.
  static var zero: Self { get }
  /// The sum as a single term: its additions are done here.
  func formed(_ rounding: RoundingTerms.Rounding) -> Self
  static prefix func - (x: Self) -> Self
  static func sum(_ x: Self, _ y: Self) -> Self
  static func product(_ x: Self, _ y: Self, _ rounding: RoundingTerms.Rounding) -> Self
}

extension RoundingTerms: BoundTerms {
  static var planeCount: Int { 5 }
  static var zero: Self { Self(value: 0, valueError: 0, magnitude: 0, error: 0, terms: 0) }

  @inline(__always) init(at element: UnsafeMutablePointer<Double>, stride: Int) {
    self.init(
      value: element[0], valueError: element[stride], magnitude: element[2 * stride], error: element[3 * stride],
      terms: element[4 * stride])
  }

  @inline(__always) func store(at element: UnsafeMutablePointer<Double>, stride: Int) {
    element[0] = value
    element[stride] = valueError
    element[2 * stride] = magnitude
    element[3 * stride] = error
    element[4 * stride] = terms
  }
}

extension ComplexRoundingTerms: BoundTerms {
  static var planeCount: Int { 6 }
  static var zero: Self { Self(real: 0, imaginary: 0, valueError: 0, magnitude: 0, error: 0, terms: 0) }

  @inline(__always) init(at element: UnsafeMutablePointer<Double>, stride: Int) {
    self.init(
      real: element[0], imaginary: element[stride], valueError: element[2 * stride], magnitude: element[3 * stride],
      error: element[4 * stride], terms: element[5 * stride])
  }

  @inline(__always) func store(at element: UnsafeMutablePointer<Double>, stride: Int) {
    element[0] = real
    element[stride] = imaginary
    element[2 * stride] = valueError
    element[3 * stride] = magnitude
    element[4 * stride] = error
    element[5 * stride] = terms
  }
}
