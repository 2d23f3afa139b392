extension KernelCatalogue {
  /// Linear attention with decay: simple GLA, GLA, RWKV.
  static let linearAttention: [any KernelDefinition] = [
    SimpleGatedLinearAttention(), Retention(), LightningAttention(), GatedLinearAttention(), HGRN2(),
    LinearAttentionKernel(), RWKV5(), RWKV6(), GateLoop(),
  ]
}
