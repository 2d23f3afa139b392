import Foundation

/// What the program writes beside its results.
enum Terminal {
  /// Whether somebody is watching standard error.
  static let isWatched = isatty(FileHandle.standardError.fileDescriptor) == 1

  /// One line on standard error.
  static func report(error message: String) {
    clearProgress()
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    write("ssmcheck: error: \(line)\n")
  }

  /// Shows what is being done, in place; nothing where nobody is watching.
  static func show(progress text: String) {
    guard isWatched else { return }
    write("\r\u{1B}[K\(text.prefix(100))")
  }

  /// Takes the progress away again.
  static func clearProgress() {
    guard isWatched else { return }
    write("\r\u{1B}[K")
  }

  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
