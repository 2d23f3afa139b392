import CMultiprecision

/// How a result that is not representable is rounded: the five modes of IEEE 754 that MPFR has.
public enum RoundingMode: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// To the nearest value; of two equally near, to the one whose last significand bit is 0.
  case toNearestEven
  /// To the nearest value whose magnitude is not larger.
  case towardZero
  /// To the least value that is not smaller (toward +infinity).
  case up
  /// To the largest value that is not larger (toward -infinity).
  case down
  /// To the nearest value whose magnitude is not smaller.
  case awayFromZero

  public var description: String {
    switch self {
    case .toNearestEven: "to nearest even"
    case .towardZero: "toward zero"
    case .up: "up"
    case .down: "down"
    case .awayFromZero: "away from zero"
    }
  }

  /// The mode for -x that mirrors this mode for x: up and down change places.
  public var mirrored: RoundingMode {
    switch self {
    case .up: .down
    case .down: .up
    case .toNearestEven, .towardZero, .awayFromZero: self
    }
  }

  var mpfr: mpfr_rnd_t {
    switch self {
    case .toNearestEven: MPFR_RNDN
    case .towardZero: MPFR_RNDZ
    case .up: MPFR_RNDU
    case .down: MPFR_RNDD
    case .awayFromZero: MPFR_RNDA
    }
  }
}
