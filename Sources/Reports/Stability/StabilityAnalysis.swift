import Arithmetic
import Foundation
import Interchange

/// The analysis of a checkpoint: its numbers in, a ``StabilityReport`` out.
///
///     let report = try StabilityAnalysis(checkpoint: checkpoint).run()
///     print(report.summary)
///
/// Whether a mode decays is decided by enclosures of its exact decay, at rising precision; the result depends on
/// nothing but the checkpoint, the captures and the options, whatever the number of threads.
public struct StabilityAnalysis: Sendable {
  /// What can be chosen.
  public struct Options: Sendable {
    /// Steps that the model really took.
    public var captures: [CapturedSteps]
    /// How many threads work at most.
    public var threads: Int
    /// What the report calls the model; nil for the name of its folder or file.
    public var name: String?
    /// rho of the inputs' autocorrelation rho^|s - t|, in (-1, 1), for the sensitivities; 0 for a white input.
    public var autocorrelation: Double

    public init(
      captures: [CapturedSteps] = [], threads: Int = ProcessInfo.processInfo.activeProcessorCount, name: String? = nil,
      autocorrelation: Double = 0
    ) {
      precondition(abs(autocorrelation) < 1, "an autocorrelation is between -1 and 1")
      self.captures = captures
      self.threads = threads
      self.name = name
      self.autocorrelation = autocorrelation
    }
  }

  /// Steps from a run of the model, and the layer that they are from.
  public struct CapturedSteps: Sendable {
    public let capture: StepCapture
    /// The layer's number; nil to find it by the `A_log` in the file, or because there is one layer only.
    public let layer: Int?

    public init(_ capture: StepCapture, layer: Int? = nil) {
      self.capture = capture
      self.layer = layer
    }
  }

  /// How far an analysis is.
  public struct Progress: Sendable {
    /// What is being done, for people.
    public let activity: String
    /// From 0 to 1.
    public let fraction: Double
  }

  public let checkpoint: Checkpoint
  public let options: Options

  public init(checkpoint: Checkpoint, options: Options = Options()) {
    self.checkpoint = checkpoint
    self.options = options
  }

  /// The betas of the report's tables of perturbations.
  static let betas = [0.01, 0.1, 1]
  /// The lengths of the report's tables of rounding bounds.
  static let lengths = [1_000, 10_000, 100_000, 1_000_000]
  /// Beyond this many modes they are not listed one by one.
  static let listedModes = 200_000

  /// Analyses the checkpoint.
  ///
  /// - Parameter progress: called before each stage, from the calling thread.
  /// - Throws: `nothingToReport` for a checkpoint without layers, `captureDoesNotFit`; what a claim's evaluation
  ///   throws.
  public func run(progress: ((Progress) -> Void)? = nil) throws -> StabilityReport {
    guard !checkpoint.layers.isEmpty else { throw ReportError.nothingToReport }
    let located = try options.captures.map { try locate($0) }
    var analyzed: [AnalyzedLayer] = []
    for (place, layer) in checkpoint.layers.enumerated() {
      progress?(
        Progress(activity: "layer \(layer.index)", fraction: 0.8 * Double(place) / Double(checkpoint.layers.count)))
      analyzed.append(try AnalyzedLayer(layer, autocorrelation: options.autocorrelation, threads: options.threads))
    }
    let layers = analyzed
    guard layers.contains(where: { !$0.modes.isEmpty }) else { throw ReportError.nothingToReport }
    progress?(Progress(activity: "perturbations and rounding bounds", fraction: 0.8))
    let (threads, autocorrelation) = (options.threads, options.autocorrelation)
    let reports = try parallelMap(layers.count, threads: threads) {
      LayerReport([layers[$0]], isWhole: false, autocorrelation: autocorrelation)
    }
    let whole = LayerReport(layers, isWhole: true, autocorrelation: autocorrelation)
    let captures = try located.map { captured, place in
      try CaptureReport(captured.capture, at: layers[place], threads: threads)
    }
    progress?(Progress(activity: "claims", fraction: 0.9))
    let claims = try evaluateClaims(layers)
    let model = describe(layers)
    let findings = Finding.all(in: layers, whole: whole, model: model)
    progress?(Progress(activity: "figures", fraction: 0.95))
    return StabilityReport(
      model: model,
      summary: Summary(model: model, whole: whole, layers: reports, findings: findings, captures: captures).text,
      verdict: whole.verdict, findings: findings, whole: whole, layers: reports, captures: captures, claims: claims,
      figures: try StabilityFigures(layers: layers, whole: whole, captures: captures, threads: threads).all,
      modeTable: whole.modeCount <= Self.listedModes ? AnalyzedLayer.table(of: layers) : nil)
  }
}

extension LayerReport {
  /// The worst verdict of a mode.
  var verdict: ModeVerdict {
    if unstable > 0 { return .unstable }
    if undecided > 0 { return .undecided }
    return marginal > 0 ? .marginal : .stable
  }
}

extension StabilityAnalysis {
  private func describe(_ layers: [AnalyzedLayer]) -> ModelDescription {
    ModelDescription(
      checkpoint, name: options.name, system: layers[0].system,
      parameterization: layers[0].parameterizations.entries.first?.name ?? "none",
      modeCount: layers.reduce(0) { $0 + $1.modes.count })
  }

  /// The folder of a `model.safetensors`, or the file's name without its extension.
  static func name(ofPath path: String) -> String {
    let file = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let folder = ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent
    return file == "model" && !folder.isEmpty && folder != "." && folder != ".." && folder != "/" ? folder : file
  }
}

extension ModelDescription {
  /// What a checkpoint is, whose layers have modes like those of `system`.
  init(
    _ checkpoint: Checkpoint, name: String?, system: ModeSystem, parameterization: String, modeCount: Int
  ) {
    self.init(
      name: name ?? StabilityAnalysis.name(ofPath: checkpoint.file.path), family: checkpoint.family.rawValue,
      familyTitle: checkpoint.family.title, formula: system.formula, parameterization: parameterization,
      layerCount: checkpoint.layers.count, modeCount: modeCount, isComplex: system.isComplex,
      isSelective: system.stepKind == .selective || system.stepKind == .gate, hasDiscreteMap: system.hasDiscreteMap,
      elementTypes: Set(
        checkpoint.layers.flatMap { layer in
          layer.tensorNames.values.compactMap { (try? checkpoint.file.tensor($0))?.elementType }
        }
      ).map { "\($0)" }.sorted(), notes: checkpoint.notes)
  }
}

extension ModelFamily {
  /// The name that people use.
  var title: String {
    switch self {
    case .mamba: "Mamba"
    case .falconMamba: "Falcon Mamba"
    case .mamba2: "Mamba-2"
    case .rwkv4: "RWKV-4"
    case .rgLRU: "RG-LRU (Griffin, RecurrentGemma)"
    case .s4d: "S4D"
    case .s5: "S5"
    case .lru: "LRU"
    case .linOSS: "LinOSS"
    }
  }
}
