extension KernelCatalogue {
  /// Delta rules.
  static let delta: [any KernelDefinition] = []
}
