import Arithmetic
import Foundation
import Interchange

extension StabilityAnalysis {
  /// Finds the layer that a capture is from: the one named, the one whose A_log is in the file, or the only one.
  ///
  /// - Returns: the capture, and the layer's place among the checkpoint's layers.
  /// - Throws: `captureDoesNotFit`.
  func locate(_ captured: CapturedSteps) throws -> (CapturedSteps, Int) {
    let path = captured.capture.path
    let place = try place(of: captured)
    let layer = checkpoint.layers[place]
    guard let rows = layer.parameters.stepRows else {
      throw ReportError.captureDoesNotFit(
        path: path, reason: "the steps of \(checkpoint.family.title) do not depend on the input")
    }
    guard captured.capture.channels == rows else {
      throw ReportError.captureDoesNotFit(
        path: path, reason: "has \(captured.capture.channels) channels, layer \(layer.index) has \(rows)")
    }
    guard !captured.capture.values.isEmpty else {
      throw ReportError.captureDoesNotFit(path: path, reason: "has no steps")
    }
    return (captured, place)
  }

  private func place(of captured: CapturedSteps) throws -> Int {
    let path = captured.capture.path
    if let wanted = captured.layer {
      guard let place = checkpoint.layers.firstIndex(where: { $0.index == wanted }) else {
        let known = checkpoint.layers.map { "\($0.index)" }.joined(separator: ", ")
        throw ReportError.captureDoesNotFit(path: path, reason: "there is no layer \(wanted), only \(known)")
      }
      return place
    }
    if checkpoint.layers.count == 1 { return 0 }
    let matching = try places(matching: SafetensorsFile(path: path))
    guard matching.count == 1 else {
      let how = matching.isEmpty ? "no layer has" : "\(matching.count) layers have"
      throw ReportError.captureDoesNotFit(path: path, reason: "\(how) its 'A_log': say which layer it is from")
    }
    return matching[0]
  }

  /// The layers whose A_log, rounded to the type in which the file keeps it, is the file's.
  private func places(matching file: SafetensorsFile) throws -> [Int] {
    guard file.contains("A_log") else { return [] }
    let tensor = try file.tensor("A_log")
    guard tensor.elementType.significandBits != nil, tensor.elementType.isReadable else { return [] }
    let found = try tensor.doubles()
    let format: NumberFormat? =
      switch tensor.elementType {
      case .bfloat16: .bfloat16
      case .float16: .float16
      case .float32: .float32
      default: nil
      }
    return checkpoint.layers.indices.filter { place in
      guard let own = checkpoint.layers[place].parameters.logarithmicRates, own.count == found.count else {
        return false
      }
      return zip(own, found).allSatisfy { (format?.rounded($0) ?? $0) == $1 }
    }
  }
}

extension LayerParameters {
  /// The number of steps at each token of a layer whose steps depend on the input.
  fileprivate var stepRows: Int? {
    switch self {
    case .selective(let layer): layer.channels
    case .multiheadSelective(let layer): layer.heads
    case .rwkv4, .rgLRU, .s4d, .s5, .lru, .linOSS: nil
    }
  }

  /// A_log.
  fileprivate var logarithmicRates: [Double]? {
    switch self {
    case .selective(let layer): layer.aLog.values
    case .multiheadSelective(let layer): layer.aLog.values
    case .rwkv4, .rgLRU, .s4d, .s5, .lru, .linOSS: nil
    }
  }
}

extension CaptureReport {
  /// Beyond this many decays, only some tokens are looked at.
  private static let mostDecays = 8_000_000

  /// What a capture says about its layer.
  init(_ capture: StepCapture, at layer: AnalyzedLayer, threads: Int) throws {
    let tokens = capture.batch * capture.length
    let pairs = tokens * layer.modes.count
    let stride = max(1, (pairs + Self.mostDecays - 1) / Self.mostDecays)
    let columns = layer.system.columns
    let thresholds = NumberFormat.all.map { RateThresholds($0) }
    let rows = try parallelMap(layer.system.rows, threads: threads) { row -> Row in
      let steps = capture.values(ofChannel: row)
      let looked = Swift.stride(from: 0, to: steps.count, by: stride).map { steps[$0] }
      let mean = looked.reduce(0, +) / Double(looked.count)
      var result = Row(counts: thresholds.map { _ in (one: 0, zero: 0) })
      for column in 0..<columns {
        let speed = -layer.modes[row * columns + column].eigenvalue.real
        result.halfLives.append(contentsOf: looked.map { logarithmOfTwo / (speed * $0) })
        result.meanHalfLives.append(logarithmOfTwo / (speed * mean))
        for (place, threshold) in thresholds.enumerated() {
          for step in looked {
            result.counts[place].one += threshold.roundsToOne(speed: speed, step: step) ? 1 : 0
            result.counts[place].zero += threshold.roundsToZero(speed: speed, step: step) ? 1 : 0
          }
        }
      }
      return result
    }
    name = (capture.path as NSString).lastPathComponent
    self.layer = layer.index
    sequences = capture.batch
    length = capture.length
    steps = Quantiles(of: capture.values) ?? Quantiles(repeating: .nan, count: 0)
    halfLifeAtSteps = Quantiles(of: rows.flatMap(\.halfLives)) ?? Quantiles(repeating: .nan, count: 0)
    halfLifeAtMeanStep = Quantiles(of: rows.flatMap(\.meanHalfLives)) ?? Quantiles(repeating: .nan, count: 0)
    rounding = NumberFormat.all.enumerated().map { place, format in
      CaptureRounding(
        format: format.name, roundToOne: rows.reduce(0) { $0 + $1.counts[place].one },
        roundToZero: rows.reduce(0) { $0 + $1.counts[place].zero })
    }
    decayCount = rows.reduce(0) { $0 + $1.halfLives.count }
    self.stride = stride
    exponent = try CapturedExponent(capture, at: layer, threads: threads)
  }

  /// What one channel adds.
  private struct Row: Sendable {
    var halfLives: [Double] = []
    var meanHalfLives: [Double] = []
    var counts: [(one: Int, zero: Int)]
  }
}

/// The rates beyond which a decay e^-x rounds to 1 or to 0 in a format.
private struct RateThresholds: Sendable {
  let one: Double
  let zero: Double
  private let format: NumberFormat

  init(_ format: NumberFormat) {
    self.format = format
    one = format.slowestRate(in: .reference).approximation
    zero = format.fastestRate(in: .reference).approximation
  }

  /// Whether e^-(speed step) rounds to 1. The product of doubles decides, except within its rounding error of the
  /// threshold, where an enclosure of the product of these doubles does.
  func roundsToOne(speed: Double, step: Double) -> Bool {
    let rate = speed * step
    if abs(rate - one) > one * 0x1p-50 { return rate < one }
    return Ball(speed, in: .reference) * Ball(step, in: .reference) < format.slowestRate(in: .reference)
  }

  func roundsToZero(speed: Double, step: Double) -> Bool {
    let rate = speed * step
    if abs(rate - zero) > zero * 0x1p-50 { return rate > zero }
    return format.fastestRate(in: .reference) < Ball(speed, in: .reference) * Ball(step, in: .reference)
  }
}

/// Whether x is certainly less than y.
private func < (x: Ball, y: Ball) -> Bool { x.isLess(than: y).isTrue }
