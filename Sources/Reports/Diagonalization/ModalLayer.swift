import Arithmetic
import Definitions
import Interchange
import LinearAlgebra

/// A trained diagonal system in discrete time, with both halves of every conjugate pair: what a model that is diagonal
/// already has of a transfer function.
struct ModalLayer: Sendable {
  /// "layer 2, channel 3".
  let title: String
  /// One half of each pair, enclosed: its eigenvalue, what the inputs are multiplied by as they enter it, and what it
  /// is multiplied by on its way to the outputs; the output is 2 Re of the sum of all.
  let halves: [Half]

  struct Half: Sendable {
    let eigenvalue: Disc
    let inputs: [Disc]
    let outputs: [Disc]
  }

  /// lambda, shape (state).
  let eigenvalues: [Complex<BigFloat>]
  /// B, shape (state, inputs), and C, shape (outputs, state).
  let input: Matrix<Complex<BigFloat>>
  let output: Matrix<Complex<BigFloat>>

  var stateCount: Int { eigenvalues.count }

  /// The systems of a layer: one for each channel of S4D, one for all channels of S5 and LRU; nil for families whose
  /// steps depend on the input, which have no transfer function.
  static func systems(of layer: RecurrentLayer, in precision: Precision) -> [ModalLayer]? {
    switch layer.parameters {
    case .s4d(let parameters):
      return (0..<parameters.channels).map { channel in
        let step = Ball.exp(Ball(parameters.logStep[channel], in: precision))
        let modes = (0..<parameters.modes).map { mode in
          let lambda = Disc(
            -Ball.exp(Ball(parameters.logAReal[channel, mode], in: precision)),
            Ball(parameters.aImaginary[channel, mode], in: precision))
          return Discretization.zeroOrderHold.discretize(lambda, step: Disc(step))
        }
        let readout = (0..<parameters.modes).map { point(parameters.c[channel, $0], in: precision) }
        return ModalLayer(
          title: "layer \(layer.index), channel \(channel)", modes: modes.map(\.transition),
          input: modes.map { [$0.inputGain] }, output: [readout], in: precision)
      }
    case .s5(let parameters):
      let modes = (0..<parameters.modes).map { mode in
        let lambda = Disc(
          Ball(parameters.lambdaReal[mode], in: precision), Ball(parameters.lambdaImaginary[mode], in: precision))
        let step = Ball.exp(Ball(parameters.logStep.values[mode], in: precision))
        return Discretization.zeroOrderHold.discretize(lambda, step: Disc(step))
      }
      return [
        ModalLayer(
          title: "layer \(layer.index)", modes: modes.map(\.transition),
          input: modes.enumerated().map { mode, discrete in
            (0..<parameters.channels).map { discrete.inputGain * point(parameters.b[mode, $0], in: precision) }
          },
          output: (0..<parameters.channels).map { channel in
            (0..<parameters.modes).map { point(parameters.c[channel, $0], in: precision) }
          }, in: precision)
      ]
    case .lru(let parameters):
      let half = Disc(Rational(1, 2), in: precision)
      let modes = (0..<parameters.modes).map { mode in
        Disc.exp(
          Disc(
            -Ball.exp(Ball(parameters.nuLog[mode], in: precision)),
            Ball.exp(Ball(parameters.thetaLog[mode], in: precision))))
      }
      return [
        ModalLayer(
          title: "layer \(layer.index)", modes: modes,
          input: (0..<parameters.modes).map { mode in
            let gain = Disc(Ball.exp(Ball(parameters.gammaLog[mode], in: precision)))
            return (0..<parameters.channels).map { gain * point(parameters.b[mode, $0], in: precision) }
          },
          // y = Re(C x), the mean of the two halves.
          output: (0..<parameters.channels).map { channel in
            (0..<parameters.modes).map { half * point(parameters.c[channel, $0], in: precision) }
          }, in: precision)
      ]
    case .selective, .multiheadSelective, .rwkv4, .rgLRU, .linOSS: return nil
    }
  }

  private static func point(_ value: (real: Double, imaginary: Double), in precision: Precision) -> Disc {
    Disc(Ball(value.real, in: precision), Ball(value.imaginary, in: precision))
  }

  /// y = 2 Re(C x): each mode and its conjugate.
  private init(title: String, modes: [Disc], input: [[Disc]], output: [[Disc]], in precision: Precision) {
    self.title = title
    halves = modes.indices.map { mode in
      Half(eigenvalue: modes[mode], inputs: input[mode], outputs: output.map { $0[mode] })
    }
    eigenvalues = (modes + modes.map(\.conjugate)).map(\.midpoint)
    let rows = input + input.map { $0.map(\.conjugate) }
    self.input = Matrix(rows.map { $0.map(\.midpoint) }, in: precision)
    self.output = Matrix(output.map { row in (row + row.map(\.conjugate)).map(\.midpoint) }, in: precision)
  }
}
