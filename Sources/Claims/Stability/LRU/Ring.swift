import Arithmetic
import Definitions
import PropertyTesting

/// A ring r_min <= |lambda| <= r_max.
struct Ring: Sendable {
  var minimum, maximum: Rational

  /// 0 <= r_min < r_max < 1, r_max up to 1 - 2^-10.
  static let any = Generator { draw in
    let maximum = 1 - (try draw(.power(of: 2, in: -10...(-1)))) * (try draw(.rational(in: 1...2, denominator: 4))) / 2
    return Ring(minimum: maximum * Rational(try draw(.integer(in: 0...15)), 16), maximum: maximum)
  }

  func initialization(_ precision: Precision) -> RingInitialization<Ball> {
    RingInitialization(minimum: Ball(minimum, in: precision), maximum: Ball(maximum, in: precision))
  }

  var values: [NamedValue] { [NamedValue("r_min", minimum), NamedValue("r_max", maximum)] }
}
