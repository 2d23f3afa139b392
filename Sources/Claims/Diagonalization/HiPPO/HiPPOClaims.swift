/// HiPPO (arXiv 2008.07669), LSSL (2110.13985) and "How to Train Your HiPPO" (2206.12037).
public enum HiPPOClaims {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
