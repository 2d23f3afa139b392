/// The kernels that the oracle knows, in the order in which they are listed.
public enum KernelCatalogue {
  public static let all: [any KernelDefinition] =
    selective + linearAttention + delta + gatedRecurrences + normalized + linearTimeInvariant + convolutions
    + permutations + testTimeTraining

  /// What the identifier of a kernel's backward pass ends with, after the kernel's own.
  public static let gradientSuffix = ".backward"

  /// The kernel with this identifier, or one whose other name it is; the backward pass of a kernel, where ".backward"
  /// follows the identifier.
  public static func kernel(_ identifier: String) -> (any KernelDefinition)? {
    if identifier.hasSuffix(gradientSuffix) {
      return kernel(String(identifier.dropLast(gradientSuffix.count))).map { gradient(of: $0) }
    }
    return all.first { $0.identifier == identifier }
  }

  /// The backward pass of a kernel.
  public static func gradient(of kernel: any KernelDefinition) -> any KernelDefinition {
    func wrapped(_ kernel: some KernelDefinition) -> any KernelDefinition { kernel.gradient() }
    return wrapped(kernel)
  }
}
