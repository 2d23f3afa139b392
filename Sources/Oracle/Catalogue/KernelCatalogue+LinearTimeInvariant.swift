extension KernelCatalogue {
  /// Linear time-invariant models: S4, S4D, S5, LRU, LinOSS.
  static let linearTimeInvariant: [any KernelDefinition] = [
    S4DKernel(), S4DScan(), S4Kernel(), S5Scan(), LRUScan(),
  ]
}
