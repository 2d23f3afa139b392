import Arithmetic

extension Matrix where Scalar: ConjugateArithmetic {
  /// e^A by the Pade approximant r_13 = q(X)/q(-X) of e^X with X = A/2^s, ||X||_1 <= 5.37, and s squarings.
  ///
  /// - Accuracy: without rounding errors, r_13(X)^(2^s) = e^(A + E) with ||E||_1 <= 2^-53 ||A||_1.
  /// - Source: Higham, SIAM J. Matrix Anal. Appl. 26 (2005), table 2.3 and algorithm 2.3.
  func padeExponential() throws(LinearAlgebraError) -> Matrix {
    let norm = oneNormBound
    var squarings = 0
    while norm.scaled(byPowerOfTwo: -squarings) > 5.371920351148152 { squarings += 1 }
    let x = scaled(by: .pow(Scalar(Rational(1, 2), in: context), squarings))
    let square = x * x
    let fourth = square * square
    let sixth = fourth * square
    let b = Self.padeCoefficients.map { Scalar($0, in: context) }
    func combination(_ constant: Int?, _ second: Int, _ fourthIndex: Int, _ sixthIndex: Int) -> Matrix {
      var sum = square.scaled(by: b[second])
      sum.elements.addProduct(b[fourthIndex], fourth.elements)
      sum.elements.addProduct(b[sixthIndex], sixth.elements)
      return constant.map { sum.addingToDiagonal(b[$0]) } ?? sum
    }
    let odd = x * (sixth * combination(nil, 9, 11, 13) + combination(1, 3, 5, 7))
    let even = sixth * combination(nil, 8, 10, 12) + combination(0, 2, 4, 6)
    return try (even - odd).solve(even + odd).squared(times: squarings)
  }

  /// The coefficients of q: (26 - k)! 13! / (26! k! (13 - k)!), scaled to 1 for k = 13.
  private static var padeCoefficients: [Int] {
    [
      64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600, 1_187_353_796_428_800, 129_060_195_264_000,
      10_559_470_521_600, 670_442_572_800, 33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
    ]
  }
}
