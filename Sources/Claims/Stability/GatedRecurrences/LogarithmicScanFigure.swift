import Arithmetic
import Definitions
import PropertyTesting

extension GatedRecurrences {
  /// The errors of three algorithms against the length, for a minGRU with random gates.
  static let heinsenFigure = FigureRecipe("heinsen-error") { precision in
    // Lengths by powers of sqrt 2, whose integer parts are the same everywhere.
    let lengths = (8...32).map { Int(Double(1 << $0).squareRoot()) }
    let bits: Precision = 96
    var random = SplitMix64(seed: 2_311_06281)
    /// A number of [lower, lower + 2), a multiple of 2^-20.
    func number(from lower: Double) -> Double { lower + Double(random.below(1 << 21)) * 0x1p-20 }
    var global = FloatScanRun(period: nil, precision: bits)
    var rebased = FloatScanRun(period: 64, precision: bits)
    var plain = RoundedFloat(0, in: .binary32)
    var exact = Ball(0, in: bits)
    // The largest errors and bounds of the last steps.
    var largest = [Ball](repeating: Ball(0, in: bits), count: 5)
    var columns = [[Ball]](repeating: [], count: 5)
    var next = 0
    for t in 1...lengths[lengths.count - 1] {
      // z = sigmoid(k), k around 1; log g(x) around 0. All as binary32 numbers.
      let k = RoundedFloat(number(from: 0), in: .binary32)
      let gate = -RoundedFloat.softplus(k)
      let input = RoundedFloat(number(from: -1), in: .binary32) - .softplus(-k)
      global.advance(gate.value, input.value)
      rebased.advance(gate.value, input.value)
      plain = .exp(gate) * plain + .exp(input)
      exact = Ball.exp(Ball(gate.value, in: bits)) * exact + Ball.exp(Ball(input.value, in: bits))
      guard next < lengths.count, t > lengths[next] - 8 else { continue }
      func error(_ state: Ball) -> Ball { (state / exact - 1).magnitude }
      let now = [
        error(global.state), global.bound, error(rebased.state), rebased.bound, error(Ball(plain.value, in: bits)),
      ]
      largest = zip(largest, now).map { Ball.maximum($0, $1) }
      guard t == lengths[next] else { continue }
      for i in columns.indices { columns[i].append(largest[i]) }
      largest = largest.map { _ in Ball(0, in: bits) }
      next += 1
    }
    let names = ["scan of logarithms", "its bound", "new base every 64 steps", "its bound, new bases", "recurrence"]
    let styles: [FigureData.Column.Style] = [.points, .line, .points, .dashedLine, .points]
    return FigureData(
      "heinsen-error", title: "Relative error of Heinsen's scan in binary32",
      caption: """
        A minGRU with random gates, sigmoid(k) with k uniform in [0, 2], every operation correctly rounded to \
        binary32. The largest error of the last 8 steps of t: of the scan of logarithms it grows like t, with a new \
        base every 64 steps it does not, and the recurrence itself has an error of a few roundoffs. Errors and bounds \
        are enclosed.
        """,
      xLabel: "t", yLabel: "relative error of h_t", logX: true, logY: true,
      x: FigureData.Column("t", lengths.map(Double.init)),
      curves: zip(zip(names, columns), styles).map { FigureData.Column($0.0, $0.1, style: $1) })
  }
}

/// A scan in binary32 with the bound of its error.
struct FloatScanRun {
  private var scan: RunningLogarithmicScan<RoundedFloat>
  private var errors: LogarithmicScanErrorBound<Ball>
  private let precision: Precision
  /// h_t as computed, and the bound of its relative error.
  private(set) var state: Ball
  private(set) var bound: Ball

  init(period: Int?, precision: Precision) {
    scan = RunningLogarithmicScan(logInitial: nil, period: period)
    errors = LogarithmicScanErrorBound(unitRoundoff: Ball(FloatFormat.binary32.unitRoundoff, in: precision))
    (state, bound) = (Ball(0, in: precision), Ball(0, in: precision))
    self.precision = precision
  }

  mutating func advance(_ logGate: Double, _ logInput: Double) {
    let step = scan.advance(
      logGate: RoundedFloat(logGate, in: .binary32), logInput: RoundedFloat(logInput, in: .binary32))
    let precision = precision
    state = Ball(step.state.value, in: precision)
    bound = errors.advance(step.map { Ball($0.value, in: precision) })
  }
}
