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

  /// Two sequences agree to `bits` bits, number by number, as ``init(_:_:agreesWith:bits:at:)``: shown are the first that
  /// do not certainly agree, or the last.
  public init<R: RealArithmetic>(
    _ statement: String, _ left: [R], agreeWith right: [R], bits: Int, at instance: [NamedValue] = []
  ) {
    guard left.count == right.count, !left.isEmpty else {
      self.init(
        statement, .agrees, left: "\(left.count) numbers", right: "\(right.count) numbers",
        truth: left.count == right.count ? .undecided : .false, at: instance)
      return
    }
    let all = zip(left, right).enumerated().map { index, pair in
      Evidence(
        statement, pair.0, agreesWith: pair.1, bits: bits,
        at: instance + (left.count > 1 ? [NamedValue("element", index)] : []))
    }
    self = all.first { $0.truth.isFalse } ?? all.first { !$0.truth.isTrue } ?? all[all.count - 1]
  }
}
