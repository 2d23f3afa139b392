import Arithmetic

/// A scalar scan h_t = a_t h_(t-1) + b x_t beside the same scan with quantized gates and inputs,
///
///     h^_t = a^_t h^_(t-1) + b x^_t,
///
/// both from the zero state; what is multiplied and added is not rounded.
///
/// - Source: Chiang et al., Quamba, arXiv 2410.13229, section 3: the scan's error under quantized inputs.
public struct QuantizedScan<A: RealArithmetic>: Sendable {
  /// a and a^, shape (length).
  public var decays: [A]
  public var quantizedDecays: [A]
  /// b.
  public var inputGain: A
  /// x and x^, shape (length).
  public var input: [A]
  public var quantizedInput: [A]

  public init(decays: [A], quantizedDecays: [A], inputGain: A, input: [A], quantizedInput: [A]) {
    precondition(
      Set([decays.count, quantizedDecays.count, input.count, quantizedInput.count]).count == 1,
      "one gate for each input")
    self.decays = decays
    self.quantizedDecays = quantizedDecays
    self.inputGain = inputGain
    self.input = input
    self.quantizedInput = quantizedInput
  }

  /// h, shape (length).
  public var states: [A] { states(decays, input) }
  /// h^, shape (length).
  public var quantizedStates: [A] { states(quantizedDecays, quantizedInput) }

  private func states(_ decays: [A], _ input: [A]) -> [A] {
    let context = inputGain.context
    let one = A.Vector([A(1, in: context)], in: context)
    var recurrence = AffineRecurrence<A>(rows: 1, columns: 1, in: context)
    return zip(decays, input).map { a, x in
      recurrence.update(
        AffineStep(
          decay: A.Vector([a], in: context), key: A.Vector([inputGain * x], in: context), value: one, query: one))
      return recurrence.state[0]
    }
  }

  /// The bound for exact gates, |b| eps sum_(j <= t) |a_(j+1) ... a_t| with eps = max|x - x^|, shape (length): at most
  /// |b| eps (1 - a^(t+1))/(1 - a) where every |a_r| <= a < 1, and attained by errors of one sign at positive gates.
  public var inputErrorBounds: [A] {
    let errors = zip(input, quantizedInput).map { ($0 - $1).magnitude }
    guard let first = errors.first else { return [] }
    let epsilon = errors.dropFirst().reduce(first, A.maximum)
    return persistentGains(decays: decays).map { inputGain.magnitude * epsilon * $0 }
  }

  /// The bound with quantized gates too,
  ///
  ///     E_t = |a^_t| E_(t-1) + |a_t - a^_t| |h_(t-1)| + |b| |x_t - x^_t|,   E_(-1) = 0,
  ///
  /// shape (length): each gate's error acts on the state that it meets.
  public var errorBounds: [A] {
    var bounds: [A] = []
    let states = states
    for t in decays.indices {
      let own = inputGain.magnitude * (input[t] - quantizedInput[t]).magnitude
      guard let last = bounds.last else {
        bounds.append(own)
        continue
      }
      let gate = (decays[t] - quantizedDecays[t]).magnitude * states[t - 1].magnitude
      bounds.append((own + gate).addingProduct(quantizedDecays[t].magnitude, last))
    }
    return bounds
  }
}
