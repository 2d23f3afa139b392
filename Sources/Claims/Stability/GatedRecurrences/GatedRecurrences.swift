/// Gates of diagonal recurrences: RG-LRU (arXiv 2402.19427), HGRN (2311.04823), minGRU (2410.01201), Mega (2209.10655).
public enum GatedRecurrences {
  /// In the order in which they are listed.
  public static let claims: [Claim] = []
}
