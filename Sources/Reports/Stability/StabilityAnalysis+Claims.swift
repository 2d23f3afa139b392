import Arithmetic
import Claims

extension StabilityAnalysis {
  /// The claims of the registry that apply, evaluated at each layer's parameters.
  func evaluateClaims(_ layers: [AnalyzedLayer]) throws -> [ClaimAtModel] {
    let perLayer = try parallelMap(layers.count, threads: options.threads) { place -> [ClaimAtModel] in
      let layer = layers[place]
      guard let instance = layer.modelInstance else { return [] }
      return try Registry.standard.evaluate(at: instance).flatMap { claim, evidence in
        evidence.map { ClaimAtModel(claim, $0, layer: layer.index) }
      }
    }
    return perLayer.flatMap { $0 }
  }
}

extension ClaimAtModel {
  fileprivate init(_ claim: Claim, _ evidence: Evidence, layer: Int) {
    id = claim.id
    title = claim.title
    self.layer = layer
    statement = "\(evidence.statement): \(evidence.left) \(evidence.relation.rawValue) \(evidence.right)"
    truth = evidence.truth.description
    margin = evidence.ratio
    // The layer is named beside it.
    instance = evidence.instance.filter { $0.name != "model" }.map(\.description).joined(separator: ", ")
  }
}

extension AnalyzedLayer {
  /// The layer's weights as claims take them; nil for a spectrum that is not a function of one weight a mode.
  fileprivate var modelInstance: ModelInstance? {
    guard case .exponential(let spectrum) = system.spectrum else { return nil }
    let map = system.stepKind == .gate ? spectrum.map : spectrum.ownMap(system.stepKind, step: 1)
    let steps =
      system.stepKind == nil ? [] : stride(from: 0, to: modes.count, by: system.columns).map { modes[$0].step }
    return ModelInstance(
      name: name.isEmpty ? "layer \(index)" : name, parameterization: map, weights: spectrum.weights, steps: steps)
  }
}
