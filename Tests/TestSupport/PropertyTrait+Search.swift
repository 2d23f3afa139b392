import PropertyTestingSwiftTesting
import Testing

extension Trait where Self == PropertyTrait {
  /// Tries `count` random cases of each property of the test or suite, and `search` cases in the search for large values of
  /// its figures; five times as many of both in a deep run.
  public static func cases(_ count: Int, search: Int = 0) -> Self {
    let times = isDeepRun ? 5 : 1
    return .property(cases: times * count, targetCases: times * search)
  }
}
