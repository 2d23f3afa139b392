extension KernelCatalogue {
  /// Test-time training and others.
  static let testTimeTraining: [any KernelDefinition] = [
    TestTimeTrainingLinear(), MesaLayerKernel(), LogLinearKernel(), TreeScanKernel(),
    LinearOscillatorKernel(), HydraKernel(), MovingAverageKernel(),
    TransferFunctionKernel(), CompanionKernel(), LiquidKernel(), RoesserKernel(), OuterProductConvolution(),
    TitansKernel(),
    TrapezoidalScanKernel(),
  ]
}
