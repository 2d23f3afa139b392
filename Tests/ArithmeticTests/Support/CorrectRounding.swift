import Arithmetic

/// A real number that is known by its comparisons with rational ones: how a test says what a result ought to be.
struct ExactNumber {
  /// The sign of (this number - t); nil where it is not known well enough.
  let compare: (Rational) -> Int?

  init(_ value: Rational) { compare = { value.isDefined ? (value - $0).signum : nil } }

  /// The square root of a number that is not negative.
  init(squareRootOf x: Rational) { compare = { $0 < 0 ? 1 : (x - $0 * $0).signum } }

  /// A number between two others, which may be the same.
  init(between lower: BigFloat, and upper: BigFloat) {
    let (lower, upper) = (lower.rational ?? .undefined, upper.rational ?? .undefined)
    compare = { t in
      if t < lower { return 1 }
      if t > upper { return -1 }
      return lower == upper ? 0 : nil
    }
  }
}

/// What is wrong with a result that ought to be `exact`, rounded; nil where nothing is. The result is finite.
func roundingDefect(_ result: BigFloat.Rounded, _ exact: ExactNumber, _ mode: RoundingMode) -> String? {
  let value = result.value
  // No operand here is so small that a result underflows.
  if value.isZero { return exact.compare(0) == 0 && result.ternary == 0 && result.error == .none ? nil : "is zero" }
  guard let v = value.rational, let above = value.nextUp.rational, let below = value.nextDown.rational else {
    return "is not finite"
  }
  guard let side = exact.compare(v), let sign = exact.compare(0) else { return "is too close to tell" }
  guard result.ternary.signum() == -side else {
    return "has the ternary value \(result.ternary), but should be \(-side)"
  }
  guard result.isExact == (result.error == .none) else { return "has the error \(result.error)" }
  if case .powerOfTwo(let exponent) = result.error {
    let bound = Rational.pow(2, exponent)
    guard let low = exact.compare(v - bound), let high = exact.compare(v + bound) else { return "is too close to tell" }
    guard low >= 0 && high <= 0 else { return "is farther from the exact result than 2^\(exponent)" }
  }
  guard side != 0 else { return nil }

  let direction: RoundingMode =
    switch mode {
    case .towardZero: sign > 0 ? .down : .up
    case .awayFromZero: sign > 0 ? .up : .down
    default: mode
    }
  switch direction {
  case .up:
    guard side < 0 && exact.compare(below) == 1 else { return "is not the next number above" }
  case .down:
    guard side > 0 && exact.compare(above) == -1 else { return "is not the next number below" }
  default:
    let middle = (v + (side > 0 ? above : below)) / 2
    guard let beyond = exact.compare(middle) else { return "is too close to a tie to tell" }
    let isEven = value.significantBits < value.precision.bits
    guard beyond == -side || (beyond == 0 && isEven) else { return "is not the nearest number" }
  }
  return nil
}
