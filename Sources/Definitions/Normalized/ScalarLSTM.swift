import Arithmetic

/// One head of the sLSTM, with the stabilizer m:
///
///     (i, f, z, o) = W x_t + R h_(t-1) + b
///     m_t = max(log f + m_(t-1), i)                   i where n_(t-1) = 0
///     c_t = e^(log f + m_(t-1) - m_t) c_(t-1) + e^(i - m_t) tanh z
///     n_t = e^(log f + m_(t-1) - m_t) n_(t-1) + e^(i - m_t)
///     h_t = sigmoid(o) c_t/n_t
///
/// with c, n, m, h of shape (cells). The memory may be scaled by e^-s with any numbers s in place of m, for h does not
/// change: here s is m as a constant, so that the error of m is counted in m and in the last c and n alone.
///
/// - Source: Beck et al., arXiv 2405.04517, section 2.2 and appendix.
public struct ScalarLSTM<A: RealElementaryArithmetic>: Sendable {
  /// h, c, n, m, each of shape (cells).
  public struct State: Sendable {
    public var output: [A]
    public var cell: [A]
    public var normalizer: [A]
    public var stabilizer: [A]

    public init(output: [A], cell: [A], normalizer: [A], stabilizer: [A]) {
      self.output = output
      self.cell = cell
      self.normalizer = normalizer
      self.stabilizer = stabilizer
    }
  }

  /// Which cells have seen nothing: n = 0, and c = 0 with it.
  public var isFresh: [Bool]
  /// c and n scaled by e^-s.
  public var state: State
  /// s.
  public private(set) var scales: [A]
  /// Whether s is m; else it is 0.
  public let isStabilized: Bool

  public init(_ state: State, isFresh: [Bool], isStabilized: Bool = true) {
    self.state = state
    self.isFresh = isFresh
    self.isStabilized = isStabilized
    scales = state.stabilizer
    guard !isStabilized else { return }
    scales = scales.map { A(0, in: $0.context) }
    for j in scales.indices { scale(j, by: A.exp(state.stabilizer[j])) }
  }

  /// The state, scaled by e^-m.
  public var scaledState: State {
    var copy = self
    for j in scales.indices { copy.scale(j, by: A.exp(scales[j] - state.stabilizer[j])) }
    return copy.state
  }

  /// A step of cell j. The gates hold R h_(t-1): they are made of ``state`` before any cell is advanced.
  ///
  /// - Parameters:
  ///   - input: i, before its exponential.
  ///   - logForget: log f.
  ///   - value: tanh z.
  ///   - gate: sigmoid(o).
  public mutating func advance(_ j: Int, input: A, logForget: A, value: A, gate: A) {
    let previous = state.stabilizer[j]
    let next = isFresh[j] ? input : A.maximum(logForget + previous, input)
    let scale = A(isStabilized ? next.approximation : 0, in: next.context)
    let gain = A.exp(input - scale)
    if isFresh[j] {
      state.cell[j] = gain * value
      state.normalizer[j] = gain
    } else {
      let decay = A.exp(logForget + scales[j] - scale)
      state.cell[j] = (decay * state.cell[j]).addingProduct(gain, value)
      state.normalizer[j] = (decay * state.normalizer[j]) + gain
    }
    isFresh[j] = false
    scales[j] = scale
    state.stabilizer[j] = next
    state.output[j] = gate * (state.cell[j] / state.normalizer[j])
  }

  private mutating func scale(_ j: Int, by factor: A) {
    state.cell[j] = state.cell[j] * factor
    state.normalizer[j] = state.normalizer[j] * factor
  }
}
