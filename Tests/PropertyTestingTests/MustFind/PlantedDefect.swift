import PropertyTesting
import Testing

/// A defect planted in a small numeric function, the property that exposes it, and the simplest case on which it shows.
struct PlantedDefect: Sendable, CustomTestStringConvertible {
  let name: String
  /// The arguments of the simplest failing case, as they are printed.
  let minimum: [String]
  /// How many random cases may be tried, and how many in the search for large figures.
  let cases: Int
  let targetCases: Int
  let property: Property

  init(
    _ name: String, minimum: [String], cases: Int = 100_000, targetCases: Int = 0,
    _ body: @escaping @Sendable (inout Draw) throws -> Void
  ) {
    self.name = name
    self.minimum = minimum
    self.cases = cases
    self.targetCases = targetCases
    property = Property(name, body)
  }

  var testDescription: String { name }

  static let all = rounding + cancellation + overflow + chunks + specials + integers + accumulation
}
