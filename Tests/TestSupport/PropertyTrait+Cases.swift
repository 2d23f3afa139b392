import Foundation
@_exported import PropertyTesting
@_exported import PropertyTestingSwiftTesting
import Testing

/// Whether the tests try their full numbers of random cases: where the environment sets SSMCHECK_DEEP to 1.
public let isDeepRun = ProcessInfo.processInfo.environment["SSMCHECK_DEEP"] == "1"

extension Trait where Self == PropertyTrait {
  /// Tries `quick` random cases of each property of the test or suite, and `search` cases in the search for large values of
  /// its figures: a fortieth of the random ones and 20 more, where nothing is said. A deep run tries `deep` random cases, or
  /// five times as many where nothing is said, and five times as many in the search.
  public static func cases(_ quick: Int, deep: Int? = nil, search: Int? = nil) -> Self {
    let cases = isDeepRun ? deep ?? 5 * quick : quick
    let searched = search.map { isDeepRun ? 5 * $0 : $0 } ?? cases / 40 + 20
    return .property(cases: cases, targetCases: searched)
  }
}
