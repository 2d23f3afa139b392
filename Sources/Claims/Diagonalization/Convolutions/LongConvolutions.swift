/// Long convolutions: StNN (arXiv 2503.23697), FlashFFTConv (2311.05908), LongConv (2302.06646), SGConv (2210.09298) and Hyena
/// (2302.10866).
public enum LongConvolutions {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
