import Oracle

extension ToleranceAudit {
  /// What the audit found, for a terminal.
  public var summary: String {
    guard let first = findings.first else {
      let right = rejectsRight ? " It also rejects a right kernel on some call: it is too strict." : ""
      return "\(rule.name) accepts none of the \(counted(triedCount, "wrong kernel")) that were tried.\(right)"
    }
    let place = first.indices.map(String.init).joined(separator: ", ")
    let sizes = first.call.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    var lines = [
      "\(rule.name) accepts \(findings.count) of the \(counted(triedCount, "wrong kernel")) that were tried.",
      "The one with the largest error: the definition with \(first.statement) (\(first.defect)), "
        + "on call \(first.index) (\(sizes)).",
      "\(first.tensor)[\(place)] = \(shortestDecimal(first.worst.candidate)), exact "
        + "\(shortestDecimal(first.worst.reference)): error \(significant(first.worst.error)), "
        + "\(significant(100 * first.size)) % of the largest output and \(significant(first.worst.ratio)) times the bound \(significant(first.worst.bound)).",
    ]
    if findings.count > 1 {
      let others = findings.dropFirst().map { "\($0.defect) (\(significant(100 * $0.size)) %)" }
      lines.append("It also accepts \(others.joined(separator: ", ")).")
    }
    if rejectsRight { lines.append("And it rejects a right kernel on some call.") }
    return lines.joined(separator: "\n")
  }
}
