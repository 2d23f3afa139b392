import Arithmetic
import Definitions
import Testing

@Suite struct DiagonalModelTests {
  private func model(
    state: Int, inputs: Int, outputs: Int, feedthrough: Bool, _ random: inout SplitMix64
  ) -> DiagonalModel<Rational> {
    DiagonalModel(
      transition: random.rationals(state), inputColumns: (0..<inputs).map { _ in random.rationals(state) },
      outputRows: (0..<outputs).map { _ in random.rationals(state) },
      feedthrough: feedthrough ? random.rationals(outputs).elements : [])
  }

  @Test("The recurrence and the convolution with its kernel are equal", arguments: 1...5)
  func convolution(state: Int) {
    var random = SplitMix64(seed: 3)
    let model = model(state: state, inputs: 2, outputs: 2, feedthrough: true, &random)
    let input = (0..<9).map { _ in random.rationals(2).elements }
    let (output, _) = model.output(of: input)
    for t in input.indices {
      for o in 0..<2 {
        var y = model.feedthrough[o] * input[t][o]
        for i in 0..<2 {
          let kernel = model.convolutionKernel(length: t + 1, fromInput: i, toOutput: o)
          for s in 0...t { y = y + kernel[t - s] * input[s][i] }
        }
        #expect(output[t][o] == y)
      }
    }
  }

  @Test("A sequence in two halves with the state carried is the whole sequence", arguments: [0, 1, 4, 7])
  func carry(split: Int) {
    var random = SplitMix64(seed: 4)
    let model = model(state: 3, inputs: 1, outputs: 2, feedthrough: false, &random)
    let input = (0..<7).map { _ in random.rationals(1).elements }
    let whole = model.output(of: input)
    let head = model.output(of: Array(input[..<split]))
    let tail = model.output(of: Array(input[split...]), initialState: head.finalState)
    #expect(head.output + tail.output == whole.output)
    #expect(tail.finalState.elements == whole.finalState.elements)
  }

  @Test("Conjugate halves give the output of the full conjugate model, exactly")
  func conjugateHalves() {
    typealias C = Complex<Rational>
    var random = SplitMix64(seed: 5)
    let half = (0..<3).map { _ in (0..<3).map { _ in C(random.rational(), random.rational()) } }
    func model(_ rows: [[C]]) -> DiagonalModel<C> {
      let vectors = rows.map { C.Vector($0, in: Intrinsic()) }
      return DiagonalModel(transition: vectors[0], inputColumns: [vectors[1]], outputRows: [vectors[2]])
    }
    let input = (0..<6).map { _ in [random.rational()] }
    let halves = model(half).realOutput(of: input, modes: .conjugateHalves).output
    let all = model(half.map { $0 + $0.map(\.conjugate) }).realOutput(of: input, modes: .all).output
    #expect(halves == all)
    #expect(halves.contains { $0[0] != Rational(0, 1) })
  }

  @Test("The memory function is attained by the sign of the kernel and bounds every other step input")
  func memoryFunction() {
    var random = SplitMix64(seed: 6)
    let model = model(state: 4, inputs: 3, outputs: 1, feedthrough: false, &random)
    let length = 6
    let memory = model.memoryFunction(length: length)
    func change(at t: Int, under x: [Rational]) -> Rational {
      let y = model.output(of: Array(repeating: x, count: length)).output
      return (t == 0 ? y[0][0] : y[t][0] - y[t - 1][0]).magnitude
    }
    for t in 0..<length {
      let kernel = (0..<3).map { model.convolutionKernel(length: length, fromInput: $0)[t] }
      #expect(change(at: t, under: kernel.map { $0 < Rational(0, 1) ? Rational(-1, 1) : Rational(1, 1) }) == memory[t])
      let other = (0..<3).map { _ in Rational(Int.random(in: -9...9, using: &random), 9) }
      #expect(change(at: t, under: other) <= memory[t])
    }
  }
}
