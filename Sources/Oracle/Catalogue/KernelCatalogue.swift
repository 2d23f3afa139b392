/// The kernels that the oracle knows, in the order in which they are listed.
public enum KernelCatalogue {
  public static let all: [any KernelDefinition] =
    selective + linearAttention + delta + gatedRecurrences + normalized + linearTimeInvariant + convolutions
    + permutations + testTimeTraining

  /// The kernel with this identifier, or one whose other name it is.
  public static func kernel(_ identifier: String) -> (any KernelDefinition)? {
    all.first { $0.identifier == identifier }
  }
}
