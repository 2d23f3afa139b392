/// Which parts of a minimal failing case matter. All of it was sampled; none of it is proved.
public struct Explanation: Sendable {
  /// What is known of one argument, or of one element of a collection in it.
  public struct Part: Sendable, Hashable {
    /// The argument's name; an element's is like `values[3]`.
    public let name: String
    /// What was found, for people: "may vary freely: 40 of 40 other values fail too", "matters: 3 of 40 other values
    /// fail; fails at every value tried from 3.5 to 1e+308, passes at 3.4999999999999996".
    public let finding: String
    /// Whether every other value tried failed too.
    public let mayVary: Bool
    /// Whether this is an argument, not an element of one.
    public let isArgument: Bool
  }

  /// In the order drawn, each argument followed by its elements.
  public let parts: [Part]
  /// What became of the arguments that may vary one at a time when all of them were varied together, for people; nil
  /// where there are fewer than two.
  public let together: String?
  /// How many cases were tried.
  public let cases: Int
}
