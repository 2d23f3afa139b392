import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct QuantizationDefinitionTests {
  /// OCP's table: every code of E4M3 is its own rounding, and the middle between neighbours goes to the even one.
  @Test func float8E4M3() {
    let numbers = (0...126).map { code -> Double in
      let (exponent, fraction) = (code >> 3, Double(code & 7))
      return exponent == 0
        ? fraction * 0x1p-9 : (1 + fraction / 8) * Double(sign: .plus, exponent: exponent - 7, significand: 1)
    }
    #expect(numbers.last == 448 && FloatFormat.float8E4M3.largestFinite.double() == 448)
    for (code, (below, above)) in zip(numbers, numbers.dropFirst()).enumerated() {
      let middle = (below + above) / 2
      for (x, expected) in [
        (below, below), (middle.nextDown, below), (middle.nextUp, above), (middle, code % 2 == 0 ? below : above),
      ] {
        #expect(FloatFormat.float8E4M3.rounded(x) == expected, "\(x)")
        #expect(Rational(exactly: -x).rounded(to: .float8E4M3).double() == -expected, "\(-x)")
      }
    }
    #expect(FloatFormat.float8E4M3.rounded(464) == 448 && FloatFormat.float8E4M3.rounded(464.5) == .infinity)
    #expect(Rational(465).rounded(to: .float8E4M3).isInfinite && Rational(480).rounded(to: .float8E4M3).isInfinite)
    #expect(Rational(480).rounded(to: .float8E4M3, rounding: .towardZero).double() == 448)
  }

  /// E5M2 is binary16 with eight bits fewer.
  @Test func float8E5M2() {
    #expect(FloatFormat.float8E5M2.largestFinite.double() == 57_344)
    #expect(FloatFormat.float8E5M2.leastNonzero.double() == 0x1p-16)
    #expect(FloatFormat.float8E5M2.rounded(57_344) == 57_344 && FloatFormat.float8E5M2.rounded(61_440) == .infinity)
    #expect(FloatFormat.float8E5M2.rounded(1.125) == 1 && FloatFormat.float8E5M2.rounded(1.375) == 1.5)
  }

  @Test(.cases(50)) func aGridIsItsDefinition() async {
    await checkProperty { draw in
      let values = try draw(.array(of: .double(in: -8...8), count: 1...6), "x").map { Rational(exactly: $0) }
      let grid = SymmetricGrid(bits: try draw(.integer(in: 2...8), "bits"), fitting: values)
      for x in values {
        #expect((grid.quantized(x) - x).magnitude <= grid.largestError)
        #expect(grid.code(of: -x) == -grid.code(of: x) && abs(grid.code(of: x)) <= grid.largestCode)
        #expect(grid.quantized(grid.quantized(x)) == grid.quantized(x))
      }
      #expect(values.map { abs(grid.code(of: $0)) }.max() == (grid.scale.isZero ? 0 : grid.largestCode))
      #expect(grid.code(of: 1_000_000 * grid.scale) == (grid.scale.isZero ? 0 : grid.largestCode))
    }
  }

  @Test func hadamardMatricesAreThoseThatThereAre() throws {
    for n in 0...24 {
      let matrix: Matrix<Rational>? = hadamardMatrix(order: n, in: Intrinsic())
      #expect((matrix != nil) == [1, 2, 4, 8, 12, 16, 20, 24].contains(n), "\(n)")
      guard let matrix else { continue }
      let gram = matrix.transposed * matrix
      #expect(gram.isEqual(to: Matrix(identity: n, in: Intrinsic()).scaled(by: Rational(n))).isTrue, "\(n)")
    }
  }

  /// The supremum over time, against a fine grid of times.
  @Test(arguments: [-0.5, -0.01, 0.011, 0.3, 4]) func theLargestDecayChangeIsASupremum(delta: Double) {
    let bound = largestDecayChange(rateError: Ball(delta, in: 64)).approximation
    let found =
      (1...4000).map { i in
        let tau = Double(i) / 400
        return abs(Double.exp(-tau) - Double.exp(-(1 + delta) * tau))
      }.max() ?? 0
    #expect(found <= bound * (1 + 1e-12) && found >= 0.9999 * bound)
  }
}
