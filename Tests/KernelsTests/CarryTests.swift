import Kernels
import PropertyTesting
import TestSupport
import Testing

/// A sequence in pieces of any lengths with the state carried is the whole sequence, bit for bit: no kernel knows of the
/// future, and what it remembers of the past is its state.
@Suite(.cases(60)) struct CarryTests {
  @Test func diagonalScan() async {
    await check(ScanInPieces<Float>.self)
    await check(ScanInPieces<Double>.self)
  }

  @Test func diagonalModel() async {
    await check(ModelInPieces<Float>.self)
    await check(ModelInPieces<Double>.self)
  }

  @Test func selectiveScan() async {
    await check(SelectiveInPieces<Float>.self)
    await check(SelectiveInPieces<Double>.self)
  }

  private func check<Recurrence: CarriedRecurrence>(_ type: Recurrence.Type) async {
    await checkProperty(Property("\(type)", of: CarryMachine<Recurrence>(), steps: 1...5))
  }
}

/// A kernel that takes up a sequence where it left it.
protocol CarriedRecurrence: Sendable {
  associatedtype Step: Sendable
  associatedtype State: Sendable & Equatable
  associatedtype Scalar: KernelScalar

  /// The steps that the kernel takes in one go.
  static var tile: Int { get }

  init(_ draw: inout Draw) throws
  var step: Generator<Step> { get }

  static func text(_ state: State) -> String

  /// Runs `steps` from `state`, or from zeros.
  ///
  /// - Returns: for every step the outputs of all channels, and the state after the last.
  func run(_ steps: [Step], from state: State?) throws -> (output: [[Scalar]], state: State)
}

/// A recurrence in pieces against the one run over everything since the last reset.
struct CarryMachine<Recurrence: CarriedRecurrence>: StateMachine {
  enum Command: CustomStringConvertible {
    case run([Recurrence.Step])
    case reset

    var description: String {
      switch self {
      case .run(let steps): "run \(textByRuns(steps))"
      case .reset: "reset"
      }
    }
  }

  struct Whole {
    let recurrence: Recurrence
    var steps: [Recurrence.Step] = []
  }

  struct InPieces {
    let recurrence: Recurrence
    var state: Recurrence.State?
  }

  struct Output: Equatable, CustomStringConvertible {
    var output: [[Recurrence.Scalar]] = []
    var state: Recurrence.State?
    var description: String { "\(textByRuns(output)), state \(state.map(Recurrence.text) ?? "0")" }
  }

  func start(_ draw: inout Draw) throws -> (model: Whole, system: InPieces) {
    let recurrence = try Recurrence(&draw)
    return (Whole(recurrence: recurrence), InPieces(recurrence: recurrence))
  }

  func command(_ draw: inout Draw, in whole: Whole) throws -> Command? {
    if draw.bool(probability: 0.15) { return .reset }
    let longest = 2 * Recurrence.tile + 3
    return .run(try draw(.array(of: whole.recurrence.step, countAround: Recurrence.tile, in: 0...longest)))
  }

  func predict(_ command: Command, with whole: inout Whole) throws -> Output {
    switch command {
    case .run(let piece):
      whole.steps += piece
      let (output, state) = try whole.recurrence.run(whole.steps, from: nil)
      return Output(output: output.suffix(piece.count), state: state)
    case .reset:
      whole.steps = []
      return Output()
    }
  }

  func perform(_ command: Command, on system: inout InPieces) throws -> Output {
    switch command {
    case .run(let piece):
      let (output, state) = try system.recurrence.run(piece, from: system.state)
      system.state = state
      return Output(output: output, state: state)
    case .reset:
      system.state = nil
      return Output()
    }
  }
}

extension CarriedRecurrence {
  /// Few channels and modes: what is tested is time.
  static var extents: Extents {
    Extents(rows: 1...1, steps: 0...0, channels: 1...3, modes: 1...2, tile: tile, lanes: Scalar._lanes)
  }
}

extension CarriedRecurrence where State == ShapedArray<Scalar> {
  static func text(_ state: State) -> String { "\(state.elements)" }
}

struct ScanInPieces<Scalar: KernelScalar>: CarriedRecurrence {
  static var tile: Int { 16 }
  let decays: ShapedArray<Scalar>
  let factors: [Double]

  init(_ draw: inout Draw) throws {
    decays = try ShapedArray(
      products: draw(Self.extents.channels(of: Scalar.numbers(in: -1.01...1.01)), "decays"))
    factors = try draw(.array(of: Scalar.factors, count: decays.elements.count), "factors")
  }

  var step: Generator<Double> { Scalar.numbers(in: -1...1) }

  func run(_ steps: [Double], from state: ShapedArray<Scalar>?) throws -> (
    output: [[Scalar]], state: ShapedArray<Scalar>
  ) {
    let input = try ShapedArray<Scalar>(products: [1], steps, factors)
    let result = try DiagonalScanKernel.run(decay: decays, input: input, initialState: state)
    return (steps.indices.map { t in factors.indices.map { result.states[0, t, $0] } }, result.finalState)
  }
}

struct ModelInPieces<Scalar: KernelScalar>: CarriedRecurrence {
  static var tile: Int { 32 }
  let model: DrawnModel<Scalar>

  static func text(_ state: ComplexShapedArray<Scalar>) -> String {
    "\(state.real.elements) + i \(state.imaginary.elements)"
  }

  init(_ draw: inout Draw) throws { model = try DrawnModel(Self.extents, &draw) }

  var step: Generator<Double> { Scalar.numbers(in: -1...1) }

  func run(_ steps: [Double], from state: ComplexShapedArray<Scalar>?) throws -> (
    output: [[Scalar]], state: ComplexShapedArray<Scalar>
  ) {
    let result = try model.kernel.run(
      input: ShapedArray(products: [1], steps, model.factors), initialState: state)
    return (steps.indices.map { t in model.factors.indices.map { result.output[0, t, $0] } }, result.finalState)
  }
}

struct SelectiveInPieces<Scalar: KernelScalar>: CarriedRecurrence {
  static var tile: Int { 64 }
  let scan: DrawnSelectiveScan<Scalar>

  init(_ draw: inout Draw) throws { scan = try DrawnSelectiveScan(Self.extents, &draw) }

  var step: Generator<DrawnSelectiveScan<Scalar>.Step> { scan.step }

  func run(_ steps: [DrawnSelectiveScan<Scalar>.Step], from state: ShapedArray<Scalar>?) throws -> (
    output: [[Scalar]], state: ShapedArray<Scalar>
  ) {
    let result = try scan.instance(steps: steps, initialState: state).run()
    return (steps.indices.map { t in scan.channels.indices.map { result.output[0, $0, t] } }, result.finalState)
  }
}
