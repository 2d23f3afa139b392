import Arithmetic
import Definitions
import Foundation
import Interchange

/// What a checkpoint remembers: its numbers in, a ``MemoryReport`` out.
///
///     let report = try MemoryAnalysis(checkpoint: checkpoint).run()
///     print(report.summary)
///
/// Every number is enclosed. The result depends on nothing but the checkpoint, the captures and the options, whatever
/// the number of threads.
public struct MemoryAnalysis: Sendable {
  /// What can be chosen.
  public struct Options: Sendable {
    /// The longest distance that is looked at, in tokens.
    public var length: Int
    /// The fractions of the effective windows, falling.
    public var fractions: [Double]
    /// The distances of the tables of influence.
    public var distances: [Int]
    /// Steps that the model really took.
    public var captures: [StabilityAnalysis.CapturedSteps]
    /// How many threads work at most.
    public var threads: Int
    /// What the report calls the model; nil for the name of its folder or file.
    public var name: String?

    /// - Parameters:
    ///   - length: at least 1.
    ///   - fractions: between 0 and 1.
    ///   - distances: at least 0; nil for the powers of ten up to the length, and the length.
    public init(
      length: Int = 10_000, fractions: [Double] = [0.5, 0.1, 0.01], distances: [Int]? = nil,
      captures: [StabilityAnalysis.CapturedSteps] = [], threads: Int = ProcessInfo.processInfo.activeProcessorCount,
      name: String? = nil
    ) {
      precondition(length >= 1 && fractions.allSatisfy { 0 < $0 && $0 < 1 } && !fractions.isEmpty)
      precondition(distances?.allSatisfy { $0 >= 0 } ?? true)
      self.length = length
      self.fractions = Set(fractions).sorted(by: >)
      let powers = (0..<18).map { Int(pow(10, Double($0))) }.filter { $0 <= length }
      self.distances = Set(distances ?? powers + [length]).sorted()
      self.captures = captures
      self.threads = threads
      self.name = name
    }

    /// The times of the curves.
    var times: [Int] { MemoryAnalysis.logarithmicTimes(upTo: length, inDecade: 16) }
  }

  public let checkpoint: Checkpoint
  public let options: Options

  public init(checkpoint: Checkpoint, options: Options = Options()) {
    self.checkpoint = checkpoint
    self.options = options
  }

  /// 0, 1, ... and then so many in each decade, evenly spaced in their logarithms, to `length`.
  static func logarithmicTimes(upTo length: Int, inDecade count: Int) -> [Int] {
    var times: Set<Int> = [0, length]
    var k = 0
    while true {
      // Rounded, so that no platform's power function is seen.
      let time = Int(roundedToDigits(Foundation.pow(10, Double(k) / Double(count)), 6).rounded())
      if time > length { return times.sorted() }
      times.insert(time)
      k += 1
    }
  }

  /// Analyses the checkpoint.
  ///
  /// - Parameter progress: called before each stage, from the calling thread.
  /// - Throws: `nothingToReport` for a checkpoint without layers, `captureDoesNotFit`.
  public func run(progress: ((StabilityAnalysis.Progress) -> Void)? = nil) throws -> MemoryReport {
    guard !checkpoint.layers.isEmpty else { throw ReportError.nothingToReport }
    let captures = try options.captures.map { captured in
      try StabilityAnalysis(checkpoint: checkpoint).locate(captured)
    }
    var layers: [MemoryLayer] = []
    for (place, layer) in checkpoint.layers.enumerated() {
      let fraction = 0.6 * Double(place) / Double(checkpoint.layers.count)
      progress?(StabilityAnalysis.Progress(activity: "layer \(layer.index)", fraction: fraction))
      layers.append(try MemoryLayer(layer, threads: options.threads))
    }
    let found = layers
    guard found.contains(where: { !$0.modes.isEmpty }) else { throw ReportError.nothingToReport }
    progress?(StabilityAnalysis.Progress(activity: "memory functions and windows", fraction: 0.6))
    let options = self.options
    let reports = try parallelMap(found.count, threads: options.threads) { LayerMemory(found[$0], options: options) }
    progress?(StabilityAnalysis.Progress(activity: "layers together", fraction: 0.8))
    let stack = try StackMemory.all(found, reports, options: options)
    progress?(StabilityAnalysis.Progress(activity: "real steps", fraction: 0.9))
    let real = try captures.map { captured, place in
      try CapturedMemory(captured.capture, at: found[place], times: options.times, threads: options.threads)
    }
    let model = describe(found)
    let findings = MemoryFinding.all(in: found, reports, options: options)
    let slowest = reports.max { $0.reach < $1.reach }?.index ?? 0
    let summary = MemorySummary(
      model: model, layers: reports, stack: stack, captures: real, findings: findings, options: options)
    return MemoryReport(
      model: model, summary: summary.text, length: options.length, slowestLayer: slowest, findings: findings,
      layers: reports, stack: stack, captures: real,
      figures: MemoryFigures(layers: reports, stack: stack, captures: real, options: options).all)
  }

  private func describe(_ layers: [MemoryLayer]) -> ModelDescription {
    let system = layers[0].system
    var parameterization = "none"
    if case .exponential(let spectrum) = system.spectrum { parameterization = spectrum.ownName(system.stepKind) }
    return ModelDescription(
      checkpoint, name: options.name, system: system, parameterization: parameterization,
      modeCount: layers.reduce(0) { $0 + $1.modes.count })
  }
}

extension LayerMemory {
  /// The longest window; infinite where there is none.
  var reach: Double {
    guard let last = windows.last else { return .infinity }
    return Double(last.upper ?? last.lower)
  }
}
