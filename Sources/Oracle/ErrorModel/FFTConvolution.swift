import Arithmetic
import Definitions
import Foundation

/// What the error of a convolution by transforms depends on in one of its operands: upper bounds of its norms and of its
/// spectrum.
public struct TransformOperand: Hashable, Sendable {
  /// ||x||_1.
  public let sum: Double
  /// ||x||_2.
  public let norm: Double
  /// max_j |X_j| over the transform of size n; at most ||x||_1.
  public let spectrum: Double

  /// - Parameters:
  ///   - values: x, each to within `error`.
  ///   - errors: what each may be off by.
  ///   - size: n. Of a power of two the spectrum is computed; of others ||x||_1 is taken for it.
  public init(values: [Double], errors: [Double], size: Int) {
    // Sums of numbers >= 0, with fewer than 2^20 roundings.
    let inflation = 1 + 0x1p-30
    let sizes = zip(values, errors).map { abs($0) + $1 }
    sum = sizes.reduce(0, +) * inflation
    norm = sizes.reduce(0) { $0 + $1 * $1 }.squareRoot() * inflation
    guard size & (size - 1) == 0, size >= values.count else {
      spectrum = sum
      return
    }
    let transform = Self.transform((0..<size).map { ($0 < values.count ? values[$0] : 0, 0) })
    let largest = transform.map { ($0.0 * $0.0 + $0.1 * $0.1).squareRoot() }.max() ?? 0
    // The transform in `Double` is off by at most 64 levels 2^-50 of the norm (Higham, with 2^-53 a rounding and two of them
    // in the twiddle factors); what the values may be off by adds up.
    let own = Double(size.bitWidth) * 0x1p-50 * Double(size).squareRoot() * norm
    spectrum = min(sum, (largest + own + errors.reduce(0, +)) * inflation)
  }

  /// The transform of a power of two.
  private static func transform(_ x: [(Double, Double)]) -> [(Double, Double)] {
    guard x.count > 1 else { return x }
    let half = x.count / 2
    let even = transform((0..<half).map { x[2 * $0] })
    let odd = transform((0..<half).map { x[2 * $0 + 1] })
    var output = x
    for k in 0..<half {
      let angle = -2 * Double.pi * Double(k) / Double(x.count)
      let (c, s) = (cos(angle), sin(angle))
      let turned = (c * odd[k].0 - s * odd[k].1, c * odd[k].1 + s * odd[k].0)
      output[k] = (even[k].0 + turned.0, even[k].1 + turned.1)
      output[k + half] = (even[k].0 - turned.0, even[k].1 - turned.1)
    }
    return output
  }
}

extension ErrorModel {
  /// A bound of the error of each output of a circular convolution of size n by fast Fourier transforms, lemma L7:
  ///
  ///     ||computed - y||_2 <= p + f (||y||_2 + p),   p = d + c (||y||_2 + d),
  ///     d = f (||u||_2 max|K| + ||k||_2 max|U|) + f^2 n^(1/2) ||u||_2 ||k||_2,
  ///     f = l h/(1 - l h),   l = ceil(log2 n),   h = m + g_4 (2^(1/2) + m),   c = 2^(1/2) g_3,   g_j = j u/(1 - j u)
  ///
  /// where m is the error of the twiddle factors, u that of a rounding. A transform is off by at most f of its norm
  /// (Higham); the spectra U and K have n^(1/2) times the norms of u and k; their product has a relative error of at most
  /// 2^(1/2) g_2, and an addition to another product one more rounding; ||y||_2 <= min(||u||_2 max|K|, ||k||_2 max|U|).
  /// Dividing by a power of two is exact. The error of an element is at most the norm: it is the same at every position,
  /// however small the output is there.
  ///
  /// Underflow: an operation loses at most eta, a complex product or sum 8 eta, which the l levels of a transform of ones
  /// add up to at most 8 l n eta in an element; what the spectra lose meets the other spectrum.
  ///
  /// - Returns: infinity where l h reaches 1.
  /// - Source: Higham, Accuracy and Stability of Numerical Algorithms, theorem 24.2 and lemma 3.5.
  public static func transformConvolution(
    input: TransformOperand, taps: TransformOperand, size: Int, model: FloatModel
  ) -> Double {
    let u = model.unitRoundoff
    func gamma(_ j: Double) -> Double { j * u < 1 ? j * u / (1 - j * u) : .infinity }
    let levels = Double(size > 1 ? Int.bitWidth - (size - 1).leadingZeroBitCount : 0)
    let twiddle = max(1, model.functions[.cos].relative) * u
    let level = twiddle + gamma(4) * (2.0.squareRoot() + twiddle)
    guard levels * level < 1 else { return .infinity }
    let transform = levels * level / (1 - levels * level)
    let product = 2.0.squareRoot() * gamma(3)
    let crossed = input.norm * taps.spectrum + taps.norm * input.spectrum
    let operands = transform * crossed + transform * transform * Double(size).squareRoot() * input.norm * taps.norm
    let norm = min(input.norm * taps.spectrum, taps.norm * input.spectrum)
    let spectrum = operands + product * (norm + operands)
    let lost = 8 * (levels + 1) * Double(size) * model.underflow
    let underflow = 2 * lost * (input.sum + taps.sum + lost + 2)
    // Evaluated in Double with far fewer than 2^12 roundings, of numbers >= 0.
    return (spectrum + transform * (norm + spectrum) + underflow) * (1 + 0x1p-40)
  }
}

extension Bounds {
  /// The convolution with the error of its operands carried through, and that of the transforms on top: the same for
  /// every output.
  public static func transformConvolution(
    _ input: RoundingBound.Vector, _ taps: RoundingBound.Vector, size: Int, count: Int
  ) -> RoundingBound.Vector {
    let context = input.context
    let direct = circularConvolution(input, taps, size: size, count: count)
    func operand(_ vector: RoundingBound.Vector) -> TransformOperand {
      let elements = vector.elements
      return TransformOperand(
        values: elements.map(\.value), errors: elements.map { $0.bound() + $0.valueError }, size: size)
    }
    let transforms = ErrorModel.transformConvolution(
      input: operand(input), taps: operand(taps), size: size, model: context)
    return RoundingBound.Vector(
      direct.elements.map { y in
        RoundingBound(
          y.value, magnitude: y.magnitudeSum, error: (y.bound() + transforms).nextUp, valueError: y.valueError,
          in: context)
      }, in: context)
  }
}
