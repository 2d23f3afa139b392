/// A Markdown text that is being written.
struct Markdown {
  private(set) var text = ""

  /// How the cells of a column stand.
  enum Alignment { case left, right }

  mutating func heading(_ level: Int, _ title: String) {
    text += String(repeating: "#", count: level) + " " + Self.escaped(title) + "\n\n"
  }

  /// A paragraph, which may hold markup.
  mutating func paragraph(_ words: String) { text += words + "\n\n" }

  /// Lines that are shown as they are.
  mutating func preformatted(_ lines: String) { text += "```\n\(lines)\n```\n\n" }

  mutating func list(_ items: [String], numbered: Bool = false) {
    for (place, item) in items.enumerated() { text += (numbered ? "\(place + 1). " : "- ") + item + "\n" }
    if !items.isEmpty { text += "\n" }
  }

  /// A pipe table; the first column is aligned left, the others right, unless said otherwise.
  mutating func table(_ columns: [String], _ rows: [[String]], alignments: [Alignment]? = nil) {
    let alignments = alignments ?? columns.indices.map { $0 == 0 ? .left : .right }
    text += "| " + columns.map(Self.cell).joined(separator: " | ") + " |\n"
    text += "|" + alignments.map { $0 == .left ? ":---" : "---:" }.joined(separator: "|") + "|\n"
    for row in rows { text += "| " + row.map(Self.cell).joined(separator: " | ") + " |\n" }
    text += "\n"
  }

  mutating func image(_ path: String, caption: String) { text += "![\(Self.escaped(caption))](\(path))\n\n" }

  /// A cell's text must not end the cell.
  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }

  /// A text from outside, as it stands: what would be markup is escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>#".contains(character) { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return result
  }

  /// A text as code; backticks in it are replaced.
  static func code(_ text: String) -> String { "`" + text.replacing("`", with: "'").replacing("\n", with: " ") + "`" }
}
