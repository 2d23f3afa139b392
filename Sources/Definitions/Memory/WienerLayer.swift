import Arithmetic
import LinearAlgebra

/// A layer of a deep Wiener model: a linear system, an activation, and a skip connection,
///
///     h_k = A h_(k-1) + B u_k,   y_k = sigma(C h_k + D u_k) + F u_k.
///
/// - Source: Bonassi et al., arXiv 2312.06211, section 3.
public struct WienerLayer<S: RealArithmetic & SizedArithmetic>: Sendable {
  public var system: LinearSystem<S>
  /// F, shape (outputs, inputs).
  public var skip: Matrix<S>

  public init(system: LinearSystem<S>, skip: Matrix<S>) {
    precondition(skip.rows == system.output.rows && skip.columns == system.input.columns, "F has the shape of D")
    self.system = system
    self.skip = skip
  }

  /// h_k and y_k for inputs u_k, each of shape (length, ...), from h_(-1).
  public func response(
    to inputs: [[S]], from start: [S], activation: ActivationFunction<S>
  ) -> (states: [[S]], outputs: [[S]]) {
    var state = start
    var (states, outputs): ([[S]], [[S]]) = ([], [])
    for u in inputs {
      state = zip(system.matrix * state, system.input * u).map { $0 + $1 }
      states.append(state)
      let linear = zip(system.output * state, system.feedthrough * u).map { $0 + $1 }
      outputs.append(zip(linear, skip * u).map { activation($0) + $1 })
    }
    return (states, outputs)
  }
}

/// |A^k|_2 <= M r^k for all k >= 0.
public struct PowerBound: Sendable {
  /// M.
  public let factor: Ball
  /// r.
  public let rate: Ball

  /// From a Lyapunov norm: with P > 0 and (A/r) P (A/r)* < P, all |(A/r)^k|_2 are at most sqrt(cond P).
  ///
  /// - Parameters:
  ///   - matrix: A.
  ///   - rate: r, larger than the spectral radius.
  /// - Throws: `notVerified` where r is not larger, or where that could not be verified at this precision.
  public init(_ matrix: Matrix<Ball>, rate: Ball) throws(LinearAlgebraError) {
    let certificate = try LyapunovCertificate(.discrete, matrix.scaled(by: 1 / rate))
    factor = Ball.sqrt(try certificate.solution.certifiedConditionNumber())
    self.rate = rate
  }

  /// M r^k.
  public func callAsFunction(_ k: Int) -> Ball { factor * Ball.pow(rate, k) }

  /// M/(1 - r), at least sum_k |A^k|_2, for r < 1.
  public var sum: Ball { factor / (1 - rate) }
}

extension WienerLayer where S == Ball {
  /// L0 (|C|_2 |B|_2 M/(1 - r) + |D|_2) + |F|_2: how much larger than a bounded change of the input the change of the
  /// output can be, from equal states.
  ///
  /// - Parameters:
  ///   - powers: of the system's A.
  ///   - lipschitz: L0, of the activation.
  /// - Throws: as `Matrix.certifiedSpectralNorm()`.
  public func incrementalGain(powers: PowerBound, lipschitz: Ball) throws(LinearAlgebraError) -> Ball {
    let state = try system.output.certifiedSpectralNorm() * system.input.certifiedSpectralNorm() * powers.sum
    return try lipschitz * (state + system.feedthrough.certifiedSpectralNorm()) + skip.certifiedSpectralNorm()
  }
}
