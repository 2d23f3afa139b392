/// What quantized inputs and parameters do to a scan: Quamba (arXiv 2410.13229, 2503.22879).
public enum Quantization {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [scanError, logarithmicRates, hadamardRotation]

  /// The source of what the released code does.
  static func code(_ locus: String) -> Source {
    Source("Chiang et al., Quamba (released code)", arXiv: "2410.13229", locus, .code)
  }
}
