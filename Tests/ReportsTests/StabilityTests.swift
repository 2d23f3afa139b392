import Foundation
import Interchange
import PropertyTesting
import Reports
import TestSupport
import Testing

@Suite struct StabilityTests {
  @Test(arguments: Models.trained + Models.made)
  func aModelIsReported(name: String) throws {
    let report = try report(Models.checkpoint(name))
    let layers = report.layers
    #expect(report.model.layerCount == layers.count && report.model.modeCount == report.whole.modeCount)
    #expect(layers.reduce(0) { $0 + $1.modeCount } == report.whole.modeCount)
    for layer in layers + [report.whole] {
      #expect(layer.stable == layer.modeCount && layer.unstable + layer.marginal + layer.undecided == 0)
      #expect(layer.distanceToOne.minimum > 0 && layer.decay.maximum <= 1)
      #expect(layer.halfLife.minimum > 0 && layer.halfLife.maximum.isFinite)
      #expect(layer.onePercentHorizon.maximum > layer.halfLife.maximum)
    }
    #expect(report.verdict == .stable && report.exitCode == 0)
    #expect(report.summary.hasPrefix(report.model.name) && report.summary.contains("is stable"))
    #expect(report.markdown.contains(report.figures[0].imageFile))
    let json = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
    #expect((json?["layers"] as? [Any])?.count == layers.count)
    #expect(report.modeTable?.rows.count == report.whole.modeCount)
    #expect(Set(report.figures.map(\.name)).count == report.figures.count)
    for figure in report.figures {
      #expect(!figure.table.rows.isEmpty && !figure.plots.isEmpty, "\(figure.name)")
    }
  }

  @Test(arguments: [1e-9, .leastNonzeroMagnitude, 0.5])
  func anEigenvalueBeyondTheAxisIsNamed(value: Double) throws {
    let report = try report(Models.s5(real: [-0.5, -0.25, value, -2]))
    let first = try #require(report.findings.first)
    #expect(first.kind == .unstableMode && first.severity == .error && first.modeCount == 1)
    #expect(first.modes.map(\.location.indices) == [[2]] && first.modes.map(\.location.layer) == [0])
    #expect(report.verdict == .unstable && report.exitCode == 1 && report.whole.unstable == 1)
    #expect(report.summary.contains("is not stable") && report.summary.contains("layer 0, mode 2"))
    #expect(report.layers[0].slowest.location.indices == [2])
  }

  /// Whatever the other modes are, the one that grows is named.
  @Test(.cases(20)) func anyEigenvalueBeyondTheAxisIsNamed() async {
    await checkProperty { draw in
      let decays = Generator<[Double]>.array(of: .double(in: 1e-9...100), count: 0...5)
      var real = try draw(decays, "decay rates").map { -$0 }
      let place = try draw(.integer(in: 0...real.count), "its place")
      real.insert(try draw(.double(in: .leastNonzeroMagnitude...10), "growth rate"), at: place)
      let report = try report(Models.s5(real: real))
      let first = try #require(report.findings.first)
      #expect(first.kind == .unstableMode && first.severity == .error && first.modeCount == 1)
      #expect(first.modes.map(\.location.indices) == [[place]])
      #expect(report.verdict == .unstable && report.exitCode == 1 && report.whole.unstable == 1)
      #expect(report.layers[0].slowest.location.indices == [place])
    }
  }

  @Test func anEigenvalueOnTheAxisIsNamed() throws {
    let report = try report(Models.s5(real: [-0.5, 0, -1, -2]))
    #expect(report.findings.first?.kind == .marginalMode && report.findings[0].modes[0].location.indices == [1])
    #expect(report.verdict == .marginal && report.whole.halfLife.maximum == .infinity)
  }

  /// A decay that rounds to 1 in bfloat16 and float16 is named first, by layer, channel and state.
  @Test(arguments: [(2, 5, 7), (0, 127, 15), (3, 0, 0)])
  func aDecayThatRoundsToOneIsNamed(layer: Int, channel: Int, state: Int) throws {
    let tensor = "backbone.layers.\(layer).mixer."
    let checkpoint = try Models.mutated(
      "bundled",
      [tensor + "A_log": [channel * 16 + state: -8], tensor + "dt_proj.bias": [channel: -4]])
    let report = try report(checkpoint)
    // 1 - a = e^-8 softplus(-4) = 6.1e-6: above 2^-25, below 2^-12 and 2^-9.
    for format in report.whole.rounding {
      let first = format.roundToOne.first?.location
      if format.format == "float32" {
        #expect(first == nil)
      } else {
        #expect(first?.layer == layer && first?.indices == [channel, state], "\(format.format)")
      }
    }
    let finding = try #require(report.findings.first)
    #expect(finding.kind == .roundsToOne && finding.format == "bfloat16")
    #expect(finding.modes.first?.location.indices == [channel, state])
    #expect(report.summary.contains("layer \(layer), channel \(channel), state \(state)"))
    #expect(report.verdict == .stable)
  }

  /// The same decays, rounded by hand from double precision: parameters to 8 bits, the decay to 8 bits.
  @Test func theDecaysThatRoundToOneAreAllThereAre() throws {
    let checkpoint = try Models.checkpoint("bundled")
    let report = try report(checkpoint)
    for (layer, found) in zip(checkpoint.layers, report.layers) {
      guard case .selective(let parameters) = layer.parameters else { return #expect(Bool(false)) }
      var expected: Set<[Int]> = []
      for channel in 0..<parameters.channels {
        let bias = parameters.stepBias.values[channel]
        let step = log1p(exp(bias < 0 ? -rounded(-bias, bits: 8) : rounded(bias, bits: 8)))
        for state in 0..<parameters.states {
          let weight = parameters.aLog.values[channel * parameters.states + state]
          let held = weight == 0 ? 0 : weight < 0 ? -rounded(-weight, bits: 8) : rounded(weight, bits: 8)
          if rounded(exp(-exp(held) * step), bits: 8) == 1 { expected.insert([channel, state]) }
        }
      }
      let named = try #require(found.rounding.first { $0.format == "bfloat16" }).roundToOne.map(\.location.indices)
      #expect(Set(named) == expected && named.count == expected.count && !expected.isEmpty)
    }
  }

  /// log 2/(e^A_log log(1 + e^b)) in double precision: two exponentials and a logarithm within an ulp each, a product, a
  /// quotient and log 2 within half an ulp; the sum inside the logarithm adds half an ulp, so 8 half ulps in all. A
  /// correctly rounded number adds one.
  @Test func halfLivesAgreeWithDoublePrecision() throws {
    let checkpoint = try Models.checkpoint("falcon-mamba-bytes")
    let report = try report(checkpoint)
    for (layer, found) in zip(checkpoint.layers, report.layers) {
      guard case .selective(let parameters) = layer.parameters else { return #expect(Bool(false)) }
      let lives = (0..<parameters.channels).flatMap { channel in
        (0..<parameters.states).map { state in
          log(2) / (exp(parameters.aLog[channel, state]) * log1p(exp(parameters.stepBias[channel])))
        }
      }
      let expected = try #require(Quantiles(of: lives))
      for (x, y) in zip(
        [expected.minimum, expected.fifth, expected.median, expected.ninetyFifth, expected.maximum],
        [
          found.halfLife.minimum, found.halfLife.fifth, found.halfLife.median, found.halfLife.ninetyFifth,
          found.halfLife.maximum,
        ])
      {
        #expect(abs(x - y) <= 9 * x * 0x1p-53)
      }
    }
  }

  @Test func theParameterizationInUseIsItsDefinition() throws {
    let report = try report(Models.checkpoint("bundled"))
    let own = try #require(report.whole.parameterizations.first)
    #expect(own.isInUse && own.perturbationRadius == .infinity)
    for entry in own.perturbation {
      // f = -e^w: every mode's mass changes by e^beta - 1, so that E = g.
      let g = try #require(entry.stabilityModulus)
      #expect(abs(entry.kernelChange - g) <= 1e-12 * g && abs(entry.worstModeChange - g) <= 1e-12 * g)
      #expect(abs(g - expm1(entry.beta)) <= 2 * g.ulp)
    }
    let direct = try #require(report.whole.parameterizations.first { $0.name == "direct" })
    #expect(direct.perturbationRadius == report.whole.decayRatePerTime.minimum)
    for entry in direct.perturbation {
      #expect((entry.kernelChange == .infinity) == (entry.beta >= direct.perturbationRadius))
    }
    for report in report.layers {
      let scales = try #require(report.parameterizations.first?.gradientScale)
      // e^-w = 1/|lambda|.
      #expect(abs(scales.maximum * report.decayRatePerTime.minimum - 1) <= 4 * 0x1p-53)
    }
  }

  @Test func roundingBoundsRiseWithLengthAndDecay() throws {
    for layer in try report(Models.checkpoint("bundled")).layers {
      for format in ["float32", "bfloat16"] {
        let bounds = layer.roundingBounds.filter { $0.format == format }
        #expect(bounds.map(\.length) == [1_000, 10_000, 100_000, 1_000_000])
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { ($0.worst ?? 0) <= ($1.worst ?? 0) })
        #expect(bounds.allSatisfy { ($0.median ?? 1) <= ($0.worst ?? 0) && ($0.median ?? 0) > 0 })
      }
    }
  }

  /// A complex decay is held as two numbers, whose modulus can pass 1: |a| = e^(-dt e^log_A_real).
  @Test(arguments: ["s4d-lin", "s4d-inv"])
  func complexDecaysAreRoundedInParts(name: String) throws {
    let checkpoint = try Models.checkpoint(name)
    let report = try report(checkpoint)
    guard case .s4d(let parameters) = checkpoint.layers[0].parameters else { return #expect(Bool(false)) }
    func held(_ x: Double) -> Double { x == 0 ? 0 : x < 0 ? -rounded(-x, bits: 8) : rounded(x, bits: 8) }
    var expected: Set<[Int]> = []
    for channel in 0..<parameters.channels {
      let step = exp(held(parameters.logStep[channel]))
      for mode in 0..<parameters.modes {
        let modulus = exp(-step * exp(held(parameters.logAReal[channel, mode])))
        let angle = step * held(parameters.aImaginary[channel, mode])
        let (real, imaginary) = (held(modulus * cos(angle)), held(modulus * sin(angle)))
        if real * real + imaginary * imaginary > 1 { expected.insert([channel, mode]) }
      }
    }
    let found = try #require(report.whole.rounding.first { $0.format == "bfloat16" })
    #expect(Set(found.roundAboveOne.map(\.location.indices)) == expected && !expected.isEmpty)
    #expect(report.findings.first?.kind == .roundsAboveOne)
  }

  /// The implicit scheme's modulus is (1 + Delta^2 A)^(-1/2), here with Delta = 1/2.
  @Test func oscillatorsDecayAsTheirSchemeSays() throws {
    let report = try report(Models.linOSS(stiffness: [0.5, 1, 2], damping: nil))
    let expected = [0.5, 1, 2].map { log(2) / (0.5 * log1p($0 / 4)) }
    #expect(abs(report.whole.halfLife.maximum - expected[0]) <= 8 * expected[0].ulp)
    #expect(abs(report.whole.halfLife.minimum - expected[2]) <= 8 * expected[2].ulp)
    // The relu cuts a negative stiffness to 0, and the oscillator never forgets.
    let cut = try StabilityReport.of(Models.linOSS(stiffness: [0.5, -1, 2], damping: nil))
    #expect(cut.findings.first?.kind == .marginalMode && cut.findings.first?.modes.map(\.location.indices) == [[1]])
  }

  /// Damped, with Delta = 1/2, G = 0.1, A = 100: trace 1 + S - 25 S with S = 1/1.05, below -(1 + S).
  @Test func aStiffOscillatorGrows() throws {
    let report = try StabilityReport.of(Models.linOSS(stiffness: [1, 100], damping: [0.1, 0.1]))
    #expect(report.findings.first?.kind == .unstableMode)
    #expect(report.findings.first?.modes.map(\.location.indices) == [[1]])
    let conservative = try StabilityReport.of(Models.linOSS(stiffness: [1, 2], damping: [0.1, 0]))
    #expect(conservative.findings.first { $0.kind == .conservativeMode }?.modes.map(\.location.indices) == [[1]])
    #expect(conservative.verdict == .marginal)
  }
}

extension StabilityReport {
  static func of(_ checkpoint: Checkpoint) throws -> StabilityReport {
    try StabilityAnalysis(checkpoint: checkpoint).run()
  }
}
