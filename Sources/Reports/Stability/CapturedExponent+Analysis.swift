import Arithmetic
import Definitions
import Interchange

extension CapturedExponent {
  /// The largest exponent over the sequences of a capture; nil where a layer's decays are not exp(Delta lambda).
  init?(_ capture: StepCapture, at layer: AnalyzedLayer, threads: Int) throws {
    guard case .exponential(let spectrum) = layer.system.spectrum, capture.length > 0 else { return nil }
    let (columns, length) = (layer.system.columns, capture.length)
    // For each row its slowest mode, and that mode's exponent in each sequence.
    let rows = try parallelMap(layer.system.rows, threads: threads) { row -> (mode: Int, exponents: [Ball]) in
      let modes = row * columns..<(row + 1) * columns
      let mode = modes.max { layer.modes[$0].eigenvalue.real < layer.modes[$1].eigenvalue.real } ?? row * columns
      let lambda = spectrum.eigenvalue(mode, in: .reference)
      let steps = capture.values(ofChannel: row)
      let exponents = (0..<capture.batch).map { sequence -> Ball in
        let own = steps[sequence * length..<(sequence + 1) * length]
        let sum = own.reduce(Ball(0, in: .reference)) { $0 + Ball($1, in: .reference) }
        return lambda * sum / IntegerConstant(length)
      }
      return (mode, exponents)
    }
    var best: (row: Int, sequence: Int, value: Ball)?
    for (row, found) in rows.enumerated() {
      for (sequence, value) in found.exponents.enumerated()
      where best.map({ $0.value.approximation < value.approximation }) ?? true {
        best = (row, sequence, value)
      }
    }
    guard let best else { return nil }
    let all = rows.flatMap(\.exponents)
    let largest = all.dropFirst().reduce(all[0], Ball.maximum)
    self.largest = Enclosure(
      lower: largest.lower.double(rounding: .down), upper: largest.upper.double(rounding: .up))
    mode = layer.named(rows[best.row].mode, best.value.approximation)
    sequence = best.sequence
    let lambda = spectrum.eigenvalue(rows[best.row].mode, in: .reference)
    let steps = capture.values(ofChannel: best.row)[best.sequence * length..<(best.sequence + 1) * length]
    let gains = persistentGains(
      decays: steps.prefix(Self.mostTokens).map { Ball.exp(lambda * Ball($0, in: .reference)) })
    persistentGain = gains.map(\.approximation).max() ?? 1
  }

  /// The gain is that of this many tokens at most.
  private static let mostTokens = 20_000
}
