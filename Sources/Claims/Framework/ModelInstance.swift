import Arithmetic
import Definitions

/// A trained model's recurrent parameters, at which claims can be evaluated.
public struct ModelInstance: Sendable {
  /// What the report calls it: a layer's name.
  public let name: String
  /// The map f from a weight to an eigenvalue.
  public let parameterization: Reparameterization
  /// The trained weights w, with lambda = f(w).
  public let weights: [Double]
  /// The step sizes, where the model has them.
  public let steps: [Double]

  public init(name: String, parameterization: Reparameterization, weights: [Double], steps: [Double] = []) {
    self.name = name
    self.parameterization = parameterization
    self.weights = weights
    self.steps = steps
  }
}

extension ModelInstance {
  /// f(w_k), enclosed.
  public func eigenvalues(_ precision: Precision) -> [Ball] {
    weights.map { parameterization(Ball($0, in: precision)) }
  }
}

extension Registry {
  /// The claims that apply to a model, evaluated at its own parameters: for each claim the comparisons made, the worst
  /// ratios among the model's weights.
  ///
  /// - Throws: what a definition throws at parameters that it does not accept.
  public func evaluate(
    at model: ModelInstance, precision: Precision = .reference
  ) throws -> [(claim: Claim, evidence: [Evidence])] {
    try claims.compactMap { claim in
      guard let evidence = try claim.evaluate?(model, precision), !evidence.isEmpty else { return nil }
      return (claim, evidence)
    }
  }
}
