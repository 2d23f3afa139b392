import Foundation

/// A folder that is written aside and takes its place only when it is complete, so that nothing half-written is ever
/// found there.
struct StagedFolder {
  /// The folder that is to be made.
  let destination: String
  /// A file by which a folder is known to be an earlier one of the kind, and may be replaced.
  let marker: String

  /// Checks that the destination can be made.
  ///
  /// - Throws: `wouldReplace` where there is something else, `cannotWrite` where the parent is missing or read-only.
  init(destination: String, marker: String) throws(ReportError) {
    var path = destination
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    self.destination = path.isEmpty ? "." : path
    self.marker = marker
    try checkDestination()
    let parent = self.parent
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: parent, isDirectory: &isFolder), isFolder.boolValue else {
      throw .cannotWrite(path: destination, reason: "there is no folder '\(parent)'")
    }
    guard FileManager.default.isWritableFile(atPath: parent) else {
      throw .cannotWrite(path: destination, reason: "the folder '\(parent)' is read-only")
    }
  }

  private var parent: String {
    let parent = (destination as NSString).deletingLastPathComponent
    return parent.isEmpty ? "." : parent
  }

  /// Only an empty folder or an earlier report is replaced.
  private func checkDestination() throws(ReportError) {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: destination, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else { throw .wouldReplace(path: destination, reason: "is a file, not a folder") }
    guard let contents = try? manager.contentsOfDirectory(atPath: destination) else {
      throw .cannotWrite(path: destination, reason: "cannot be read")
    }
    guard contents.isEmpty || contents.contains(marker) else {
      throw .wouldReplace(path: destination, reason: "holds files, but no \(marker) of an earlier report")
    }
  }

  /// Calls `body` with a new folder beside the destination, and moves it there when `body` is done.
  ///
  /// - Throws: what `body` throws, after the new folder is removed; `cannotWrite`.
  func write(_ body: (String) throws -> Void) throws {
    let manager = FileManager.default
    let name = (destination as NSString).lastPathComponent
    let staging = "\(parent)/.\(name).\(UUID().uuidString)"
    do {
      try manager.createDirectory(atPath: staging, withIntermediateDirectories: false)
    } catch { throw ReportError.cannotWrite(path: destination, reason: error.localizedDescription) }
    do {
      try body(staging)
      try checkDestination()
      try move(staging)
    } catch {
      try? manager.removeItem(atPath: staging)
      throw error
    }
  }

  private func move(_ staging: String) throws(ReportError) {
    let manager = FileManager.default
    let retired = staging + ".old"
    let isReplacing = manager.fileExists(atPath: destination)
    do {
      if isReplacing { try manager.moveItem(atPath: destination, toPath: retired) }
      do {
        try manager.moveItem(atPath: staging, toPath: destination)
      } catch {
        if isReplacing { try? manager.moveItem(atPath: retired, toPath: destination) }
        throw error
      }
    } catch { throw .cannotWrite(path: destination, reason: error.localizedDescription) }
    if isReplacing { try? manager.removeItem(atPath: retired) }
  }
}
