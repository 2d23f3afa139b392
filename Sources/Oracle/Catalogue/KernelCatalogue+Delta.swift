extension KernelCatalogue {
  /// Delta rules.
  static let delta: [any KernelDefinition] = [
    GatedDeltaRule(), KimiDeltaAttention(), DeltaNet(), DeltaProduct(), Comba(), RWKV7(),
    LonghornKernel(isDiagonal: true),
    LonghornKernel(isDiagonal: false),
  ]
}
