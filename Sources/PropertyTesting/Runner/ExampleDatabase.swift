import Foundation

/// A directory of examples that failed, tried first in the next run.
///
/// There is one folder a property, named after it, and in it one file an example with the text that replays it
/// (``Replay/text``): the files can be read, deleted, copied to others, or kept under version control. A file is
/// written aside and renamed, so that none is ever half-written. What cannot be read or written is a warning of the
/// run; so is a file of more than 64 MiB, which is no example.
public struct ExampleDatabase: Sendable, Hashable {
  public let directory: URL

  /// The examples in `directory`, which is made with the first of them.
  public init(directory: URL) { self.directory = directory }

  /// An example and the file that holds it.
  struct Entry {
    let replay: Replay
    let file: URL
  }

  private static let suffix = "replay"

  /// A name that any file system takes, and that differs where `name` does.
  private static func safe(_ name: String) -> String {
    let allowed = name.unicodeScalars.prefix(48).map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "-"
    }
    return String(allowed) + "-" + String(fingerprint(name), radix: 16)
  }

  private func folder(_ property: String) -> URL { directory.appendingPathComponent(Self.safe(property)) }

  private func bestFile(_ property: String, _ figure: String) -> URL {
    folder(property).appendingPathComponent("largest").appendingPathComponent("\(Self.safe(figure)).\(Self.suffix)")
  }

  /// The examples of a property, the shortest first.
  func examples(of property: String, _ warnings: inout [String]) -> [Entry] {
    let folder = folder(property)
    var isDirectory: ObjCBool = false
    let manager = FileManager.default
    guard manager.fileExists(atPath: directory.path, isDirectory: &isDirectory) else { return [] }
    guard isDirectory.boolValue else {
      warnings.append("examples could not be read: \(directory.path) is not a directory")
      return []
    }
    guard manager.fileExists(atPath: folder.path) else { return [] }
    var files: [URL] = []
    do {
      files = try manager.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    } catch {
      warnings.append("examples could not be read: \(folder.path): \(error.localizedDescription)")
    }
    var entries: [Entry] = []
    let examples = files.filter { $0.pathExtension == Self.suffix }
    for file in examples.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
      if let replay = read(file, &warnings) { entries.append(Entry(replay: replay, file: file)) }
    }
    return entries.enumerated().sorted {
      ($0.element.replay.choices.count, $0.offset) < ($1.element.replay.choices.count, $1.offset)
    }.map(\.element)
  }

  /// The best example kept of a figure.
  func best(of property: String, figure: String, _ warnings: inout [String]) -> Replay? {
    let file = bestFile(property, figure)
    return FileManager.default.fileExists(atPath: file.path) ? read(file, &warnings) : nil
  }

  /// Keeps an example.
  ///
  /// - Returns: its file; `nil` where it could not be written.
  func store(_ replay: Replay, for property: String, _ warnings: inout [String]) -> URL? {
    let text = replay.text
    let file = folder(property).appendingPathComponent("\(String(fingerprint(text), radix: 16)).\(Self.suffix)")
    return write(text, file, &warnings) ? file : nil
  }

  func storeBest(_ replay: Replay, for property: String, figure: String, _ warnings: inout [String]) {
    _ = write(replay.text, bestFile(property, figure), &warnings)
  }

  func remove(_ entry: Entry) { try? FileManager.default.removeItem(at: entry.file) }

  private func read(_ file: URL, _ warnings: inout [String]) -> Replay? {
    do {
      // Anything but a regular file might never end.
      let attributes = try FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { throw Unusable.notAFile }
      guard let size = attributes[.size] as? UInt64, size <= Self.greatestSize else { throw Unusable.tooLarge }
      let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      return try Replay(text: text.trimmingCharacters(in: .whitespacesAndNewlines))
    } catch {
      warnings.append("an example was ignored: \(file.path): \(error)")
      return nil
    }
  }

  /// More bytes than the text of any example has.
  private static let greatestSize: UInt64 = 64 << 20

  private enum Unusable: Error, CustomStringConvertible {
    case notAFile, tooLarge

    var description: String {
      switch self {
      case .notAFile: "it is not a file"
      case .tooLarge: "it is too large"
      }
    }
  }

  private func write(_ text: String, _ file: URL, _ warnings: inout [String]) -> Bool {
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((text + "\n").utf8).write(to: file, options: .atomic)
      return true
    } catch {
      warnings.append("an example could not be stored: \(file.path): \(error.localizedDescription)")
      return false
    }
  }
}
