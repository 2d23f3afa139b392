/// Why tensors are not a call of a kernel: one line that says which tensor or flag, what was expected and what was
/// found.
public struct KernelCallError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kernel's identifier.
  public let kernel: String
  /// The tensor, flag or dimension at fault.
  public let subject: String
  public let expected: String
  public let found: String

  public init(kernel: String, subject: String, expected: String, found: String) {
    self.kernel = kernel
    self.subject = subject
    self.expected = expected
    self.found = found
  }

  public var description: String { "\(kernel): \(subject): expected \(expected), found \(found)" }
}
