import Arithmetic

/// A floating-point format in which kernels hold decays and states.
struct NumberFormat: Sendable {
  /// The name that kernel authors use.
  let name: String
  let format: FloatFormat

  static let float32 = NumberFormat(name: "float32", format: .binary32)
  static let float16 = NumberFormat(name: "float16", format: .binary16)
  static let bfloat16 = NumberFormat(name: "bfloat16", format: .bfloat16)

  /// The formats of the report, from the finest to the coarsest.
  static let all = [float32, float16, bfloat16]

  /// A number as the format holds it, rounded to nearest even.
  func rounded(_ value: Double) -> Double { BigFloat(exactly: value).rounded(to: format).double() }

  /// The largest x >= 0 whose decay e^-x rounds to 1: -log(1 - 2^-(p + 1)) for a significand of p bits, since the number
  /// below 1 is 1 - 2^-p, and a tie goes to 1, which is even.
  func slowestRate(in precision: Precision) -> Ball {
    -Ball.log(onePlus: -Ball(Rational.pow(2, -(format.significandBits + 1)), in: precision))
  }

  /// The least x whose decay e^-x rounds to 0: a tie with half of the least number 2^e goes to 0, so x = (1 - e) log 2.
  func fastestRate(in precision: Precision) -> Ball {
    Ball(1 - format.leastExponent, in: precision) * Ball.log(Ball(2, in: precision))
  }
}
