/// Which tensors are a model's parameters, told by hand.
///
///     try CheckpointMapping(kind: "mamba", assignments: ["A_log=net.*.ssm.log_a", "dt_bias=net.*.ssm.dt_b"])
///
/// The names on the left are those of the family's `roles`. A `*` on the right stands for the layer: each tensor that
/// fits the first role's pattern makes a layer, and what its `*` stood for is put into the other patterns. Without a `*`
/// there is one layer. With no assignments at all, the family's usual names are looked for.
public struct CheckpointMapping: Equatable, Sendable {
  /// The family.
  public let kind: ModelFamily

  /// From the name of a role to a tensor's name or pattern.
  public let assignments: [String: String]

  /// Makes a mapping, and checks that its roles are the family's and that none is missing.
  ///
  /// - Throws: `invalidMapping`.
  public init(kind: ModelFamily, assignments: [String: String]) throws(InterchangeError) {
    self.kind = kind
    self.assignments = assignments
    if assignments.isEmpty { return }
    let roles = kind.roles
    for (role, pattern) in assignments.sorted(by: { $0.key < $1.key }) {
      guard roles.contains(where: { $0.name == role }) else {
        throw Self.invalid("parameters of \(kind.rawValue): \(Self.list(roles))", "'\(role)'")
      }
      guard !pattern.isEmpty, pattern.count(where: { $0 == "*" }) <= 1 else {
        throw Self.invalid("a tensor's name with at most one '*' for \(role)", "'\(pattern)'")
      }
    }
    if let missing = roles.first(where: { $0.isRequired && assignments[$0.name] == nil }) {
      throw Self.invalid(
        "all of \(Self.list(roles.filter(\.isRequired))) for \(kind.rawValue)", "no '\(missing.name)'")
    }
    if let anchor = assignments[roles[0].name], !anchor.contains("*"),
      let other = assignments.sorted(by: { $0.key < $1.key }).first(where: { $0.value.contains("*") })
    {
      throw Self.invalid("a '*' in \(roles[0].name) too", "one in \(other.key) only")
    }
  }

  /// Makes a mapping from text, as it stands on a command line: a family's name, and `ROLE=TENSOR` for each role.
  ///
  /// - Throws: `invalidMapping`.
  public init(kind: String, assignments: [String]) throws(InterchangeError) {
    let family = try ModelFamily.named(kind)
    var pairs: [String: String] = [:]
    for assignment in assignments {
      let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { throw Self.invalid("ROLE=TENSOR", "'\(assignment)'") }
      guard pairs.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw Self.invalid("one tensor for \(parts[0])", "two")
      }
    }
    try self.init(kind: family, assignments: pairs)
  }

  private static func list(_ roles: [ParameterRole]) -> String { roles.map(\.name).joined(separator: ", ") }

  private static func invalid(_ expected: String, _ found: String) -> InterchangeError {
    InterchangeError(.invalidMapping, file: "mapping", expected: expected, found: found)
  }
}
