extension KernelCatalogue {
  /// Permutations of tokens.
  static let permutations: [any KernelDefinition] = [CrossScan(), CrossMerge()]
}
