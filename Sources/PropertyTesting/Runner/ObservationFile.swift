import Foundation
import Synchronization

/// A file to which observations are added, one JSON object a line. Several runs may write to it at the same time.
public final class ObservationFile: Sendable {
  private let handle: Mutex<FileHandle>

  /// Opens the file, and makes it where there is none; `nil` where that is impossible.
  public init?(path: String) {
    let manager = FileManager.default
    if !manager.fileExists(atPath: path) { _ = manager.createFile(atPath: path, contents: nil) }
    guard let handle = FileHandle(forWritingAtPath: path), (try? handle.seekToEnd()) != nil else { return nil }
    self.handle = Mutex(handle)
  }

  /// Adds a line. What cannot be written is lost: observing does not disturb a run.
  public func write(_ observation: Observation) {
    handle.withLock { try? $0.write(contentsOf: Data((observation.jsonLine + "\n").utf8)) }
  }
}
