extension KernelCatalogue {
  /// Normalized recurrences and attention: xLSTM, forgetting attention, GSA.
  static let normalized: [any KernelDefinition] = [
    MatrixLSTMKernel(), ScalarLSTMKernel(), ForgettingAttentionKernel(), GatedSlotAttention(),
    BoundedMemoryAttention(),
  ]
}
