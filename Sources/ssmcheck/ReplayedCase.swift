import Arithmetic
import Claims

/// `ssmcheck check ID --replay TEXT`: one case of one claim, compared again.
struct ReplayedCase {
  private let id: String
  private let text: CaseText
  private let evidence: [Evidence]
  private let bits: Int

  init(_ replay: String, of claims: [Claim], options: CheckOptions) throws {
    guard claims.count == 1 else {
      throw UsageError("--replay: a case belongs to one claim, name it: found \(claims.count)")
    }
    id = claims[0].id
    do {
      text = try CaseText(replay)
      (evidence, bits) = try claims[0].replay(text, options: options)
    } catch {
      throw UsageError("--replay: \(error)")
    }
  }

  /// Prints every comparison with its sides and the instance, and ends with 1 where one fails, else 3 where one is open.
  func report() throws {
    print("\(id), \(text.role), \(bits) bits")
    for evidence in evidence {
      print(Text.wrap("\(evidence.truth)", indent: 2).padding(to: 12) + evidence.statement)
      print(Text.wrap("\(evidence.left) \(evidence.relation.rawValue) \(evidence.right)", indent: 12, hanging: 2))
      if let ratio = evidence.ratio { print(Text.wrap("left/right \(ratio)", indent: 12)) }
      let instance = evidence.instance.map(\.description).joined(separator: ", ")
      if !instance.isEmpty { print(Text.wrap("at \(instance)", indent: 12, hanging: 2)) }
    }
    let truth = evidence.reduce(Truth.true) { $0 && $1.truth }
    try (truth.isTrue ? ExitStatus.holds : truth.isFalse ? .refuted : .undecided).conclude()
  }
}
