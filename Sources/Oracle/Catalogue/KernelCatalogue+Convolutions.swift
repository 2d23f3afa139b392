extension KernelCatalogue {
  /// Long convolutions.
  static let convolutions: [any KernelDefinition] = [FFTConvolutionKernel(), HungryHippo(), Hyena()]
}
