import Arithmetic
import Definitions

extension ErrorModel {
  /// A bound of the error of each output of a circular convolution of size n by fast Fourier transforms, lemma L7:
  ///
  ///     ||computed - y||_2 <= p + f (||y||_2 + p),   p = d + c (||y||_2 + d),
  ///     d = f (||u||_2 ||k||_1 + ||k||_2 ||u||_1) + f^2 n^(1/2) ||u||_2 ||k||_2,
  ///     f = l h/(1 - l h),   l = ceil(log2 n),   h = m + g_4 (2^(1/2) + m),   c = 2^(1/2) g_3,   g_j = j u/(1 - j u)
  ///
  /// where m is the error of the twiddle factors, u that of a rounding. A transform is off by at most f of its norm
  /// (Higham); the spectra U and K are at most ||u||_1 and ||k||_1 in size, and n^(1/2) times the norms of u and k in
  /// norm; their product has a relative error of at most 2^(1/2) g_2, and an addition to another product one more
  /// rounding; ||y||_2 <= min(||u||_2 ||k||_1, ||k||_2 ||u||_1). Dividing by a power of two is exact. The error of an
  /// element is at most the norm: it is the same at every position, however small the output is there.
  ///
  /// - Parameters:
  ///   - inputNorms: ||u||_1 and ||u||_2, or upper bounds of them.
  ///   - tapNorms: ||k||_1 and ||k||_2, or upper bounds of them.
  ///   - size: n.
  /// - Returns: infinity where l h reaches 1.
  /// - Source: Higham, Accuracy and Stability of Numerical Algorithms, theorem 24.2 and lemma 3.5.
  public static func transformConvolution(
    inputNorms: (one: Double, two: Double), tapNorms: (one: Double, two: Double), size: Int, model: FloatModel
  ) -> Double {
    let u = model.unitRoundoff
    func gamma(_ j: Double) -> Double { j * u < 1 ? j * u / (1 - j * u) : .infinity }
    let levels = Double(max(size - 1, 0) == 0 ? 0 : Int.bitWidth - (size - 1).leadingZeroBitCount)
    let twiddle = max(1, model.functions[.cos].relative) * u
    let level = twiddle + gamma(4) * (2.0.squareRoot() + twiddle)
    guard levels * level < 1 else { return .infinity }
    let transform = levels * level / (1 - levels * level)
    let product = 2.0.squareRoot() * gamma(3)
    let crossed = inputNorms.two * tapNorms.one + tapNorms.two * inputNorms.one
    let operands =
      transform * crossed + transform * transform * Double(size).squareRoot() * inputNorms.two * tapNorms.two
    let norm = min(inputNorms.two * tapNorms.one, tapNorms.two * inputNorms.one)
    let spectrum = operands + product * (norm + operands)
    // Evaluated in Double with far fewer than 2^12 roundings, of numbers >= 0.
    return (spectrum + transform * (norm + spectrum)) * (1 + 0x1p-40) + Double(size) * model.underflow
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
    let transforms = ErrorModel.transformConvolution(
      inputNorms: norms(input), tapNorms: norms(taps), size: size, model: context)
    return RoundingBound.Vector(
      direct.elements.map { y in
        RoundingBound(
          y.value, magnitude: y.magnitudeSum, error: (y.bound() + transforms).nextUp, valueError: y.valueError,
          in: context)
      }, in: context)
  }

  /// Upper bounds of the computed vector's norms.
  private static func norms(_ vector: RoundingBound.Vector) -> (one: Double, two: Double) {
    let sizes = vector.elements.map { abs($0.value) + $0.bound() + $0.valueError }
    let squares = sizes.reduce(0) { $0 + $1 * $1 }
    return (sizes.reduce(0, +) * (1 + 0x1p-30), squares.squareRoot() * (1 + 0x1p-30))
  }
}
