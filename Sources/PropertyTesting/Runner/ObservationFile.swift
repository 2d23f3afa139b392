import Foundation
import Synchronization

/// A file to which observations are added, one JSON object a line. Several runs and processes may write to it at the
/// same time.
public final class ObservationFile: Sendable {
  private let handle: Mutex<FileHandle>
  private let path: String
  private let hasFailed = Atomic(false)

  /// Opens the file, and makes it where there is none; `nil` where that is impossible.
  public init?(path: String) {
    // Each line goes to where the end then is, whoever wrote before.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    guard descriptor >= 0 else { return nil }
    handle = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    self.path = path
  }

  /// Adds a line. What cannot be written is lost, and said once on standard error: observing does not disturb a run.
  public func write(_ observation: Observation) {
    let line = Data((observation.jsonLine + "\n").utf8)
    do {
      try handle.withLock { try $0.write(contentsOf: line) }
    } catch {
      guard !hasFailed.exchange(true, ordering: .relaxed) else { return }
      let text = "observations could not be written: \(path): \(error.localizedDescription)\n"
      FileHandle.standardError.write(Data(text.utf8))
    }
  }
}
