import Arithmetic
import Definitions
import Kernels
import PropertyTesting
import TestSupport
import Testing

/// The diagonal scan in every order and direction, with resets, against the affine recurrence in 256 bits. In no order does
/// a term meet more roundings than in the definition, so the bound is the definition's own.
@Suite struct ScanOrderTests {
  enum Mutation: CaseIterable { case none, direction, resetsIgnored, resetAfterStep, noInitialState, decayOfStepBefore }

  struct Instance<Scalar: KernelScalar> {
    /// One part, or the real and the imaginary ones.
    let decay: [ShapedArray<Scalar>]
    let input: [ShapedArray<Scalar>]
    let initialState: [ShapedArray<Scalar>]?
    let resets: ShapedArray<Bool>?
    let isReversed: Bool
    let order: ScanOrder

    typealias Result = (states: [ShapedArray<Scalar>], finalState: [ShapedArray<Scalar>])

    init(_ draw: inout Draw, parts: Int, channels: ClosedRange<Int>, blocks: ClosedRange<Int>) throws {
      let batch = try draw(.integer(in: 1...2), "batch")
      let channels = try draw(.integer(in: channels), "channels")
      let block = try draw(.integer(in: blocks), "block")
      let isSequential = try draw(.bool(probability: 0.2), "sequential")
      order = isSequential ? .sequential : .blocks(of: block)
      let length = draw.length(in: 0...(Scalar._lanes + 2) * block + 3, around: block).count
      var noise = try Noise(&draw)
      let shape = [batch, length, channels]
      let size = parts == 1 ? 1.0 : 0.75
      let ofDecay = try draw(.bool(), "decays vary") ? shape : [channels]
      decay = try (0..<parts).map { _ in try noise.array(ofDecay, in: -size...size) }
      input = try (0..<parts).map { _ in try noise.array(shape, in: -1...1) }
      let starts = try draw(.bool(), "initial state")
      initialState = starts ? try (0..<parts).map { _ in try noise.array([batch, channels], in: -1...1) } : nil
      let marks = try noise.sequences([batch, length])
      resets =
        try draw(.bool(), "resets")
        ? ShapedArray(
          marks.elements.indices.map { $0 > 0 && marks.elements[$0] != marks.elements[$0 - 1] }, shape: [batch, length])
        : nil
      isReversed = try draw(.bool(), "reversed")
    }

    func run(_ execution: Execution = Execution()) throws -> Result {
      if decay.count == 1 {
        let result = try DiagonalScanKernel.run(
          decay: decay[0], input: input[0], initialState: initialState?[0], resets: resets, isReversed: isReversed,
          order: order, execution: execution)
        return ([result.states], [result.finalState])
      }
      let result = try DiagonalScanKernel.run(
        decay: ComplexShapedArray(real: decay[0], imaginary: decay[1]),
        input: ComplexShapedArray(real: input[0], imaginary: input[1]),
        initialState: initialState.map { try ComplexShapedArray(real: $0[0], imaginary: $0[1]) }, resets: resets,
        isReversed: isReversed, order: order, execution: execution)
      return (
        [result.states.real, result.states.imaginary], [result.finalState.real, result.finalState.imaginary]
      )
    }

    /// The states of one channel of a batch row, in the order of time, and the last one; complex numbers with the
    /// imaginary part 0 where the scan is real.
    func channel<A: RealElementaryArithmetic>(
      _ row: Int, _ channel: Int, in context: A.Context, _ mutation: Mutation
    ) -> (states: [Complex<A>], last: Complex<A>) {
      let read = Reader<A>(context: context)
      func number(_ parts: [ShapedArray<Scalar>], _ index: Int) -> Complex<A> {
        Complex(
          read(parts[0].elements[index]), parts.count > 1 ? read(parts[1].elements[index]) : A(0, in: context))
      }
      let (length, channels) = (input[0].shape[1], input[0].shape[2])
      let zero = Complex(A(0, in: context), A(0, in: context))
      let one = Complex<A>.Vector([Complex(A(1, in: context), A(0, in: context))], in: context)
      let start = mutation == .noInitialState ? nil : initialState.map { number($0, row * channels + channel) }
      var recurrence = AffineRecurrence<Complex<A>>(
        initialState: Complex<A>.Vector([start ?? zero], in: context), columns: 1)
      var states = Array(repeating: zero, count: length)
      let backwards = isReversed != (mutation == .direction)
      for step in 0..<length {
        let t = backwards ? length - 1 - step : step
        let at = (row * length + t) * channels + channel
        let before = mutation == .decayOfStepBefore && step > 0 ? (backwards ? t + 1 : t - 1) : t
        let isVarying = decay[0].shape.count == 3
        var decay = number(self.decay, isVarying ? (row * length + before) * channels + channel : channel)
        var input = number(self.input, at)
        if let resets, resets[row, t], mutation != .resetsIgnored {
          decay = zero
          if mutation == .resetAfterStep { input = zero }
        }
        recurrence.update(
          AffineStep<Complex<A>>(
            decay: Complex<A>.Vector([decay], in: context), key: Complex<A>.Vector([input], in: context), value: one,
            query: one))
        states[t] = recurrence.state[0]
      }
      return (states, recurrence.state[0])
    }

    func agreement(_ result: Result, mutation: Mutation = .none) -> Agreement {
      var agreement = Agreement()
      let (length, channels) = (input[0].shape[1], input[0].shape[2])
      for row in 0..<input[0].shape[0] {
        for channel in 0..<channels {
          let exact: (states: [Complex<BigFloat>], last: Complex<BigFloat>) = self.channel(
            row, channel, in: referencePrecision, mutation)
          let bound: (states: [Complex<RoundingBound>], last: Complex<RoundingBound>) = self.channel(
            row, channel, in: .kernels(Scalar.self), mutation)
          for part in decay.indices {
            func ofPart<A>(_ z: Complex<A>) -> A { part == 0 ? z.real : z.imaginary }
            agreement.add(
              (0..<length).map { result.states[part][row, $0, channel] }, exact.states.map { ofPart($0) },
              bound.states.map { ofPart($0) })
            agreement.add(
              [result.finalState[part][row, channel]], [ofPart(exact.last)], [ofPart(bound.last)], part: .state)
          }
        }
      }
      return agreement
    }
  }

  private static func check<Scalar: KernelScalar>(
    _ format: Scalar.Type, parts: Int, channels: ClosedRange<Int> = 1...3, blocks: ClosedRange<Int> = 1...7,
    _ draw: inout Draw
  ) throws {
    let instance = try Instance<Scalar>(&draw, parts: parts, channels: channels, blocks: blocks)
    let result = try instance.run()
    let count = (result.states + result.finalState).map(\.elements.count).reduce(0, +)
    try draw.verify(instance.agreement(result), count: count)
    try draw.verifySame(
      as: result, in: nil, { try instance.run($0) },
      { $0.states == $1.states && $0.finalState == $1.finalState })
  }

  @Test("Blocks, directions, resets", .cases(60, search: 40), arguments: [1, 2]) func small(parts: Int) async {
    await checkProperty("scans of \(parts) parts, Float") { try Self.check(Float.self, parts: parts, &$0) }
    await checkProperty("scans of \(parts) parts, Double") { try Self.check(Double.self, parts: parts, &$0) }
  }

  @Test("Blocks and channels that straddle vectors", .cases(6, search: 0), arguments: [1, 2]) func wide(parts: Int)
    async
  {
    await checkProperty("wide scans of \(parts) parts, Float") {
      try Self.check(Float.self, parts: parts, channels: 3...19, blocks: 1...5, &$0)
    }
    await checkProperty("long scans of \(parts) parts, Double") {
      try Self.check(Double.self, parts: parts, channels: 1...1, blocks: 30...70, &$0)
    }
  }

  @Test(arguments: Mutation.allCases) func aWrongReferenceViolatesTheBound(_ mutation: Mutation) throws {
    let found = try minimalFailure("a scan with a mistake") {
      try Instance<Float>(&$0, parts: 1, channels: 1...3, blocks: 1...3)
    } _: { instance, draw in
      try draw.verify(instance.agreement(try instance.run(), mutation: mutation).holds)
    }
    #expect((found == nil) == (mutation == .none))
  }

  /// What an infinite state leaves behind ends at a reset, in every order.
  @Test(
    arguments: [ScanOrder.sequential, .blocks(of: 1), .blocks(of: 2), .blocks(of: 3), .blocks(of: 8)], [false, true])
  func resetsForgetInfinity(_ order: ScanOrder, isReversed: Bool) throws {
    let count = 12
    let resets = try ShapedArray((0..<count).map { $0 == 7 }, shape: [1, count])
    let result = try DiagonalScanKernel.run(
      decay: ShapedArray([Float(0.5)]),
      input: ShapedArray(Array(repeating: Float(1), count: count), shape: [1, count, 1]),
      initialState: ShapedArray([Float.infinity], shape: [1, 1]), resets: resets, isReversed: isReversed, order: order)
    let expected = (0..<count).map { t -> Float in
      let steps = isReversed ? 7 - t : t - 7
      return steps < 0 ? .infinity : 2 - Float(sign: .plus, exponent: -steps, significand: 1)
    }
    #expect(result.states.elements == expected)
  }
}
