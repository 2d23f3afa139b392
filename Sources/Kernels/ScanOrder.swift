/// In which order the diagonal scans take their steps.
///
/// Each order gives its own bits, the same for every ``Execution``.
public enum ScanOrder: Hashable, Sendable {
  /// One step after the other, the channels side by side: for many channels. A sequence in pieces with the state carried
  /// gives the bits of the whole.
  case sequential
  /// Blocks of so many steps, at least 1, side by side, in two passes: what each block makes of the state before it, then,
  /// with the states between known, all states. For long sequences of one or two channels, where one step after the other
  /// waits for itself, and of few channels on several threads, which share the blocks.
  case blocks(of: Int)

  /// Blocks of 256 steps.
  public static let blocks = ScanOrder.blocks(of: 256)
}
