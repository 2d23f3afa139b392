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
  /// The weight at which `value` is largest, evaluated in double precision: a layer has tens of thousands of weights, and
  /// only the one that matters is then evaluated rigorously. Nil where no value is a number.
  func weight(withLargest value: (Double) -> Double) -> Double? {
    var best: (weight: Double, value: Double)?
    for weight in weights {
      let value = value(weight)
      if value > best?.value ?? -.infinity { best = (weight, value) }
    }
    return best?.weight
  }

  /// The stability integral at the model's weights against `modulus`, at the pair (w, w +- beta) where it is largest; the
  /// modulus is taken a little beyond beta, so that a map that attains it can be decided.
  func stabilityEvidence(_ statement: String, beta: Rational, _ precision: Precision) -> [Evidence] {
    let wider = beta * Rational(1025, 1024)
    let map = parameterization
    guard let g = map.stabilityModulus(Ball(wider, in: precision)) else { return [] }
    let pairs = [beta, -beta].compactMap { shift -> (Double, Rational, Double)? in
      let step = shift.approximation
      let worst = weight(withLargest: { map.stabilityIntegral(from: $0, to: $0 + step) })
      return worst.map { ($0, shift, map.stabilityIntegral(from: $0, to: $0 + step)) }
    }
    guard let (w, shift, _) = pairs.max(by: { $0.2 < $1.2 }) else { return [] }
    let x = Ball(w, in: precision)
    return [
      Evidence(
        statement, map.stabilityIntegral(from: x, to: x + Ball(shift, in: precision)), atMost: g,
        at: [
          NamedValue("model", name), NamedValue("f", map), NamedValue("w", w), NamedValue("v - w", shift),
          NamedValue("beta", wider),
        ])
    ]
  }
}

extension Registry {
  /// The claims that apply to a model, evaluated at its own parameters: for each claim the comparison at the weight where
  /// it is tightest.
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
