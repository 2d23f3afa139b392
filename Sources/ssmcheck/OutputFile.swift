import Foundation

/// A file that a command is to write, whole or not at all.
struct OutputFile {
  let path: String

  /// Checks, before any work, that the file can be made.
  init(_ path: String) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw UsageError("\(path): cannot be written: there is no folder '\(folder)'")
    }
    guard !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) || !isFolder.boolValue else {
      throw UsageError("\(path): cannot be written: it is a folder")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw UsageError("\(path): cannot be written: the folder is read-only")
    }
  }

  func write(_ text: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw UsageError("\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
