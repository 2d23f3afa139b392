import Foundation

/// An article of the documentation, as it is in the repository.
struct Article {
  /// A fenced block.
  struct Block {
    let language: String
    let lines: [String]
    /// The number of the line of the article above its first one.
    let line: Int
  }

  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let catalog = root.appendingPathComponent("Sources/PropertyTesting/PropertyTesting.docc")

  let file: URL
  let blocks: [Block]

  init(_ name: String) throws {
    file = Self.catalog.appendingPathComponent(name)
    var blocks: [Block] = []
    var open: Block?
    for (number, line) in try Self.lines(file).enumerated() {
      if line.hasPrefix("```") {
        if let block = open { blocks.append(block) }
        open = open == nil ? Block(language: String(line.dropFirst(3)), lines: [], line: number + 1) : nil
      } else if let block = open {
        open = Block(language: block.language, lines: block.lines + [line], line: block.line)
      }
    }
    self.blocks = blocks
  }

  /// Writes other blocks of output in place of these.
  func replaceOutput(by texts: [String]) throws {
    var lines = try Self.lines(file)
    for (block, text) in zip(blocks.filter { $0.language == "text" }, texts).reversed() {
      lines.replaceSubrange(block.line..<block.line + block.lines.count, with: text.components(separatedBy: "\n"))
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
  }

  static var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: catalog.path).filter { $0.hasSuffix(".md") }.sorted()
    }
  }

  /// A line and how far to the right it begins.
  struct Line: Equatable {
    let indent: Int
    let text: String

    init(_ line: String) {
      text = String(line.drop { $0 == " " })
      indent = line.utf8.count - text.utf8.count
    }
  }

  /// The lines of every source file of the folders in which the articles' code lives.
  static var compiledSources: [[Line]] {
    get throws {
      let folders = [
        "PropertyTestingTests/Documentation", "PropertyTestingTests/Stateful", "PropertyTestingSwiftTestingTests",
        "PropertyTestingXCTestTests",
      ]
      return try folders.map { root.appendingPathComponent("Tests/\($0)") }
        .flatMap { try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) }
        .filter { $0.pathExtension == "swift" }
        .map { try lines($0).map(Line.init) }
    }
  }

  private static func lines(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}

extension Article.Block {
  /// Whether these lines stand in `source` one after the other, perhaps further to the right.
  func stands(in source: [Article.Line]) -> Bool {
    let block = lines.map(Article.Line.init)
    guard let first = block.first, source.count >= block.count else { return false }
    return (0...source.count - block.count).contains { start in
      guard source[start].text == first.text else { return false }
      let shift = source[start].indent - first.indent
      return zip(block, source[start...]).allSatisfy {
        $0.text == $1.text && ($0.text.isEmpty || $1.indent == $0.indent + shift)
      }
    }
  }
}
