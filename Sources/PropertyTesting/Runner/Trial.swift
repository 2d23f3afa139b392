/// What one run of a property on one case gave.
public struct Trial: Sendable {
  /// How it ended.
  public enum Outcome: Sendable, Equatable {
    case passed
    /// Outside what is tested, or given up by a generator.
    case discarded
    /// It made more choices than allowed.
    case tooLarge
    case failed(Failure)
  }

  /// Why a case failed.
  public struct Failure: Sendable, Equatable {
    /// What makes two failures the same defect: shrinking does not slip from one to another.
    public let identity: String
    public let message: String
    /// Where the comparison that failed is, if it said so.
    public let fileID: String?
    public let line: Int?

    public init(identity: String, message: String, fileID: String? = nil, line: Int? = nil) {
      self.identity = identity
      self.message = message
      self.fileID = fileID
      self.line = line
    }

    /// The failure that an error thrown by a property stands for.
    public init(_ error: any Error) {
      if let falsified = error as? Falsified {
        self.init(
          identity: "\(falsified.fileID):\(falsified.line)", message: falsified.message, fileID: falsified.fileID,
          line: falsified.line)
      } else {
        self.init(identity: Self.name(of: type(of: error)), message: String(describing: error))
      }
    }

    /// The type's full name, without the addresses that stand for local contexts and differ from process to process.
    private static func name(of type: any Error.Type) -> String {
      let parts = String(reflecting: type).split(separator: ".")
      return parts.filter { !$0.hasPrefix("(unknown context") }.joined(separator: ".")
    }
  }

  public let outcome: Outcome
  public let choices: [Choice]
  public let spans: [Span]
  public let record: CaseRecord

  /// What a case gave, as a runner says that is not a ``Property``.
  public init(outcome: Outcome, choices: [Choice], spans: [Span], record: CaseRecord) {
    self.outcome = outcome
    self.choices = choices
    self.spans = spans
    self.record = record
  }

  /// Why it failed, where it did.
  public var failure: Failure? {
    if case .failed(let failure) = outcome { failure } else { nil }
  }
}

/// Runs one case of a property: in this process, or in another.
public protocol TrialRunner: Sendable {
  func run(_ draw: consuming Draw) -> Trial
}

extension Property: TrialRunner {
  /// Runs one case in this process.
  public func run(_ draw: consuming Draw) -> Trial {
    let outcome: Trial.Outcome
    do {
      try body(&draw)
      outcome = draw.isExhausted ? .tooLarge : .passed
    } catch is Discarded {
      outcome = draw.isExhausted ? .tooLarge : .discarded
    } catch is TooLarge {
      outcome = .tooLarge
    } catch {
      outcome = draw.isExhausted ? .tooLarge : .failed(Trial.Failure(error))
    }
    return Trial(outcome: outcome, choices: draw.choices, spans: draw.spans, record: draw.record)
  }
}
