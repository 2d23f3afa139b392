/// How the kernels with a matrix state go through time.
public enum RecurrenceForm: Hashable, Sendable {
  /// One step after the other: the state is read and written at every step.
  case recurrent
  /// In chunks of at most `length` steps, at least 1: quadratic within a chunk, the state from one to the next. A chunk also
  /// ends where a sequence does. Chunks of one step are the recurrent form.
  case chunked(length: Int)

  /// Chunks of 64 steps.
  public static let chunked = RecurrenceForm.chunked(length: 64)

  /// The steps of a chunk; 1 for the recurrent form.
  func chunkLength() throws(KernelError) -> Int {
    guard case .chunked(let length) = self else { return 1 }
    guard length >= 1 else { throw KernelError(argument: "form", expected: "chunks of at least 1", found: "\(length)") }
    return length
  }
}
