/// A known defect of chunked kernels: one alteration of the chunked form, which is otherwise left as it is.
///
/// With it a chunked form is no longer the recurrence: what a diagnosis looks for, and what shows that a test of the form
/// can fail.
public enum ChunkDefect: String, CaseIterable, Sendable {
  /// The carried state is decayed by Gamma(t, 1) in place of Gamma(t, 0): the first gate of the chunk is left out.
  case carryWithoutFirstGate
  /// The state carried into a chunk is dropped: every chunk but the first begins at 0.
  case carryDropped
  /// The initial state is dropped.
  case initialStateDropped
  /// y_t takes Gamma(t, s - 1) in place of Gamma(t, s): a step decays its own input.
  case gateOnDiagonal
  /// y_t leaves out what its own step adds: exclusive for inclusive.
  case strictMask
  /// y_t takes the causal mask in place of Gamma.
  case undecayedWeights
  /// An input is decayed by Gamma(n, 0) in place of Gamma(n, s) on its way to the end of the chunk.
  case decayFromChunkStart
  /// The corrections of a chunk read with Gamma(t, s) in place of Gamma(t - 1, s): the state after the decay.
  case unshiftedCorrections
  /// I + A in place of I - A in the triangular system.
  case wrongSign
}
