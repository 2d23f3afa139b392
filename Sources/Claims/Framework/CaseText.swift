import PropertyTesting

/// One case of a claim as one line of text: which of its checks tried it, and the choices that make its instance.
///
/// `statement:AQ...`, `correction:AQ...` or, for the second falsifier, `falsifier-2:AQ...`. Nothing before the colon means
/// the statement.
public struct CaseText: Sendable, Hashable, CustomStringConvertible {
  /// A check of a claim.
  public enum Role: Sendable, Hashable, CustomStringConvertible {
    case statement
    case correction
    /// By its number, from 1.
    case falsifier(Int)

    public var description: String {
      switch self {
      case .statement: "statement"
      case .correction: "correction"
      case .falsifier(let number): "falsifier-\(number)"
      }
    }

    init?(_ text: Substring) {
      switch text {
      case "", "statement": self = .statement
      case "correction": self = .correction
      default:
        guard text.hasPrefix("falsifier-"), let number = Int(text.dropFirst("falsifier-".count)) else { return nil }
        self = .falsifier(number)
      }
    }
  }

  public let role: Role
  let replay: Replay

  init(_ role: Role, _ choices: [Choice]) {
    self.role = role
    replay = Replay(choices)
  }

  /// Reads a line of text.
  ///
  /// - Throws: ``CaseTextError``.
  public init(_ text: String) throws(CaseTextError) {
    let colon = text.firstIndex(of: ":")
    let name = colon.map { text[..<$0] } ?? ""
    guard let role = Role(name) else { throw .unknownCheck(String(name)) }
    self.role = role
    do {
      replay = try Replay(text: colon.map { String(text[text.index(after: $0)...]) } ?? text)
    } catch {
      throw .unreadable("\(error)")
    }
  }

  public var description: String { "\(role):\(replay.text)" }
}

/// Why a text is no case of a claim.
public enum CaseTextError: Error, Equatable, CustomStringConvertible {
  case unknownCheck(String)
  case unreadable(String)
  /// The claim has no such check.
  case noSuchCheck(String, id: String)
  /// The choices are outside the hypotheses of the check, or the instance cannot be evaluated.
  case noInstance(String)

  public var description: String {
    switch self {
    case .unknownCheck(let text):
      "'\(text)' is no check of a claim: expected 'statement', 'correction', or 'falsifier-1', 'falsifier-2', ..."
    case .unreadable(let reason): reason
    case .noSuchCheck(let role, let id): "\(id) has no \(role)"
    case .noInstance(let role): "the recorded choices make no instance of the \(role)"
    }
  }
}

extension Claim {
  /// The check that `role` names, nil where the claim has none.
  func check(for role: CaseText.Role) -> Check? {
    switch role {
    case .statement: check
    case .correction: correction?.check
    case .falsifier(let number): falsifiers.indices.contains(number - 1) ? falsifiers[number - 1].check : nil
    }
  }

  /// Compares again at a recorded case.
  ///
  /// - Returns: every comparison, and the precision with which they were decided or given up.
  /// - Throws: ``CaseTextError`` where the text is of another claim.
  public func replay(
    _ text: CaseText, options: CheckOptions = CheckOptions()
  ) throws(CaseTextError) -> (evidence: [Evidence], bits: Int) {
    guard let check = check(for: text.role) else { throw .noSuchCheck("\(text.role)", id: id) }
    let run = CheckRun(check, role: text.role, of: self, options: options)
    guard let finding = run.replay(text.replay.choices), !finding.evidence.isEmpty else {
      throw .noInstance("\(text.role)")
    }
    return (finding.evidence, finding.bits)
  }
}
