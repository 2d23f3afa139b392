import Foundation

/// The HTML of a report, made by pandoc from its Markdown: one file that needs nothing else.
enum HTML {
  /// Makes `report.html` from `report.md` in a folder.
  static func write(title: String, in folder: String, pandoc: String) throws(ReportError) {
    let style = ".report-style.html"
    try ReportWriter.put("<style>\n\(css)</style>\n", folder + "/" + style)
    // The newer name of --self-contained is missing in the pandoc of older systems; the older one is still known.
    try Tool.pandoc.run(
      pandoc,
      [
        "--from", "gfm", "--to", "html5", "--standalone", "--self-contained", "--metadata", "lang=en", "--metadata",
        "pagetitle=\(title)",
        "--include-in-header", style, "--output", "report.html", "report.md",
      ], in: folder)
    try removeFile(folder + "/" + style)
  }

  private static let css = """
    html { color: #1a1a1a; background: #fff; }
    body { max-width: 62em; margin: 0 auto; padding: 2em 1.2em; font: 16px/1.5 system-ui, sans-serif; }
    h1 + p { font-size: 1.12em; }
    h2 { margin-top: 2em; border-bottom: 1px solid #ddd; }
    table { border-collapse: collapse; margin: 1em 0; font-size: 0.92em; display: block; overflow-x: auto; }
    th, td { padding: 0.25em 0.7em; border-bottom: 1px solid #e5e5e5; }
    th { text-align: left; background: #f6f6f6; }
    code { font: 0.92em ui-monospace, monospace; background: #f4f4f4; padding: 0 0.2em; }
    img { max-width: 100%; }

    """
}

/// Removes a file that was needed in between.
private func removeFile(_ path: String) throws(ReportError) {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch { throw .cannotWrite(path: path, reason: error.localizedDescription) }
}
