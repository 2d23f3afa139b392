/// Plain text for a terminal.
enum Text {
  /// `text` in lines of at most `width` characters, broken at spaces; a word that is longer keeps a line to itself.
  ///
  /// - Parameters:
  ///   - indent: the spaces before each line.
  ///   - hanging: further spaces before each line but the first.
  static func wrap(_ text: String, indent: Int = 0, hanging: Int = 0, width: Int = 100) -> String {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      var margin = indent + (lines.isEmpty ? 0 : hanging)
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty && margin + line.count + 1 + word.count > width {
          lines.append(String(repeating: " ", count: margin) + line)
          line = ""
          margin = indent + hanging
        }
        line += line.isEmpty ? String(word) : " " + word
      }
      lines.append(line.isEmpty ? "" : String(repeating: " ", count: margin) + line)
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The text, with spaces after it up to a width.
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
