import Definitions

extension MemoryFinding {
  /// What there is to say about a model's memory, the most serious first.
  static func all(
    in layers: [MemoryLayer], _ reports: [LayerMemory], options: MemoryAnalysis.Options
  ) -> [MemoryFinding] {
    verdicts(layers) + rounding(layers) + windows(reports, options: options) + shapes(layers, reports)
  }

  private init(
    _ kind: Kind, _ severity: Finding.Severity, format: String? = nil, _ places: [ModeLocation],
    _ text: (_ count: Int, _ first: ModeLocation) -> String
  ) {
    self.init(
      kind: kind, severity: severity, format: format, text: text(places.count, places[0]), count: places.count,
      places: Array(places.prefix(64)))
  }

  private static func locations(_ layers: [MemoryLayer], _ modes: (MemoryLayer) -> [Int]) -> [ModeLocation] {
    layers.flatMap { layer in modes(layer).map { layer.location($0) } }
  }

  private static func modes(_ layers: [MemoryLayer], _ condition: (EvaluatedMode) -> Bool) -> [ModeLocation] {
    locations(layers) { layer in layer.modes.indices.filter { condition(layer.modes[$0]) } }
  }

  /// Modes that do not decay, exactly.
  private static func verdicts(_ layers: [MemoryLayer]) -> [MemoryFinding] {
    var findings: [MemoryFinding] = []
    let growing = modes(layers) { $0.verdict == .unstable }
    if !growing.isEmpty {
      findings.append(
        MemoryFinding(.growing, .error, growing) {
          "\(counted($0, "mode")) \($0 == 1 ? "grows" : "grow"), the first \($1): old tokens drown new ones."
        })
    }
    let undecided = modes(layers) { $0.verdict == .undecided }
    if !undecided.isEmpty {
      findings.append(
        MemoryFinding(.undecided, .error, undecided) {
          "Whether \(counted($0, "mode")) \($0 == 1 ? "decays" : "decay") could not be decided with 1536 bits, the first "
            + "\($1)."
        })
    }
    let open = layers.filter { layer in
      layer.decayClass == .undecided && layer.modes.allSatisfy { $0.verdict == .stable }
    }
    if !open.isEmpty {
      findings.append(
        MemoryFinding(.undecided, .error, open.map { $0.location(0) }) { count, first in
          "Whether the slowest mode of layer \(first.layer) is the one with a double eigenvalue could not be decided."
        })
    }
    let never = modes(layers) { $0.verdict == .marginal }
    if !never.isEmpty {
      let isDesign = layers.allSatisfy { layer in
        layer.modes.allSatisfy { $0.verdict != .marginal || $0.isConservative }
      }
      findings.append(
        MemoryFinding(.neverForgets, isDesign ? .note : .warning, never) {
          "\(counted($0, "mode")) never \($0 == 1 ? "forgets" : "forget")\(isDesign ? ", by the design of the scheme" : ""): "
            + "the first is \($1), of modulus exactly 1."
        })
    }
    let double = locations(layers) { layer in layer.modes.indices.filter { layer.isDefective[$0] } }
    if !double.isEmpty {
      findings.append(
        MemoryFinding(.repeatedEigenvalue, .note, double) {
          "\(counted($0, "oscillator")) \($0 == 1 ? "has" : "have") a double eigenvalue, the first \($1): what enters is "
            + "multiplied by t before it decays."
        })
    }
    return findings
  }

  /// Decays that rounding to a format puts on the unit circle or beyond.
  private static func rounding(_ layers: [MemoryLayer]) -> [MemoryFinding] {
    NumberFormat.all.indices.reversed().compactMap { place in
      let format = NumberFormat.all[place].name
      let found = modes(layers) { mode in
        guard mode.verdict == .stable else { return false }
        return switch mode.rounded[place] {
        case .one, .aboveOne: true
        default: false
        }
      }
      guard !found.isEmpty else { return nil }
      return MemoryFinding(.neverForgetsRounded, .warning, format: format, found) {
        "Held in \(format), \(counted($0, "mode")) never \($0 == 1 ? "forgets" : "forget"), the first \($1); in exact "
          + "arithmetic \($0 == 1 ? "it does" : "they do")."
      }
    }
  }

  /// Windows beyond the length that was asked for.
  private static func windows(_ reports: [LayerMemory], options: MemoryAnalysis.Options) -> [MemoryFinding] {
    let long = reports.filter { ($0.windows.last?.lower ?? 0) > options.length }
    guard let first = long.first, let window = first.windows.last else { return [] }
    return [
      MemoryFinding(
        kind: .beyondLength, severity: .note, format: nil,
        text: "\(counted(long.count, "layer")) \(long.count == 1 ? "reaches" : "reach") beyond the "
          + "\(grouped(options.length)) tokens looked at, the first layer \(first.index): its window at "
          + "\(percentage(window.fraction)) is \(window.text) tokens.", count: long.count, places: [])
    ]
  }

  private static func shapes(_ layers: [MemoryLayer], _ reports: [LayerMemory]) -> [MemoryFinding] {
    var findings: [MemoryFinding] = []
    let rows = layers.reduce(0) { $0 + $1.system.rows }
    let noun = layers[0].system.axes[0]
    let short = locations(layers) { $0.forgettingAtOnce }
    if !short.isEmpty {
      findings.append(
        MemoryFinding(.forgetsAtOnce, .note, short) {
          "\(counted($0, noun)) of \(grouped(rows)) \($0 == 1 ? "forgets" : "forget") at once: 99 % of what "
            + "\($0 == 1 ? "it holds" : "they hold") is the present token. The first is in layer \($1.layer), "
            + "\(noun) \($1.indices[0])."
        })
    }
    let equal = locations(layers) { $0.duplicates }
    if !equal.isEmpty {
      findings.append(
        MemoryFinding(.duplicates, .note, equal) {
          "\(counted($0, noun)) of \(grouped(rows)) \($0 == 1 ? "decays" : "decay") exactly as an earlier one of the same "
            + "layer, the first in layer \($1.layer), \(noun) \($1.indices[0])."
        })
    }
    let laws = reports.compactMap { report in report.powerLaw.map { (report, $0) } }
    let longest = laws.max { $0.1.ratio < $1.1.ratio }
    if let (report, law) = longest {
      findings.append(
        MemoryFinding(
          kind: .powerLaw, severity: .note, format: nil,
          text:
            "\(counted(laws.count, "layer")) \(laws.count == 1 ? "looks" : "look") like a power law over a range, though "
            + "each is a sum of exponentials: \(report.memory[0].floor > 0 ? "" : "the bound by its modes of ")"
            + "layer \(report.index) falls like t^-p with p between "
            + "\(significant(roundedOutward(law.lower, up: false, 2), 2)) and "
            + "\(significant(roundedOutward(law.upper, up: true, 2), 2)) from \(grouped(law.from)) to "
            + "\(grouped(law.to)) tokens.", count: laws.count, places: [])
      )
    }
    return findings
  }
}

extension LayerMemory.PowerLaw {
  var ratio: Double { Double(to) / Double(from) }
}

/// 0.01 as 1 %.
func percentage(_ fraction: Double) -> String { shortestDecimal(roundedToDigits(100 * fraction, 12)) + " %" }
