import Arithmetic

extension Evidence {
  /// Two sequences of exact numbers are equal, number by number: shown are the first that differ, or the last.
  public init<A: Arithmetic>(_ statement: String, _ left: [A], equal right: [A], at instance: [NamedValue] = []) {
    guard left.count == right.count else {
      self.init(
        statement, .equal, left: "\(left.count) numbers", right: "\(right.count) numbers", truth: .false, at: instance)
      return
    }
    let truths = zip(left, right).map { $0.isEqual(to: $1) }
    let index = truths.firstIndex { !$0.isTrue } ?? left.count - 1
    guard index >= 0 else {
      self.init(statement, .equal, left: "no numbers", right: "no numbers", truth: .undecided, at: instance)
      return
    }
    self.init(
      statement, .equal, left: printed(left[index]), right: printed(right[index]), truth: truths[index],
      at: instance + (left.count > 1 ? [NamedValue("element", index)] : []))
  }
}
