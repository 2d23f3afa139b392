import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct TransferFunctionTests {
  private static func numbers(_ draw: inout Draw, _ count: Int) -> [Rational] {
    (0..<count).map { _ in Rational(draw.integer(in: -6...6), draw.integer(in: 1...3)) }
  }

  /// The companion system of (a, b, h_0) has those coefficients, and its values are H(z).
  @Test(.cases(30, deep: 300)) func companionSystemsHaveTheirCoefficients() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...4)
      let transfer = RationalTransferFunction(
        denominator: Self.numbers(&draw, n), numerator: Self.numbers(&draw, n), feedthrough: Self.numbers(&draw, 1)[0])
      let again = RationalTransferFunction(transfer.companion)
      #expect(again.denominator == transfer.denominator)
      #expect(again.numerator == transfer.numerator)
      let z = Rational(draw.integer(in: 7...20), 3)
      guard let value = try? transfer.companion.transferFunction(at: z)[0, 0] else { return }
      #expect(transfer(z) == value)
    }
  }

  /// The kernel by the Fourier transform in discs, and the cyclic quotient over the rationals.
  @Test(.cases(10, deep: 100)) func transformAndCyclicQuotientAgree() async {
    await checkProperty { draw in
      let (n, length) = (draw.integer(in: 1...3), 1 << draw.integer(in: 2...4))
      let transfer = RationalTransferFunction(
        denominator: Self.numbers(&draw, n), numerator: Self.numbers(&draw, n), feedthrough: 1)
      guard let exact = try? transfer.circularKernel(length: length) else { return }
      let precision = Precision(bits: 256)
      func disc(_ values: [Rational]) -> [Disc] { values.map { Disc($0, in: precision) } }
      let enclosed = RationalTransferFunction(
        denominator: disc(transfer.denominator), numerator: disc(transfer.numerator),
        feedthrough: Disc(1, in: precision)
      ).fourierKernel(length: length, root: FourierTransform.root(length, in: precision))
      for (value, number) in zip(enclosed, exact) {
        #expect(value.isDefined)
        #expect(!value.isEqual(to: Disc(number, in: precision)).isFalse)
      }
    }
  }

  /// Systems side by side add their transfer functions, and the Hankel matrix is that of observability and
  /// reachability.
  @Test(.cases(30, deep: 300)) func parallelSystemsAddAndHankelMatricesFactor() async {
    await checkProperty { draw in
      let systems = (0..<2).map { _ -> LinearSystem<Rational> in
        let n = draw.integer(in: 1...3)
        let entries = Self.numbers(&draw, n * n)
        return LinearSystem(
          matrix: Matrix(n, n, in: Intrinsic()) { entries[$0 * n + $1] }, input: Self.numbers(&draw, n),
          output: Self.numbers(&draw, n))
      }
      let whole = LinearSystem(parallel: systems)
      let s = Rational(41, 3)
      if let parts = try? systems.map({ try $0.transferFunction(at: s)[0, 0] }) {
        let sum = try whole.transferFunction(at: s)[0, 0]
        #expect(sum == parts[0] + parts[1])
      }
      let product = whole.observabilityMatrix(rows: 4) * whole.reachabilityMatrix(columns: 3)
      #expect(whole.hankelMatrix(rows: 4, columns: 3).isEqual(to: product).isTrue)
    }
  }

  /// The certified Hankel singular values contain those of another algorithm, and sum to G(0)/2 for a relaxation
  /// system.
  @Test func hankelSingularValuesAreEnclosed() throws {
    let system = LinearSystem<Rational>(
      matrix: Matrix(diagonal: [-1, -2, -5], in: Intrinsic()), input: [1, 1, 2], output: [1, 1, 2])
    let (p, q) = (try system.reachabilityGramian(.continuous), try system.observabilityGramian(.continuous))
    func enclosed(_ matrix: Matrix<Rational>) -> Matrix<Ball> { matrix.map(in: 128) { Ball($0, in: 128) } }
    let values = try certifiedHankelSingularValues(reachability: enclosed(p), observability: enclosed(q))
    let sum = values.reduce(Ball(0, in: 128), +)
    let atZero = try system.transferFunction(at: 0)[0, 0]
    #expect(sum.contains(atZero / 2))
    let doubles = try hankelSingularValues(
      reachability: p.map(in: Intrinsic()) { $0.double() }, observability: q.map(in: Intrinsic()) { $0.double() })
    for (ball, double) in zip(values, doubles) { #expect(abs(ball.approximation - double) < 1e-12) }
    #expect(numericalRank(doubles, share: 0.5) == 1)
  }
}
