import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct NonlinearStackTests {
  static func stack(_ draw: inout Draw) throws -> NonlinearStack<Rational> {
    let layers = try (0..<draw.integer(in: 1...3)).map { _ in
      let n = draw.integer(in: 1...3)
      return NonlinearLayer(
        transition: try draw(.array(of: .rational(in: -1...1), count: n)), input: try draw(.rationals(n)),
        readout: try draw(.rationals(n)), skip: try draw(.rational(in: -1...1)))
    }
    let activation = try draw(.element(of: [ActivationFunction<Rational>.identity, .hardTanh, .rectifier]))
    return NonlinearStack(layers: layers, activation: activation)
  }

  @Test("A step changes the output by at most the majorant, exactly", .cases(100))
  func majorant() async {
    await checkProperty { draw in
      let stack = try Self.stack(&draw)
      let x = try draw(.rational(), "x")
      let changes = stack.stepChanges(x, length: 6)
      for (change, bound) in zip(changes, stack.memoryMajorant(length: 6)) {
        try draw.verify(change.magnitude <= bound * x.magnitude, "\(changes), \(bound)")
      }
    }
  }

  @Test("Linear layers convolve their kernels, and the binomial is the convolution of powers", .cases(100))
  func kernels() async {
    await checkProperty { draw in
      let (rate, count) = (try draw(.rational(in: 0...1), "rate"), draw.integer(in: 1...4))
      let layer = NonlinearLayer(transition: [rate], input: [2], readout: [Rational(1, 2)])
      let stack = NonlinearStack(layers: Array(repeating: layer, count: count), activation: .identity)
      let bound = binomialMemoryBound(layers: count, gain: Rational(1), rate: rate, length: 7)
      #expect(stack.stepChanges(1, length: 7) == bound)
      #expect(stack.memoryMajorant(length: 7) == bound)
      #expect(stack.linearKernel(length: 7) == bound)
    }
  }

  /// Complex modes, in balls: e^(i pi/3) has the powers cos(k pi/3).
  @Test func complexModesAreReadAsRealParts() {
    let precision = Precision.reference
    let third = Ball.pi(in: precision) / 3
    let one = Disc(1, in: precision)
    let layer = NonlinearLayer(transition: [Disc(Ball.cos(third), Ball.sin(third))], input: [one], readout: [one])
    let stack = NonlinearStack(layers: [layer, layer], activation: .tanh)
    for (k, value) in layer.kernel(length: 6).enumerated() {
      #expect(value.overlaps(Ball([1, 0.5, -0.5, -1, -0.5, 0.5][k], in: precision)))
    }
    #expect(stack.slowestDecay.overlaps(Ball(1, in: precision)))
    let bound = stack.memoryBound(length: 5)
    for (k, value) in stack.memoryMajorant(length: 5).enumerated() {
      #expect(value.isLess(than: bound[k] + Ball(0x1p-90, in: precision)).isTrue)
    }
  }
}
