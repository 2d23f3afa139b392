extension KernelCatalogue {
  /// Mamba and Mamba-2, their convolution and their norm.
  static let selective: [any KernelDefinition] = [
    SelectiveScan(), StateSpaceDuality(), SelectiveStateUpdate(), CausalConvolution(), CausalConvolutionUpdate(),
    GatedNorm(), EuclideanNorm(),
  ]
}
