extension KernelCatalogue {
  /// Test-time training and others.
  static let testTimeTraining: [any KernelDefinition] = []
}
