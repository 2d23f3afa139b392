import Claims
import Dispatch
import Foundation
import Synchronization

/// Keeps the record of a run up to date, in memory and in its file, also when the run is interrupted.
final class RecordKeeper: Sendable {
  private let state: Mutex<CheckRecord>
  private let file: String?

  init(_ record: CheckRecord, file: String?) {
    state = Mutex(record)
    self.file = file
  }

  var record: CheckRecord { state.withLock { $0 } }

  func save() throws { try state.withLock { record in try file.map(record.write(to:)) } }

  func append(_ result: ClaimResult) throws {
    try state.withLock { record in
      try record.append(result)
      try file.map(record.write(to:))
    }
  }

  /// Says what is kept and ends the program. The lock is never given back: no file is left half-written.
  func finishAfterInterruption(of count: Int) -> Never {
    state.withLock { record in
      let kept = file.map { "; the results of \(record.results.count) are kept in \($0): run it again to go on" } ?? ""
      Terminal.report(error: "interrupted after \(record.results.count) of \(count) claims\(kept)")
      exit(ExitStatus.interrupted.rawValue)
    }
  }
}

/// Does something when the user interrupts the program with control-C.
struct Interruption {
  private let source: any DispatchSourceSignal

  init(_ action: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler(handler: action)
    source.resume()
  }

  func cancel() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
