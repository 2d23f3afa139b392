import CPropertyTesting
import Foundation
import Synchronization

/// Runs the cases of a property in child processes, so that a case that traps, exits or hangs is a failing case like
/// any other: it is replayed, shrunk and explained.
///
/// A child runs cases one after another until one ends it; then another is forked. There are as many as threads that
/// run cases at the same time.
public final class ChildProcessRunner: TrialRunner {
  private let property: Property
  private let timeout: Duration
  private let choiceLimit: Int
  private let idle = Mutex<[Worker]>([])

  /// - Parameters:
  ///   - property: the property whose cases are run.
  ///   - timeout: the time after which a case is given up as one that hangs.
  ///   - choiceLimit: the most choices that a case may make.
  public init(_ property: Property, timeout: Duration, choiceLimit: Int = Draw.defaultLimit) {
    self.property = property
    self.timeout = timeout
    self.choiceLimit = choiceLimit
  }

  public func run(_ draw: consuming Draw) -> Trial {
    let waiting = idle.withLock { $0.popLast() }
    guard let worker = waiting ?? Worker(property, choiceLimit: choiceLimit) else {
      let failure = Trial.Failure(identity: "no child process", message: "the system refuses to start a child process")
      return Trial(outcome: .failed(failure), choices: [], spans: [], record: CaseRecord())
    }
    let (end, record) = worker.run(draw, timeout: timeout)
    let (choices, spans) = worker.journal.read()
    let outcome: Trial.Outcome
    switch end {
    case .success(let reported):
      idle.withLock { $0.append(worker) }
      outcome = reported
    case .failure(let death):
      outcome = .failed(failure(death, worker.errorText))
    }
    return Trial(outcome: outcome, choices: choices, spans: spans, record: record)
  }

  private func failure(_ death: Worker.Death, _ errors: String) -> Trial.Failure {
    switch death {
    case .hang:
      let seconds = timeout / .seconds(1)
      return Trial.Failure(identity: "hang", message: "the case did not end within \(seconds) s")
    case .ended(let end) where end.signal == 0:
      let message = errors.isEmpty ? "the case ended the process" : errors
      return Trial.Failure(identity: "exit: \(end.code)", message: message)
    case .ended(let end):
      let name = Self.names[end.signal] ?? "signal \(end.signal)"
      return Trial.Failure(
        identity: "trap: \(name)", message: errors.isEmpty ? "the case ended the process" : errors)
    }
  }

  private static let names: [Int32: String] = [
    SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGSEGV: "SIGSEGV",
    SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGSYS: "SIGSYS",
  ]
}
