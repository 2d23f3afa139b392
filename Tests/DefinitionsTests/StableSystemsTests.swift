import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct StableSystemsTests {
  @Test("Powers of a Jordan block in closed form, and their peak, exactly", .cases(60)) func jordanBlocks() async {
    await checkProperty { draw in
      let q = try draw(.integer(in: 2...40), "q")
      let block = JordanBlock(eigenvalue: Rational(q - 1, q), order: try draw(.integer(in: 1...5), "order"))
      let n = try draw(.integer(in: 0...30), "n")
      try draw.verify(block.power(n).isEqual(to: block.matrix.power(n)).isTrue)
      try draw.verify(block.memory(at: n) == block.matrix.power(n)[0, block.order - 1])
      let peak = try #require(block.peakTime)
      try draw.verify((0...400).allSatisfy { block.memory(at: $0) <= block.memory(at: peak) }, "peak at \(peak)")
    }
  }

  @Test("The peak of a finite response, by roots and by values, holds its samples", .cases(25)) func peaks() async {
    await checkProperty { draw in
      let h = try draw(.array(of: Generator<Rational>.rational(in: -3...3), count: 1...5), "h")
      let exact = HankelParameterization(h, in: Intrinsic())
      let peak = try #require(exact.squaredPeak())
      let enclosed = HankelParameterization(h.map { Disc($0, in: 96) }, in: Precision(bits: 96)).peak(oversampling: 4)
      for value in [exact(1), exact(-1)] {
        try draw.verify(value * value <= peak.upper, "\(value) above \(peak)")
        try draw.verify(Ball(value.magnitude, in: 96).isAtMost(enclosed) != .false, "\(value) above \(enclosed)")
      }
      try draw.verify(Ball(peak.lower, in: 96).isAtMost(enclosed * enclosed) != .false)
      try draw.verify((enclosed * enclosed).isAtMost(Ball(peak.upper, in: 96)) != .false)
    }
  }

  @Test("A finite response is the same function of z and of s", .cases(40)) func onAxis() async {
    await checkProperty { draw in
      let h = try draw(.array(of: Generator<Rational>.rational(in: -3...3), count: 1...5), "h")
      let s = try draw(Generator<Rational>.rational(in: 0...3).filter { $0 != 1 }, "s")
      let exact = HankelParameterization(h, in: Intrinsic())
      try draw.verify(exact.onAxis(s) == exact((1 + s) / (1 - s)))
    }
  }

  @Test("The factors of a stable matrix give it back", .cases(40)) func factors() async {
    await checkProperty { draw in
      let n = try draw(.integer(in: 1...3), "n")
      let entries = try draw(.array(of: Generator<Rational>.rational(in: -2...2), count: n * n...n * n), "entries")
      let matrix = Matrix(n, n, in: Intrinsic()) { entries[n * $0 + $1] }
      let size = matrix.infinityNorm + 1
      let (j, r, q) = try StableParameterization.portHamiltonianFactors(of: matrix.addingToDiagonal(-size))
      try draw.verify(
        StableParameterization.portHamiltonian(exchange: j.scaled(by: Rational(1, 2)), dissipation: r, energy: q)
          .isEqual(to: matrix.addingToDiagonal(-size)).isTrue)
      let schur = matrix.scaled(by: 1 / size)
      let h = try StableParameterization.contractingFactor(of: schur)
      let found = try StableParameterization.contracting(h, skew: Matrix(zeros: n, n, in: Intrinsic()))
      try draw.verify(h.isPositiveDefinite.isTrue && found.isEqual(to: schur).isTrue)
    }
  }
}
