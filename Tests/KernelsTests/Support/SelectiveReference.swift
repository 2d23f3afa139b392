import Arithmetic
import Definitions
import Kernels

/// The inputs of one selective scan, and its reference with bounds.
struct SelectiveInstance<Scalar: KernelScalar> {
  var kernel: SelectiveScanKernel<Scalar>
  var input: ShapedArray<Scalar>
  var steps: ShapedArray<Scalar>
  var inputGains: ShapedArray<Scalar>
  var outputGains: ShapedArray<Scalar>
  var gate: ShapedArray<Scalar>?
  var initialState: ShapedArray<Scalar>?

  func run(_ execution: Execution = Execution()) throws -> (
    output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>
  ) {
    try kernel.run(
      input: input, steps: steps, inputGains: inputGains, outputGains: outputGains, gate: gate,
      initialState: initialState, execution: execution)
  }
}

/// How accurately an implementation evaluates the selective scan, in units of the roundoff. The kernel's own figures are
/// those that its documentation states; another implementation has its own.
struct SelectiveErrorModel {
  var exp = VectorFunctions.expErrorBound
  var softplus = VectorFunctions.softplusErrorBound
  var silu = VectorFunctions.siluErrorBound
  /// Roundings of the input term Delta u B, of a h + ..., and of D u + ....
  var drive = 2
  var step = 1
  var feedthrough = 1
  /// Roundings of <C, h>, given the size of the state.
  var dot: @Sendable (Int) -> Int = { $0 }
}

/// What the reference gets wrong on purpose, to see the bound violated.
enum SelectiveMutation: CaseIterable {
  case none, zeroOrderHold, noFeedthrough, biasAfterSoftplus, gateIsSigmoid, exclusiveRead, noInitialState
}

extension SelectiveInstance {
  /// Compares a candidate's output and final state with the definition, each element within the bound
  ///
  ///     |error of h_t| <= E_t = a E_(t-1) + |error of a| (|h_(t-1)| + E_(t-1)) + |error of Delta B u| + u |h_t|
  ///     |error of y_t| <= sum_n (|C| E_t + gamma_N |C| (|h_t| + E_t)) + u |y_t|
  ///
  /// where the error of a = e^(Delta A) is that of its argument (one rounding, and A times the error of Delta) and that
  /// of the exponential.
  func agreement(
    output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>, model: SelectiveErrorModel = SelectiveErrorModel(),
    mutation: SelectiveMutation = .none
  ) -> Agreement {
    var agreement = Agreement()
    for row in 0..<input.shape[0] {
      for channel in 0..<input.shape[1] {
        compare(
          row: row, channel: channel, output: output, finalState: finalState, model: model, mutation: mutation,
          into: &agreement)
      }
    }
    return agreement
  }

  private func compare(
    row: Int, channel: Int, output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>, model: SelectiveErrorModel,
    mutation: SelectiveMutation, into agreement: inout Agreement
  ) {
    let roundoff = Roundoff(Scalar.self)
    let (u, tiny) = (roundoff.unit, roundoff.tiny)
    let (length, state) = (input.shape[2], kernel.eigenvalues.shape[1])
    let zero = BigFloat(0, in: referencePrecision)
    func vector(_ element: (Int) -> BigFloat) -> BigFloat.Vector {
      BigFloat.Vector((0..<state).map(element), in: referencePrecision)
    }
    let a = vector { big(kernel.eigenvalues[channel, $0]) }
    let b = (0..<length).map { t in vector { big(inputGains[row, $0, t]) } }
    let c = (0..<length).map { t in vector { big(outputGains[row, $0, t]) } }
    let inputs = (0..<length).map { big(input[row, channel, $0]) }
    let start = mutation == .noInitialState ? nil : initialState
    let initial = vector { n in start.map { big($0[row, channel, n]) } ?? zero }
    let feedthrough = mutation == .noFeedthrough ? zero : kernel.feedthrough.map { big($0[channel]) } ?? zero

    // Delta, and a bound of its error: a rounding of r + bias, and of the softplus.
    var deltas: [BigFloat] = []
    var deltaErrors: [Double] = []
    for t in 0..<length {
      let bias = kernel.stepBias.map { big($0[channel]) } ?? zero
      let r = big(steps[row, channel, t])
      let sum = r + bias
      let rounding = kernel.stepBias == nil ? 0 : u * sum.magnitude.approximation + tiny
      guard kernel.appliesSoftplus else {
        deltas.append(sum)
        deltaErrors.append(rounding)
        continue
      }
      let delta =
        mutation == .biasAfterSoftplus
        ? BigFloat.softplus(r) + bias : selectiveStep(projection: r, bias: bias)
      // The slope of softplus is the logistic function, and grows.
      let slope = BigFloat.sigmoid(sum + BigFloat(rounding, in: referencePrecision)).approximation
      let carried = rounding * slope
      deltas.append(delta)
      deltaErrors.append(carried + model.softplus * u * (delta.magnitude.approximation + carried) + tiny)
    }

    let reference: (output: [BigFloat], finalState: BigFloat.Vector)
    let definition = SelectiveChannel<BigFloat>(eigenvalues: a, feedthrough: feedthrough)
    var gains = b
    if mutation == .zeroOrderHold {
      for t in 0..<length {
        for n in 0..<state { gains[t][n] = b[t][n] * relativeExponentialIncrement(deltas[t] * a[n]) }
      }
    }
    reference = definition.output(
      of: inputs, steps: deltas, inputGains: gains, outputGains: c, initialState: initial)

    var h = initial
    var errors = Array(repeating: 0.0, count: state)
    for t in 0..<length {
      let delta = deltas[t].magnitude.approximation
      let deltaError = deltaErrors[t]
      let input = inputs[t].magnitude.approximation
      var bound = 0.0
      var exclusive = zero
      for n in 0..<state {
        let before = h[n]
        let size = a[n].magnitude.approximation
        let argument = size * deltaError + u * size * (delta + deltaError) + tiny
        let decay = BigFloat.exp(deltas[t] * a[n])
        let decaySize = decay.approximation
        let grown = BigFloat.exp(BigFloat(argument, in: referencePrecision)).approximation
        let moved = BigFloat.expMinusOne(BigFloat(argument, in: referencePrecision)).approximation
        let decayError = decaySize * (moved + model.exp * u * grown) + tiny
        let gain = b[t][n].magnitude.approximation
        let driveError =
          gain * input * deltaError + roundoff.gamma(model.drive) * gain * input * (delta + deltaError)
          + (gain + 1) * tiny
        let previous = before.magnitude.approximation + errors[n]
        h[n] = decay * before + deltas[t] * b[t][n] * inputs[t]
        let carried = decaySize * errors[n] + decayError * previous + driveError
        let terms = (decaySize + decayError) * previous + gain * input * (delta + deltaError) + driveError
        let rounded = model.step == 1 ? h[n].magnitude.approximation + carried : terms
        errors[n] = carried + roundoff.gamma(model.step) * rounded + Double(model.step) * tiny
        let readout = c[t][n].magnitude.approximation
        bound += readout * errors[n]
        bound += roundoff.gamma(model.dot(state)) * readout * (h[n].magnitude.approximation + errors[n]) + tiny
        exclusive = exclusive.addingProduct(c[t][n], before)
      }
      var exact = reference.output[t]
      if mutation == .exclusiveRead { exact = exclusive.addingProduct(feedthrough, inputs[t]) }
      if kernel.feedthrough != nil {
        let through = model.feedthrough > 1 ? (feedthrough * inputs[t]).magnitude.approximation : 0
        bound += roundoff.gamma(model.feedthrough) * (exact.magnitude.approximation + through + bound) + tiny
      }
      if let gate {
        let z = big(gate[row, channel, t])
        let silu = mutation == .gateIsSigmoid ? BigFloat.sigmoid(z) : z * BigFloat.sigmoid(z)
        let size = silu.magnitude.approximation
        let siluError = model.silu * u * size + max(1, z.magnitude.approximation) * tiny
        let whole = exact.magnitude.approximation + bound
        bound = size * bound + siluError * whole
        exact = exact * silu
        bound = bound * (1 + u) + u * exact.magnitude.approximation + tiny
      }
      agreement.add(output[row, channel, t], exact, bound: bound, depth: 48 * (t + 1) + 8 * state)
    }
    for n in 0..<state {
      agreement.add(
        finalState[row, channel, n], reference.finalState[n], bound: errors[n], depth: 48 * (length + 1),
        part: .state)
    }
  }
}
