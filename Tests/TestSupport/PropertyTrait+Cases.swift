import Foundation
@_exported import PropertyTesting
@_exported import PropertyTestingSwiftTesting
import Testing

/// Whether the tests try their full numbers of random cases: where the environment sets SSMCHECK_DEEP to 1.
public let isDeepRun = ProcessInfo.processInfo.environment["SSMCHECK_DEEP"] == "1"

extension Trait where Self == PropertyTrait {
  /// Tries `quick` random cases of each property of the test or suite, `deep` in a deep run; and a fortieth of that, and 20
  /// more, in the search for large figures.
  public static func cases(_ quick: Int, deep: Int) -> Self {
    let cases = isDeepRun ? deep : quick
    return .property(cases: cases, targetCases: cases / 40 + 20)
  }
}
