import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// A random LinOSS layer in rational numbers, with an input.
struct LayerInstance: Sendable {
  let modes: [OscillatorInstance]
  let layer: OscillatorLayer<Rational>
  /// u, shape (length, inputs).
  let inputs: [[Rational]]

  static func generator(isImplicit: Bool) -> Generator<LayerInstance> {
    Generator { draw in
      let mode = isImplicit ? OscillatorInstance.implicit(positive: false) : OscillatorInstance.mixed
      let modes = try draw(.array(of: mode, count: 1...2))
      let (channels, outputs) = (draw.integer(in: 1...2), draw.integer(in: 1...2))
      let layer = OscillatorLayer(
        oscillators: modes.map(\.oscillator), input: try draw(SystemInstance.matrix(modes.count, channels)),
        output: try draw(SystemInstance.matrix(outputs, modes.count)),
        feedthrough: try draw(SystemInstance.matrix(outputs, channels)))
      return LayerInstance(
        modes: modes, layer: layer,
        inputs: try draw(.array(of: .array(of: SystemInstance.number, count: channels...channels), count: 1...7)))
    }
  }

  var values: [NamedValue] {
    modes.flatMap(\.values) + [
      NamedValue("B", layer.input), NamedValue("C", layer.output), NamedValue("D", layer.feedthrough),
      NamedValue("u", inputs),
    ]
  }

  /// Recurrence = scans = convolution = the system of order 2 P.
  var formsAgree: [Evidence] {
    let expected = layer.outputs(of: inputs).flatMap { $0 }
    let trees: [(String, ScanTree)] = [
      ("Hillis-Steele", .hillisSteele), ("Blelloch", .blelloch), ("Brent-Kung", .brentKung),
      ("blocks of 3", .sequentialBlocks(3)),
    ]
    let scans = trees.map { name, tree in
      Evidence(
        "the scan (\(name)) = the recurrence", layer.outputs(of: inputs, scannedBy: tree).flatMap { $0 },
        equal: expected, at: values)
    }
    return scans + [
      Evidence(
        "the convolution with K = the recurrence", layer.outputsByConvolution(of: inputs).flatMap { $0 },
        equal: expected,
        at: values)
    ]
  }

  /// Each mode's trajectory solves the equations of its scheme, and has its energy balance.
  var solvesEquations: [Evidence] {
    modes.flatMap { mode in
      let oscillator = mode.oscillator
      var (z, y) = (mode.velocity, mode.position)
      var (positions, velocities, energies): ([Rational], [Rational], [Rational]) = ([], [], [])
      for u in inputs {
        let f = u[0]
        let (z1, y1) = oscillator.advanced(z, y, forcing: f)
        // The spring pulls at the new position in the implicit scheme, at the old one in the explicit one.
        let pulled = mode.damping == nil ? y1 : y
        positions.append(y1 - y - mode.step * z1)
        velocities.append(z1 - z - mode.step * (f - mode.stiffness * pulled))
        energies.append(
          oscillator.energy(z1, y1) - oscillator.determinant * oscillator.energy(z, y) - oscillator.work(f, z, y))
        (z, y) = (z1, y1)
      }
      let zeros = inputs.map { _ in Rational(0) }
      let values = mode.valuesWithState + [NamedValue("f", inputs.map { $0[0] })]
      return [
        Evidence("y_t - y_(t-1) - dt z_t = 0", positions, equal: zeros, at: values),
        Evidence("z_t - z_(t-1) - dt (f_t - A y) = 0", velocities, equal: zeros, at: values),
        Evidence("H_t - S H_(t-1) - the work of f_t = 0", energies, equal: zeros, at: values),
      ]
    }
  }
}
