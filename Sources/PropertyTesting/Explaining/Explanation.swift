/// Which parts of a minimal failing case matter.
public struct Explanation: Sendable {
  /// What is known of one argument.
  public struct Part: Sendable {
    /// The argument's name.
    public let name: String
    /// What was found, for people: "any value fails", "fails for every value tried of 3...", "only this value fails".
    public let finding: String
    /// Whether every other value tried failed too.
    public let mayVary: Bool
  }

  public let parts: [Part]
}

/// Varies the parts of a minimal failing case.
public struct Explainer: Sendable {
  let runner: any TrialRunner
  let maximumCases: Int

  public init(_ runner: any TrialRunner, maximumCases: Int = 2000) {
    self.runner = runner
    self.maximumCases = maximumCases
  }

  /// Explains `minimal`, a failing case; `isInteresting` says whether another case fails in the same way.
  public func explain(_ minimal: Trial, random: SplitMix64, while isInteresting: (Trial) -> Bool) -> Explanation {
    Explanation(parts: [])
  }
}
