extension KernelCatalogue {
  /// Gated scans with a vector state: RG-LRU, minGRU, HGRN, the affine scan.
  static let gatedRecurrences: [any KernelDefinition] = [
    RealGatedLRUScan(), AffineScanKernel(), MinimalGRU(), HGRN(), WKV4Scan(),
  ]
}
