/// What quantized inputs and parameters do to a scan: Quamba (arXiv 2410.13229, 2503.22879).
public enum Quantization {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
