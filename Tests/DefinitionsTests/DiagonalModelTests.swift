import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

/// The diagonal model over the rationals, where equal means equal.
@Suite struct DiagonalModelTests {
  /// A model over the rationals with up to 5 modes; a feedthrough only where inputs and outputs are as many.
  static func model(
    inputs: ClosedRange<Int> = 1...3, outputs: ClosedRange<Int> = 1...3
  ) -> Generator<DiagonalModel<Rational>> {
    Generator { draw in
      let vector = Generator<[Rational]>.rationals(draw.integer(in: 1...5))
      let transition = try draw(vector)
      let columns = try draw(.array(of: vector, count: inputs))
      let rows = try draw(.array(of: vector, count: outputs))
      let feedthrough = rows.count == columns.count && draw.bool() ? try draw(.rationals(rows.count)) : []
      return DiagonalModel(
        transition: .init(transition), inputColumns: columns.map { .init($0) }, outputRows: rows.map { .init($0) },
        feedthrough: feedthrough)
    }.described { model in
      "a = \(model.transition.elements), B = \(model.inputColumns.map(\.elements)), "
        + "C = \(model.outputRows.map(\.elements)), D = \(model.feedthrough)"
    }
  }

  private static func input(_ width: Int, count: ClosedRange<Int>) -> Generator<[[Rational]]> {
    .array(of: .rationals(width), count: count)
  }

  @Test("The recurrence and the convolution with its kernel are equal", .cases(100))
  func convolution() async {
    await checkProperty { draw in
      let model = try draw(Self.model(), "model")
      let input = try draw(Self.input(model.inputColumns.count, count: 0...9), "input")
      let (output, _) = model.output(of: input)
      draw.cover("fed through", when: !model.feedthrough.isEmpty, atLeast: 0.1)
      for o in model.outputRows.indices {
        let kernels = model.inputColumns.indices.map {
          model.convolutionKernel(length: input.count, fromInput: $0, toOutput: o)
        }
        for t in input.indices {
          var y = model.feedthrough.isEmpty ? 0 : model.feedthrough[o] * input[t][o]
          for (i, kernel) in kernels.enumerated() {
            for s in 0...t { y = y + kernel[t - s] * input[s][i] }
          }
          try draw.verify(output[t][o] == y, "output \(o) at \(t) is \(output[t][o]), not \(y)")
        }
      }
    }
  }

  @Test("Conjugate halves give the output of the full conjugate model, exactly", .cases(100))
  func conjugateHalves() async {
    typealias C = Complex<Rational>
    await checkProperty { draw in
      let modes = Generator<[C]>.array(of: .complexRational(), count: draw.integer(in: 1...4))
      let half = [try draw(modes, "a"), try draw(modes, "b"), try draw(modes, "c")]
      func model(_ rows: [[C]]) -> DiagonalModel<C> {
        let vectors = rows.map { C.Vector($0, in: Intrinsic()) }
        return DiagonalModel(transition: vectors[0], inputColumns: [vectors[1]], outputRows: [vectors[2]])
      }
      let input = try draw(.array(of: .rational(), count: 0...6), "input").map { [$0] }
      let halves = model(half).realOutput(of: input, modes: .conjugateHalves).output
      let all = model(half.map { $0 + $0.map(\.conjugate) }).realOutput(of: input, modes: .all).output
      try draw.verify(halves == all, "\(halves), \(all)")
      draw.cover("an output that is not 0", when: halves.contains { $0[0] != 0 }, atLeast: 0.4)
    }
  }

  @Test(
    "The memory function is attained by the sign of the kernel and bounds every other step input",
    .cases(100))
  func memoryFunction() async {
    await checkProperty { draw in
      var model = try draw(Self.model(inputs: 1...4, outputs: 1...1), "model")
      model = DiagonalModel(
        transition: model.transition, inputColumns: model.inputColumns, outputRows: model.outputRows)
      let inputs = model.inputColumns.count
      let size = Generator<Rational>.rational(in: -1...1)
      let other = try draw(.array(of: size, count: inputs), "a step input")
      let length = 6
      let memory = model.memoryFunction(length: length)
      let kernels = (0..<inputs).map { model.convolutionKernel(length: length, fromInput: $0) }
      func change(at t: Int, under x: [Rational]) -> Rational {
        let y = model.output(of: Array(repeating: x, count: t + 1)).output
        return (t == 0 ? y[0][0] : y[t][0] - y[t - 1][0]).magnitude
      }
      for t in 0..<length {
        let signs = kernels.map { $0[t] < 0 ? Rational(-1, 1) : 1 }
        try draw.verify(change(at: t, under: signs) == memory[t], "it is not attained at \(t)")
        try draw.verify(change(at: t, under: other) <= memory[t], "the input moves the output at \(t) by more")
      }
    }
  }

  @Test(
    "A sequence in pieces of any lengths with the state carried is the whole sequence, exactly",
    .cases(100))
  func carry() async {
    await checkProperty(Property("the diagonal model in pieces", of: CarryMachine(), steps: 0...6))
  }

  /// A model that is run piece by piece against the model run on the whole sequence since the last reset.
  private struct CarryMachine: StateMachine {
    enum Command {
      case run([[Rational]])
      case reset([Rational])
    }

    struct Whole {
      let model: DiagonalModel<Rational>
      var start: Rational.Vector
      var input: [[Rational]] = []
    }

    struct InPieces {
      let model: DiagonalModel<Rational>
      var state: Rational.Vector
    }

    struct Output: Equatable {
      var outputs: [[Rational]] = []
      var state: [Rational]
    }

    func start(_ draw: inout Draw) throws -> (model: Whole, system: InPieces) {
      let model = try draw(DiagonalModelTests.model(inputs: 1...2, outputs: 1...2), "model")
      return (Whole(model: model, start: model.zeroState), InPieces(model: model, state: model.zeroState))
    }

    func command(_ draw: inout Draw, in whole: Whole) throws -> Command? {
      if draw.bool(probability: 0.2) { return .reset(try draw(.rationals(whole.start.count))) }
      return .run(try draw(DiagonalModelTests.input(whole.model.inputColumns.count, count: 0...4)))
    }

    func predict(_ command: Command, with whole: inout Whole) -> Output {
      switch command {
      case .run(let piece):
        whole.input += piece
        let (output, state) = whole.model.output(of: whole.input, initialState: whole.start)
        return Output(outputs: Array(output.suffix(piece.count)), state: state.elements)
      case .reset(let state):
        whole.start = .init(state)
        whole.input = []
        return Output(state: state)
      }
    }

    func perform(_ command: Command, on system: inout InPieces) -> Output {
      switch command {
      case .run(let piece):
        let (output, state) = system.model.output(of: piece, initialState: system.state)
        system.state = state
        return Output(outputs: output, state: state.elements)
      case .reset(let state):
        system.state = .init(state)
        return Output(state: state)
      }
    }
  }
}
