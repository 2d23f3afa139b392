import Foundation
import Interchange
import Reports
import Testing

@Suite struct CaptureTests {
  private func capture(_ name: String) throws -> StepCapture {
    try StepCapture(path: Models.path("bundled") + "/" + name)
  }

  private func report(layer: Int? = nil, _ model: String = "bundled") throws -> StabilityReport {
    let steps = try capture("kernel-L257-float32.safetensors")
    return try StabilityAnalysis(
      checkpoint: Models.checkpoint(model), options: .init(captures: [.init(steps, layer: layer)])
    ).run()
  }

  /// The layer is found by its A_log. The decays are counted again in double precision, whose error of 2 ulps is far
  /// below the distance of every rate from the threshold -log(1 - 2^-9), which is checked too.
  @Test func realStepsAreCounted() throws {
    let found = try #require(report().captures.first)
    let steps = try capture("kernel-L257-float32.safetensors")
    guard case .selective(let layer) = try Models.checkpoint("bundled").layers[2].parameters else {
      return #expect(Bool(false))
    }
    #expect(found.layer == 2 && found.length == 257 && found.sequences == 1 && found.stride == 1)
    #expect(found.decayCount == 257 * 128 * 16)
    let threshold = -log1p(-0x1p-9)
    var (count, nearest) = (0, Double.infinity)
    var lives: [Double] = []
    for channel in 0..<128 {
      for state in 0..<16 {
        let speed = exp(layer.aLog[channel, state])
        for step in steps.values(ofChannel: channel) {
          nearest = min(nearest, abs(speed * step - threshold))
          if speed * step < threshold { count += 1 }
          lives.append(log(2) / (speed * step))
        }
      }
    }
    #expect(nearest > 4 * threshold.ulp)
    let rounding = try #require(found.rounding.first { $0.format == "bfloat16" })
    #expect(rounding.roundToOne == count && rounding.roundToZero == 0)
    let expected = try #require(Quantiles(of: lives))
    #expect(abs(found.halfLifeAtSteps.median - expected.median) <= 8 * expected.median.ulp)
    #expect(abs(found.halfLifeAtSteps.maximum - expected.maximum) <= 8 * expected.maximum.ulp)
    #expect(found.steps.maximum == steps.values.max() && found.steps.minimum == steps.values.min())
    #expect(found.halfLifeAtMeanStep.count == 128 * 16)
  }

  /// A layer that is named is taken; what cannot be the capture's is refused, in one line.
  @Test func theLayerIsNamedOrRefused() throws {
    #expect(try report(layer: 0).captures.first?.layer == 0)
    for (layer, model) in [(9, "bundled"), (1, "falcon-mamba-bytes"), (0, "lru")] as [(Int, String)] {
      let error = #expect(throws: ReportError.self) { try report(layer: layer, model) }
      #expect(error?.description.contains { $0.isNewline } == false)
    }
    // No layer of another model has this A_log.
    #expect(throws: ReportError.self) { try report("falcon-mamba-bytes") }
  }

  private func report(_ model: String) throws -> StabilityReport { try report(layer: nil, model) }
}
