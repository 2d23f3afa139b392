import Arithmetic
import LinearAlgebra

/// The matrices of the comparison, which `compare.py` makes too, bit for bit.
struct TestMatrices {
  let precision: Precision
  /// Elements uniform in [-1/2, 1/2), of 256 random bits.
  let real: Matrix<BigFloat>
  let complex: Matrix<Complex<BigFloat>>
  /// The state matrix of HiPPO-LegS: minus the lower triangle of sqrt((2 i + 1)(2 k + 1)), with -(i + 1) on the
  /// diagonal.
  let legS: Matrix<BigFloat>

  init(order: Int, precision: Precision) {
    self.precision = precision
    var words = LinearCongruence()
    func number() -> BigFloat {
      var sum = BigFloat(-0.5, in: precision)
      for place in 1...8 {
        sum = sum + BigFloat(Int(words.next()), in: precision).scaled(byPowerOfTwo: -32 * place)
      }
      return sum
    }
    real = Matrix(order, order, in: precision) { _, _ in number() }
    complex = Matrix(order, order, in: precision) { _, _ in
      let real = number()
      return Complex(real, number())
    }
    legS = Matrix(order, order, in: precision) { i, k in
      if i < k { return BigFloat(0, in: precision) }
      return i == k
        ? BigFloat(-i - 1, in: precision) : -BigFloat.sqrt(BigFloat((2 * i + 1) * (2 * k + 1), in: precision))
    }
  }
}

/// x' = a x + c modulo 2^64, of which the upper 32 bits are given: Knuth's MMIX.
struct LinearCongruence {
  private var state: UInt64 = 1

  mutating func next() -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32(state >> 32)
  }
}
