import Arithmetic
import LinearAlgebra

/// A LinOSS layer: P oscillators driven by B u and read by C,
///
///     (z_t, x_t) = M (z_(t-1), x_(t-1)) + F_t,   y_t = C x_t + D u_t,   z_(-1) = x_(-1) = 0,
///
/// F_t = M (Delta (B u_t), 0). The released layer has complex B and C and returns the real part of y: over a complex
/// arithmetic, with stiffnesses and steps that are real, this is that layer before its real part.
///
/// - Source: Rusch, Rus, arXiv 2410.03943, equations (1)-(8); tk-rusch/linoss, models/LinOSS.py.
public struct OscillatorLayer<A: Arithmetic>: Sendable {
  /// Shape (state).
  public var oscillators: [LinearOscillator<A>]
  /// B, shape (state, inputs).
  public var input: Matrix<A>
  /// C, shape (outputs, state).
  public var output: Matrix<A>
  /// D, shape (outputs, inputs).
  public var feedthrough: Matrix<A>

  public init(
    oscillators: [LinearOscillator<A>], input: Matrix<A>, output: Matrix<A>, feedthrough: Matrix<A>? = nil
  ) {
    precondition(
      input.rows == oscillators.count && output.columns == oscillators.count, "B and C have a row and a column a mode")
    self.oscillators = oscillators
    self.input = input
    self.output = output
    self.feedthrough = feedthrough ?? Matrix(zeros: output.rows, input.columns, in: input.context)
  }

  private var context: A.Context { input.context }

  /// y, shape (length, outputs), for u, shape (length, inputs): mode by mode, step by step.
  public func outputs(of inputs: [[A]]) -> [[A]] {
    let zero = A(0, in: context)
    var states = oscillators.map { _ in (velocity: zero, position: zero) }
    return inputs.map { u in
      let forcing = input * u
      for (k, oscillator) in oscillators.enumerated() {
        states[k] = oscillator.advanced(states[k].velocity, states[k].position, forcing: forcing[k])
      }
      return read(states.map(\.position), u)
    }
  }

  /// The same by a prefix scan of each mode's ``PlanarAffineMap``s.
  public func outputs(of inputs: [[A]], scannedBy tree: ScanTree) -> [[A]] {
    guard !inputs.isEmpty else { return [] }
    let forcing = inputs.map { input * $0 }
    let positions = oscillators.indices.map { k in
      tree.prefixes(of: forcing.map { oscillators[k].scanElement(forcing: $0[k]) }) { $1.after($0) }
        .prefixes.map { $0.offset[1] }
    }
    return inputs.indices.map { t in read(positions.map { $0[t] }, inputs[t]) }
  }

  /// The same by convolution with the impulse responses K of the modes: x_t = sum_(s <= t) K_(t-s) (B u_s).
  public func outputsByConvolution(of inputs: [[A]]) -> [[A]] {
    let forcing = inputs.map { input * $0 }
    let kernels = oscillators.map { $0.impulseResponse(inputs.count) }
    return inputs.indices.map { t in
      let positions = oscillators.indices.map { k in
        (0...t).reduce(A(0, in: context)) { $0.addingProduct(kernels[k][t - $1], forcing[$1][k]) }
      }
      return read(positions, inputs[t])
    }
  }

  private func read(_ positions: [A], _ u: [A]) -> [A] {
    zip(output * positions, feedthrough * u).map { $0 + $1 }
  }
}

extension OscillatorLayer where A: SizedArithmetic {
  /// The layer as one system of order 2 P on (z_1, x_1, z_2, x_2, ...).
  public var system: LinearSystem<A> {
    let zero = A(0, in: context)
    let one = A(1, in: context)
    let transitions = oscillators.map(\.transition)
    let gains = oscillators.map { $0.input(one) }
    let n = 2 * oscillators.count
    return LinearSystem(
      matrix: Matrix(n, n, in: context) { i, j in i / 2 == j / 2 ? transitions[i / 2][2 * (i % 2) + j % 2] : zero },
      input: Matrix(n, input.columns, in: context) { i, j in
        (i % 2 == 0 ? gains[i / 2].velocity : gains[i / 2].position) * input[i / 2, j]
      },
      output: Matrix(output.rows, n, in: context) { i, j in j % 2 == 0 ? zero : output[i, j / 2] },
      feedthrough: feedthrough)
  }
}
