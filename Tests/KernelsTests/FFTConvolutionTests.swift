import Arithmetic
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The convolution by Fourier transforms against the sum that defines it, in 256 bits, within the bound of its
/// documentation.
@Suite struct FFTConvolutionTests {
  enum Mutation: CaseIterable {
    case none, circular, oneTapLess, flipped, reversedLagZeroOnce, feedthroughUngated, kernelOfNextChannel
  }

  struct Instance<Scalar: KernelScalar> {
    let kernel: FFTConvolutionKernel<Scalar>
    let input: ShapedArray<Scalar>
    let preGate: ShapedArray<Scalar>?
    let postGate: ShapedArray<Scalar>?

    /// - Parameter channels: around a vector, so that lanes are channels, or channels of all rows.
    init(_ draw: inout Draw, length: ClosedRange<Int>, channels: ClosedRange<Int>) throws {
      let batch = try draw(.integer(in: 1...3), "batch")
      let channels = try draw(.integer(in: channels), "channels")
      let length = try draw(.integer(in: length), "length")
      let taps = try draw(.integer(in: 0...length + 3), "taps")
      let longest = length + (try draw(.integer(in: 0...2), "room"))
      var noise = try Noise(&draw)
      let shape = [batch, channels, length]
      kernel = try FFTConvolutionKernel(
        kernel: noise.array([channels, taps], in: -1...1),
        reversedKernel: try draw(.bool(), "both directions") ? noise.array([channels, taps], in: -1...1) : nil,
        feedthrough: try draw(.bool(), "feedthrough") ? noise.array([channels], in: -1...1) : nil, length: longest)
      input = try noise.array(shape, in: -1...1)
      preGate = try draw(.bool(), "gate before") ? noise.array(shape, in: -1...1) : nil
      postGate = try draw(.bool(), "gate after") ? noise.array(shape, in: -1...1) : nil
    }

    func run(_ execution: Execution = Execution()) throws -> ShapedArray<Scalar> {
      try kernel.run(input: input, preGate: preGate, postGate: postGate, execution: execution)
    }

    func agreement(_ result: ShapedArray<Scalar>, mutation: Mutation = .none) -> Agreement {
      var agreement = Agreement()
      for row in 0..<input.shape[0] {
        for channel in 0..<input.shape[1] { compare(row, channel, result, mutation, &agreement) }
      }
      return agreement
    }

    private func compare(
      _ row: Int, _ channel: Int, _ result: ShapedArray<Scalar>, _ mutation: Mutation, _ agreement: inout Agreement
    ) {
      let (length, zero) = (input.shape[2], BigFloat(0, in: referencePrecision))
      let steps = 0..<length
      let u = Roundoff(Scalar.self).unit
      let w = steps.map { t in big(input[row, channel, t]) * (preGate.map { big($0[row, channel, t]) } ?? (zero + 1)) }

      // By lag, from -(taps - 1) on.
      let taps = min(kernel.kernel.shape[1], length)
      let channels = kernel.kernel.shape[0]
      let other = mutation == .kernelOfNextChannel ? (channel + 1) % channels : channel
      var lags = Array(repeating: zero, count: max(0, 2 * taps - 1))
      for lag in 0..<taps {
        lags[taps - 1 + lag] = lags[taps - 1 + lag] + big(kernel.kernel[other, lag])
        guard let reversed = kernel.reversedKernel, !(mutation == .reversedLagZeroOnce && lag == 0) else { continue }
        lags[taps - 1 - lag] = lags[taps - 1 - lag] + big(reversed[other, lag])
      }
      if mutation == .oneTapLess, let last = lags.indices.last { lags[last] = zero }
      if mutation == .flipped { lags.reverse() }

      func norms(_ x: [BigFloat]) -> (one: Double, two: Double) {
        let sizes = x.map(\.magnitude.approximation)
        return (sizes.reduce(0, +), sizes.map { $0 * $0 }.reduce(0, +).squareRoot())
      }
      let (wNorm, kNorm) = (norms(w), norms(lags))
      let f = kernel.transformError * u
      let whole = wNorm.two * kNorm.one
      var error = f * (whole + wNorm.one * kNorm.two)
      error += f * f * Double(kernel.transformLength).squareRoot() * wNorm.two * kNorm.two
      for relative in [2 * u, f, 2 * u] { error += relative * (whole + error) }

      for t in steps {
        var sum = zero
        var size = 0.0
        for s in steps {
          var lag = t - s
          if mutation == .circular, lag <= -taps { lag += length }
          guard abs(lag) < taps else { continue }
          let term = lags[taps - 1 + lag] * w[s]
          sum = sum + term
          size += term.magnitude.approximation
        }
        // The roundings of w and of the sum of both kernels at lag 0.
        var bound = error + (preGate == nil ? 0 : u * size * (1 + 4 * u))
        if kernel.reversedKernel != nil, taps > 0 { bound += u * (lags[taps - 1] * w[t]).magnitude.approximation * 2 }
        if let d = kernel.feedthrough {
          let through = big(d[channel]) * (mutation == .feedthroughUngated ? big(input[row, channel, t]) : w[t])
          sum = sum + through
          bound += u * (through.magnitude.approximation * 1.001 + sum.magnitude.approximation + bound)
        }
        if let postGate {
          let gate = big(postGate[row, channel, t])
          sum = sum * gate
          bound = bound * gate.magnitude.approximation * (1 + u) + u * sum.magnitude.approximation
        }
        bound += 64 * Double(length) * Roundoff(Scalar.self).tiny
        agreement.add(result[row, channel, t], sum, bound: bound, depth: 8 * length)
      }
    }
  }

  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, length: ClosedRange<Int>, channels: ClosedRange<Int>, _ draw: inout Draw
  ) throws {
    let instance = try Instance<Scalar>(&draw, length: length, channels: channels)
    let result = try instance.run()
    try draw.verify(instance.agreement(result), count: instance.input.elements.count)
    try draw.verifySame(as: result, in: nil, { try instance.run($0) }, ==)
  }

  @Test("Any length, any taps", .cases(80, search: 40)) func small() async {
    await checkProperty("short convolutions, Float") {
      try Self.check(Float.self, length: 0...26, channels: 1...3, &$0)
    }
    await checkProperty("short convolutions, Double") {
      try Self.check(Double.self, length: 0...26, channels: 1...3, &$0)
    }
  }

  @Test("Long sequences; lanes that are channels", .cases(5, search: 0)) func large() async {
    await checkProperty("long convolutions, Float") {
      try Self.check(Float.self, length: 60...200, channels: 1...2, &$0)
    }
    await checkProperty("wide convolutions, Double") {
      try Self.check(Double.self, length: 1...30, channels: 7...18, &$0)
    }
  }

  @Test(arguments: Mutation.allCases) func aWrongReferenceViolatesTheBound(_ mutation: Mutation) throws {
    let found = try minimalFailure("a convolution with a mistake") {
      try Instance<Float>(&$0, length: 0...6, channels: 1...3)
    } _: { instance, draw in
      try draw.verify(instance.agreement(try instance.run(), mutation: mutation).holds)
    }
    #expect((found == nil) == (mutation == .none))
  }

  /// The bound is not idle: spread evenly over the sequence, an error of five thousandths of it would be that of a long
  /// random sequence.
  @Test func theErrorOfALongSequence() throws {
    var draw = Draw(seed: 0, name: "a long convolution", index: 0)
    let instance = try Instance<Float>(&draw, length: 700...700, channels: 1...1)
    let agreement = instance.agreement(try instance.run())
    let spread = agreement.worst * Double(instance.kernel.transformLength).squareRoot()
    #expect(agreement.holds && spread > 5e-3, "error over bound: \(agreement.worst), spread: \(spread)")
  }
}
