import Arithmetic
import PropertyTesting

/// Long convolutions: StNN (arXiv 2503.23697), FlashFFTConv (2311.05908), LongConv (2302.06646), SGConv (2210.09298)
/// and Hyena (2302.10866).
public enum LongConvolutions {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    hankelByFourier, monarchProduct, monarchCost, sparseConvolution, squash, multiscaleLength, hyenaCausality,
    hyenaSpecialCases,
  ]

  static func flash(_ locus: String) -> Source {
    Source("Fu et al., FlashFFTConv", arXiv: "2311.05908", locus, .recalled)
  }
}

/// A vector of rational numbers.
typealias RationalVector = ArrayVector<Rational>

extension ArrayVector where Element == Rational {
  init(_ numbers: [Rational]) { self.init(numbers, in: Intrinsic()) }
}

extension Generator where Value == [Rational] {
  /// `count` small rational numbers, most of them not 0.
  static func numbers(count: Int) -> Generator { .array(of: .rational(in: -3...3, denominator: 3), count: count) }

  /// `count` small integers.
  static func integers(count: Int) -> Generator { .array(of: .whole(-9...9), count: count) }
}
