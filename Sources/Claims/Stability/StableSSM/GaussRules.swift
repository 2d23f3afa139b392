import Arithmetic
import Definitions
import Synchronization

/// Gauss-Legendre rules with 16 nodes, made once for each precision.
final class RuleCache: Sendable {
  private let rules = Mutex<[Precision: GaussLegendre]>([:])

  func rule(_ precision: Precision) -> GaussLegendre {
    rules.withLock { rules in
      if let rule = rules[precision] { return rule }
      let rule = GaussLegendre(count: 16, precision: precision)
      rules[precision] = rule
      return rule
    }
  }
}

enum GaussRules {
  private static let cache = RuleCache()

  /// The rule with 16 nodes at this precision.
  static func rule(_ precision: Precision) -> GaussLegendre { cache.rule(precision) }
}
