import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct LinearOscillatorTests {
  static let oscillator = Generator { draw in
    LinearOscillator(
      stiffness: try draw(.rational(in: 0...9), "stiffness"),
      damping: try draw(.optional(.rational(in: 0...9)), "damping"), step: try draw(.positiveRational(), "step"))
  }

  @Test("Trace, determinant and discriminant are those of the transition, exactly", .cases(200))
  func invariants() async {
    await checkProperty { draw in
      let oscillator = try draw(Self.oscillator)
      draw.cover("damped", when: oscillator.damping != nil, atLeast: 0.5)
      let m = oscillator.transition
      try draw.verify(oscillator.trace == m[0] + m[3], "trace \(oscillator.trace) of \(m)")
      let determinant = m[0] * m[3] - m[1] * m[2]
      try draw.verify(oscillator.determinant == determinant, "determinant \(oscillator.determinant) of \(m)")
      let discriminant = oscillator.trace * oscillator.trace - 4 * determinant
      try draw.verify(oscillator.discriminant == discriminant, "discriminant \(oscillator.discriminant)")
    }
  }

  @Test("A transition is stable iff Schur and Cohn say so; its powers are bounded iff they are found so", .cases(100))
  func stability() async {
    await checkProperty { draw in
      let oscillator = try draw(Self.oscillator)
      if oscillator.isSchurStable.isTrue { try draw.verify(oscillator.isPowerBounded.isTrue) }
      if !oscillator.isWithinUnitDisc.isTrue { try draw.verify(!oscillator.isPowerBounded.isTrue) }
      let power = oscillator.transitionMatrix.power(256)
      let size = power.infinityNorm
      // On the circle the norm of a bounded family is moderate; a Jordan block's is 256 Delta.
      draw.cover("unbounded", when: oscillator.isPowerBounded.isFalse, atLeast: 0.05)
      if oscillator.isPowerBounded.isFalse { try draw.verify(size > oscillator.step, "\(size)") }
    }
  }

  @Test("Eigenvalues are roots of the characteristic polynomial; the inverse finds the parameters", .cases(50))
  func eigenvalues() async {
    await checkProperty { draw in
      let exact = try draw(Self.oscillator)
      func ball(_ x: Rational) -> Ball { Ball(x, in: 128) }
      let oscillator = LinearOscillator(
        stiffness: ball(exact.stiffness), damping: exact.damping.map(ball), step: ball(exact.step))
      let (first, second) = oscillator.eigenvalues
      if first.isDefined {
        let sum = first + second
        try draw.verify(sum.real.overlaps(oscillator.trace) && sum.imaginary.contains(Rational(0)))
        let product = first * second
        try draw.verify(product.real.overlaps(oscillator.determinant))
        let radius = oscillator.spectralRadius
        try draw.verify(Ball.sqrt(first.squaredMagnitude).isAtMost(radius) != .false)
      }
      guard let damping = exact.damping else { return }
      let inverse = LinearOscillator(trace: exact.trace, determinant: exact.determinant, step: exact.step)
      try draw.verify(inverse.stiffness == exact.stiffness && inverse.damping == damping, "\(inverse)")
    }
  }

  @Test("A step multiplies the energy by the determinant and adds the work", .cases(100))
  func energy() async {
    await checkProperty { draw in
      let oscillator = try draw(Self.oscillator)
      let number = Generator<Rational>.rational(in: -3...3)
      let (z, y, f) = (try draw(number), try draw(number), try draw(number))
      let (z1, y1) = oscillator.advanced(z, y, forcing: f)
      let expected = oscillator.determinant * oscillator.energy(z, y) + oscillator.work(f, z, y)
      try draw.verify(oscillator.energy(z1, y1) == expected, "H = \(oscillator.energy(z1, y1)), not \(expected)")
    }
  }

  @Test("The layer's recurrence, scans, convolution and system agree exactly", .cases(40))
  func layer() async {
    await checkProperty { draw in
      let modes = try draw(.array(of: Self.oscillator, count: 1...3))
      let number = Generator<Rational>.rational(in: -3...3)
      let (b, c, u) = (
        try draw(.array(of: number, count: modes.count)), try draw(.array(of: number, count: modes.count)),
        try draw(.array(of: number, count: 1...6))
      )
      let layer = OscillatorLayer(
        oscillators: modes, input: Matrix(column: b, in: Intrinsic()), output: Matrix([c], in: Intrinsic()),
        feedthrough: Matrix([[try draw(number)]], in: Intrinsic()))
      let inputs = u.map { [$0] }
      let expected = layer.outputs(of: inputs)
      for tree in [ScanTree.sequential, .hillisSteele, .blelloch, .brentKung] {
        try draw.verify(layer.outputs(of: inputs, scannedBy: tree) == expected, "\(tree)")
      }
      try draw.verify(layer.outputsByConvolution(of: inputs) == expected)
      try draw.verify(layer.system.outputs(of: u) == expected.map { $0[0] })
    }
  }

  @Test("The norm of a matrix of order 2 is its largest singular value", .cases(50)) func planarNorm() async throws {
    await checkProperty { draw in
      let entries = try draw(.array(of: Generator<Rational>.rational(in: -3...3), count: 4))
      let matrix = Matrix(2, 2, in: Precision(bits: 128)) { Ball(entries[2 * $0 + $1], in: 128) }
      let norm = planarSpectralNorm(matrix)
      try draw.verify(norm.overlaps(try matrix.certifiedSpectralNorm()), "\(norm)")
    }
  }
}
