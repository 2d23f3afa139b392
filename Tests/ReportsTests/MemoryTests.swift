import Foundation
import Interchange
import PropertyTesting
import Reports
import TestSupport
import Testing

@Suite struct MemoryTests {
  private func memory(
    _ checkpoint: Checkpoint, length: Int = 1000, fractions: [Double] = [0.5, 0.1, 0.01], threads: Int = 2
  ) throws -> MemoryReport {
    try MemoryAnalysis(
      checkpoint: checkpoint, options: .init(length: length, fractions: fractions, threads: threads)
    ).run()
  }

  @Test(arguments: Models.trained + Models.made)
  func aModelIsReported(name: String) throws {
    let report = try memory(Models.checkpoint(name))
    #expect(report.model.layerCount == report.layers.count && report.stack.count == report.layers.count)
    #expect(report.exitCode == 0 && report.summary.hasPrefix(report.model.name))
    for layer in report.layers {
      #expect(layer.decay == .exponential)
      #expect(layer.envelope.rate > 0 && layer.largestDecay < 1 && layer.envelope.constant >= 1)
      #expect(zip(layer.windows, layer.windows.dropFirst()).allSatisfy { $0.lower <= $1.upper ?? .max })
      for value in layer.memory {
        #expect(value.value.lower <= value.envelope && value.floor <= value.value.upper)
        #expect(value.value.lower <= value.value.upper && value.value.upper <= 1.001)
      }
      let older = layer.memory.compactMap(\.older)
      #expect(older.count == layer.memory.count && older.first?.upper ?? 0 >= 1)
      // S5's slowest mode here outlasts what can be summed.
      if name != "s5" { #expect(older.first?.upper ?? .infinity < 1 + 1e-6) }
      #expect(zip(older, older.dropFirst()).allSatisfy { $0.upper >= $1.lower })
      for entry in layer.influence { #expect(entry.influence.lower <= entry.bound && entry.kept.upper <= 1) }
    }
    for figure in report.figures { #expect(!figure.table.rows.isEmpty && !figure.plots.isEmpty, "\(figure.name)") }
    #expect((try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])?["layers"] != nil)
    try withTemporaryFolder { folder in
      try ReportWriter(directory: folder + "/report").write(report)
      let files = try contents(folder + "/report")
      let links = report.markdown.matches(of: /\]\((figures\/[^)]*)\)/).map { String($0.1) }
      #expect(!links.isEmpty && links.allSatisfy { files[$0] != nil })
    }
  }

  /// Mamba at its biases in plain loops: sum_n Delta exp(-e^A_log Delta t), the mean over channels.
  @Test func windowsAgreeWithDoublePrecision() throws {
    let checkpoint = try Models.checkpoint("bundled")
    let report = try memory(checkpoint)
    for (layer, found) in zip(checkpoint.layers, report.layers) {
      guard case .selective(let parameters) = layer.parameters else { return #expect(Bool(false)) }
      func left(_ t: Double) -> Double {
        (0..<parameters.channels).reduce(0) { sum, channel in
          let step = log1p(exp(parameters.stepBias[channel]))
          return (0..<parameters.states).reduce(sum) {
            let rate = exp(parameters.aLog[channel, $1]) * step
            return $0 + step * exp(-rate * t) / -expm1(-rate)
          }
        }
      }
      for window in found.windows {
        let upper = try #require(window.upper)
        #expect(window.lower == upper)
        #expect(left(Double(upper)) <= window.fraction * left(0))
        #expect(left(Double(upper - 1)) > window.fraction * left(0))
      }
    }
  }

  /// The kernel of S4D in plain loops: C (a - 1)/A a^t, twice the real part, the mean of |K_t| over the channels.
  @Test(arguments: ["s4d-lin", "s4d-inv"]) func kernelsAgreeWithDoublePrecision(name: String) throws {
    let checkpoint = try Models.checkpoint(name)
    let report = try memory(checkpoint, length: 300)
    guard case .s4d(let layer) = checkpoint.layers[0].parameters else { return #expect(Bool(false)) }
    // Each mode's gain and decay; the gains are multiplied by the decays as time goes on.
    var (terms, decays): ([(Double, Double)], [(Double, Double)]) = ([], [])
    for channel in 0..<layer.channels {
      let step = exp(layer.logStep[channel])
      for mode in 0..<layer.modes {
        let (x, y) = (-exp(layer.logAReal[channel, mode]), layer.aImaginary[channel, mode])
        let (c, square) = (layer.c[channel, mode], x * x + y * y)
        let a = (exp(x * step) * cos(y * step), exp(x * step) * sin(y * step))
        let gain = (((a.0 - 1) * x + a.1 * y) / square, (a.1 * x - (a.0 - 1) * y) / square)
        decays.append(a)
        terms.append((gain.0 * c.real - gain.1 * c.imaginary, gain.0 * c.imaginary + gain.1 * c.real))
      }
    }
    let values = (0..<60_000).map { _ in
      var sum = 0.0
      for channel in 0..<layer.channels {
        var value = 0.0
        for mode in channel * layer.modes..<(channel + 1) * layer.modes {
          let (term, a) = (terms[mode], decays[mode])
          value += 2 * term.0
          terms[mode] = (term.0 * a.0 - term.1 * a.1, term.0 * a.1 + term.1 * a.0)
        }
        sum += abs(value)
      }
      return sum / Double(layer.channels)
    }
    let peak = values.max() ?? 0
    for value in report.layers[0].memory {
      let expected = values[value.time] / peak
      #expect(value.value.lower - 1e-11 <= expected && expected <= value.value.upper + 1e-11, "\(value.time)")
      #expect(value.value.upper - value.value.lower < 1e-13)
    }
    let whole = values.reduce(0, +)
    for window in report.layers[0].windows {
      var rest = whole
      let least = values.firstIndex { value in
        if rest <= window.fraction * whole { return true }
        rest -= value
        return false
      }
      #expect(window.lower == least && window.upper == least)
    }
  }

  /// The recurrence of the oscillators in plain loops, damped, with a double eigenvalue among them; the coefficients
  /// B = 1 + i and C = 1 of the model give K_t = sum_p q_p(t).
  @Test func oscillatorsAgreeWithTheirRecurrence() throws {
    let (stiffness, damping): ([Double], [Double]) = ([4, 0.5, 1, 9], [6, 0.1, 0.01, 30])
    let report = try memory(Models.linOSS(stiffness: stiffness, damping: damping), length: 400)
    var (x, z) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4))
    let values = (0...400).map { t in
      for p in 0..<4 {
        z[p] = (z[p] - 0.5 * stiffness[p] * x[p] + (t == 0 ? 0.5 : 0)) / (1 + damping[p] / 2)
        x[p] += 0.5 * z[p]
      }
      return abs(x.reduce(0, +))
    }
    let layer = report.layers[0]
    let peak = values.max() ?? 0
    for value in layer.memory {
      let expected = values[value.time] / peak
      #expect(abs(value.value.lower - expected) < 1e-12 && abs(value.value.upper - expected) < 1e-12, "\(value.time)")
    }
  }

  @Test func theClassIsDecided() throws {
    func decay(_ checkpoint: Checkpoint) throws -> (LayerMemory.DecayClass, MemoryReport) {
      let report = try memory(checkpoint, length: 100)
      return (report.layers[0].decay, report)
    }
    // A double eigenvalue 1/2, alone and beside a slower oscillator.
    let double = try decay(Models.linOSS(stiffness: [4], damping: [6]))
    #expect(double.0 == .polynomialTimesExponential && double.1.layers[0].envelope.degree == 1)
    #expect(double.1.findings.contains { $0.kind == .repeatedEigenvalue })
    let beside = try decay(Models.linOSS(stiffness: [4, 1], damping: [6, 0.1]))
    #expect(beside.0 == .exponential && beside.1.layers[0].envelope.degree == 0)
    for layer in [double, beside].map(\.1.layers[0]) {
      for value in layer.memory where value.time > 0 {
        let power = layer.envelope.degree == 0 ? 1 : Double(value.time)
        let bound = layer.envelope.constant * power * exp(-layer.envelope.rate * Double(value.time))
        #expect(value.value.lower <= bound * (1 + 1e-9), "\(value.time)")
      }
    }
    // No spring: the position keeps what it got, or, without damping, goes on.
    let kept = try decay(Models.linOSS(stiffness: [0, 1], damping: [1, 1]))
    #expect(kept.0 == .never && kept.1.layers[0].windows.isEmpty && kept.1.stack[0].windows.isEmpty)
    #expect(kept.1.findings.first?.kind == .neverForgets)
    #expect(try decay(Models.linOSS(stiffness: [0], damping: nil)).0 == .polynomial)
    // Without damping nothing decays; too stiff, it grows.
    #expect(try decay(Models.linOSS(stiffness: [1, 2], damping: [0, 0])).0 == .never)
    let growing = try decay(Models.linOSS(stiffness: [100], damping: [0.1]))
    #expect(growing.0 == .growing && growing.1.exitCode == 1 && growing.1.findings.first?.kind == .growing)
    #expect(try decay(Models.s5(real: [-0.5, 0])).0 == .never)
    #expect(try decay(Models.s5(real: [-0.5, 1e-9])).0 == .growing)
  }

  /// Heads of steps spaced evenly in their logarithms and unit rates: sum of Delta e^(-Delta t), which is c/t in
  /// between.
  @Test func aPowerLawIsFound() throws {
    let steps = (0..<48).map { exp(-log(1e4) * Double($0) / 47) / 2 }
    let report = try memory(
      Models.mamba2(aLog: steps.map { _ in 0 }, stepBias: steps.map { log(expm1($0)) }), length: 10_000)
    let law = try #require(report.layers[0].powerLaw)
    #expect(law.from <= 20 && law.to >= 1000 && law.lower > 0.6 && law.upper < 1.4)
    #expect(report.findings.contains { $0.kind == .powerLaw } && report.layers[0].decay == .exponential)
    // One exponential is none, however long it lasts.
    #expect(try memory(Models.mamba2(aLog: [0], stepBias: [-7])).layers[0].powerLaw == nil)
  }

  @Test func channelsThatForgetAtOnceOrDecayAlikeAreNamed() throws {
    let report = try memory(Models.mamba2(aLog: [0, 3, 0, 0.5], stepBias: [-3, 2, -3, -4]))
    for layer in report.layers { #expect(layer.forgettingAtOnce == 1 && layer.duplicates == 1) }
    let short = try #require(report.findings.first { $0.kind == .forgetsAtOnce })
    #expect(short.count == 2 && short.places.first?.indices == [1])
    #expect(report.findings.first { $0.kind == .duplicates }?.places.first?.indices == [2])
  }

  /// Two equal layers of one mode: the ages add to a negative binomial distribution, which is also the bound.
  @Test func layersTogether() throws {
    let stack = try memory(Models.mamba2(aLog: [0], stepBias: [-5])).stack
    #expect(stack.map(\.layers) == [1, 2])
    for (own, bound) in zip(stack[1].windows, stack[1].binomial) {
      let exact = try #require(bound.upper)
      #expect(bound.lower == exact && own.lower <= exact && exact <= own.upper ?? .max)
      #expect(Double((own.upper ?? .max) - own.lower) <= 0.02 * Double(exact))
    }
  }

  @Test func threadsAndRunsGiveTheSameBytes() throws {
    let checkpoint = try Models.checkpoint("bundled")
    let capture = try StepCapture(path: Models.path("bundled") + "/kernel-L257-float32.safetensors")
    try withTemporaryFolder { folder in
      let written = try [1, 2].map { threads -> [String: Data] in
        let options = MemoryAnalysis.Options(captures: [.init(capture)], threads: threads)
        let report = try MemoryAnalysis(checkpoint: checkpoint, options: options).run()
        try ReportWriter(directory: "\(folder)/\(threads)").write(report)
        return try contents("\(folder)/\(threads)")
      }
      #expect(written[0] == written[1])
      for (name, data) in written[0] {
        #expect(!String(decoding: data, as: UTF8.self).contains(folder), "\(name) holds a path")
      }
    }
  }

  /// Along the captured steps in plain loops, at one distance.
  @Test func realStepsAreFollowed() throws {
    let checkpoint = try Models.checkpoint("bundled")
    let steps = try StepCapture(path: Models.path("bundled") + "/kernel-L257-float32.safetensors")
    let found = try #require(
      MemoryAnalysis(checkpoint: checkpoint, options: .init(captures: [.init(steps)])).run().captures.first)
    guard case .selective(let layer) = checkpoint.layers[2].parameters else { return #expect(Bool(false)) }
    func value(_ distance: Int) -> Double {
      let places = (1...8).map { 257 * $0 / 8 - 1 }.filter { $0 >= distance }
      return (0..<layer.channels).reduce(0.0) { sum, channel in
        (0..<layer.states).reduce(sum) { sum, state in
          places.reduce(sum) { sum, place in
            let first = place - distance
            let time = (first + 1..<place + 1).reduce(0.0) { $0 + steps[0, channel, $1] }
            return sum + steps[0, channel, first] * exp(-exp(layer.aLog[channel, state]) * time)
          }
        }
      } / Double(places.count)
    }
    #expect(found.layer == 2 && found.memory.first?.value.upper ?? 0 >= 1)
    for distance in [1, 10, 100] {
      let entry = try #require(found.memory.first { $0.time == distance })
      let expected = value(distance) / value(0)
      #expect(abs(entry.value.lower - expected) < 1e-11 && entry.value.upper - entry.value.lower < 1e-14)
    }
  }

  /// Parameters at the ends of float32: nothing stops, and the report is drawn.
  @Test(arguments: [3e38, -3e38])
  func extremeParametersAreReported(value: Double) throws {
    let models = try [
      Models.mutated("falcon-mamba-bytes", ["backbone.layers.0.mixer.A_log": [0: value, 17: -value]]),
      Models.mutated("lru", ["layer.nu_log": [0: value, 1: -value], "layer.theta_log": [2: value]]),
      Models.s5(real: [value, -value, -1, -2]),
      Models.linOSS(stiffness: [value, 1], damping: [1, value]), Models.linOSS(stiffness: [value, 1], damping: nil),
    ]
    try withTemporaryFolder { folder in
      for (place, model) in models.enumerated() {
        try ReportWriter(directory: "\(folder)/\(place)").write(try memory(model, length: 100))
      }
    }
  }
}
