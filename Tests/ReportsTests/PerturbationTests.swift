import Foundation
import Interchange
import Reports
import Testing

@Suite struct PerturbationTests {
  /// Exponents, gains and sensitivities again in double precision, from the stored weights: exact to about 20 roundings
  /// over 1 - a, which is at least 1e-3 here.
  @Test(arguments: [0, 0.9, -0.5]) func perturbationsAreThoseOfTheWeights(rho: Double) throws {
    let checkpoint = try Models.checkpoint("bundled")
    let report = try StabilityAnalysis(checkpoint: checkpoint, options: .init(autocorrelation: rho)).run()
    for (layer, found) in zip(checkpoint.layers, report.layers) {
      guard case .selective(let parameters) = layer.parameters else { return #expect(Bool(false)) }
      let rates = (0..<parameters.channels).flatMap { channel in
        (0..<parameters.states).map { exp(parameters.aLog[channel, $0]) * log1p(exp(parameters.stepBias[channel])) }
      }
      let slowest = try #require(rates.min())
      let fastest = try #require(rates.max())
      #expect(abs(found.lyapunov.largest.upper / -slowest - 1) < 1e-14)
      #expect(found.lyapunov.largest.lower < found.lyapunov.largest.upper && found.lyapunov.largest.upper < 0)
      #expect(abs(found.lyapunov.least.lower / -fastest - 1) < 1e-14)
      let gain = found.lyapunov.persistentGain.maximum
      #expect(abs(gain * -expm1(-slowest) - 1) < 1e-13)
      #expect(found.lyapunov.mostAmplified?.location == found.slowest.location)
      let squares = rates.map { rate -> Double in
        // E[h'^2] = sum of i j a^(i-1) a^(j-1) rho^|i-j|, in closed form over a common denominator.
        let (a, p) = (exp(-rate), exp(-2 * rate))
        let noise = (1 - rho * rho) * ((1 + p) * (1 - rho * p) * (1 - rho * p) + 2 * rho * p * (1 - a) * (1 - a))
        return (noise + rho * rho * pow(1 - p, 3)) / (pow(1 - p, 3) * pow(1 - rho * a, 4))
      }
      let (expected, largest) = (try #require(Quantiles(of: squares.map { $0.squareRoot() })), found.sensitivity.decay)
      #expect(found.sensitivity.autocorrelation == rho)
      for (x, y) in [
        (expected.minimum, largest.minimum), (expected.median, largest.median), (expected.maximum, largest.maximum),
      ] {
        #expect(abs(x / y - 1) < 1e-9)
      }
    }
    #expect(report.summary.contains("amplified up to"))
    #expect(report.markdown.contains("What quantization does"))
    let json = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
    let whole = json?["whole"] as? [String: Any]
    #expect((whole?["quantization"] as? [Any])?.count == 4 && whole?["lyapunov"] != nil)
  }

  /// int8 with one scale: every weight to the nearest multiple of max|A_log|/127, by hand.
  @Test func theWorstQuantizedRateIsTheWorst() throws {
    let checkpoint = try Models.checkpoint("bundled")
    let report = try StabilityReport.of(checkpoint)
    for (layer, found) in zip(checkpoint.layers, report.layers) {
      guard case .selective(let parameters) = layer.parameters else { return #expect(Bool(false)) }
      let weights = parameters.aLog.values
      let scale = (weights.map(abs).max() ?? 0) / 127
      let errors = weights.map { abs(expm1(scale * ($0 / scale).rounded(.toNearestOrEven) - $0)) }
      let quantized = try #require(found.quantization.first { $0.format == "int8" })
      let (worst, bound) = (try #require(quantized.worstRate), try #require(quantized.rateErrorBound))
      let expected = try #require(errors.max())
      #expect(abs(worst.value / expected - 1) < 1e-9 && expected <= bound)
      #expect(abs(bound / expm1(scale / 2) - 1) < 1e-12)
      #expect(quantized.inputError == 1 / 254.0 || abs(quantized.inputError * 254 - 1) < 1e-15)
      let change = try #require(quantized.largestDecayChange)
      #expect(change < worst.value / M_E * 1.1 && change > worst.value / M_E * 0.9 && quantized.stopDecaying.isEmpty)
      let bfloat16 = try #require(found.quantization.first { $0.format == "bfloat16" })
      #expect(bfloat16.inputError == 0x1p-8 && bfloat16.rateErrorBound == nil)
    }
  }

  /// A rate that is trained directly and small rounds to 0, and its state never forgets.
  @Test func aSmallDirectRateStopsDecaying() throws {
    let report = try StabilityReport.of(Models.s5(real: [-0.5, -0.001, -1]))
    let int8 = try #require(report.whole.quantization.first)
    #expect(int8.stopDecaying.map(\.location.indices) == [[1]] && int8.largestDecayChange == 1)
    #expect(int8.worstRate?.value == 1 && int8.rateErrorBound == nil)
    // An oscillator's decay has no weight of its own; its inputs are quantized all the same.
    let oscillators = try StabilityReport.of(Models.linOSS(stiffness: [0.5, 1], damping: nil)).whole
    #expect(oscillators.quantization.allSatisfy { $0.worstRate == nil && $0.worstStateError != nil })
    #expect(oscillators.sensitivity.decay.minimum > 0)
  }

  /// Over a capture the exponent is -|A| times the mean step, the largest over channels.
  @Test func theExponentOverACaptureIsThatOfTheMeanStep() throws {
    let steps = try StepCapture(path: Models.path("bundled") + "/kernel-L257-float32.safetensors")
    let checkpoint = try Models.checkpoint("bundled")
    let report = try StabilityAnalysis(checkpoint: checkpoint, options: .init(captures: [.init(steps)])).run()
    let found = try #require(report.captures.first?.exponent)
    guard case .selective(let layer) = checkpoint.layers[2].parameters else { return #expect(Bool(false)) }
    var best = (value: -Double.infinity, channel: 0, state: 0)
    for channel in 0..<layer.channels {
      let mean = steps.values(ofChannel: channel).reduce(0, +) / Double(steps.length)
      for state in 0..<layer.states where -exp(layer.aLog[channel, state]) * mean > best.value {
        best = (-exp(layer.aLog[channel, state]) * mean, channel, state)
      }
    }
    #expect(found.largest.lower <= found.largest.upper && abs(found.largest.lower / best.value - 1) < 1e-12)
    #expect(found.mode.location.indices == [best.channel, best.state] && found.sequence == 0)
    var (gain, largest) = (0.0, 0.0)
    for step in steps.values(ofChannel: best.channel) {
      gain = exp(-exp(layer.aLog[best.channel, best.state]) * step) * gain + 1
      largest = max(largest, gain)
    }
    #expect(abs(found.persistentGain / largest - 1) < 1e-12)
    #expect(report.markdown.contains("The largest Lyapunov exponent over these steps"))
  }

  @Test func theReportDoesNotDependOnThreads() throws {
    let checkpoint = try Models.checkpoint("s4d-lin")
    let texts = try [1, 2].map { threads in
      try StabilityAnalysis(checkpoint: checkpoint, options: .init(threads: threads, autocorrelation: 0.99)).run().json
    }
    #expect(texts[0] == texts[1])
  }
}
