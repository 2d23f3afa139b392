/// What selective models remember: B2S6, consensus dynamics, LongMamba, Longhorn, token dynamics, exact preservation.
public enum SelectiveMemory {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    largeToken, stepSizeProse, consensusAttention, tokenFilter, longhornContraction, firstToken, obstruction,
  ]
}
