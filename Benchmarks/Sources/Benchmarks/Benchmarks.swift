import Foundation

/// Times the arithmetic and the kernels against their peers, and prints a table of ratios.
@main
enum Benchmarks {
  static func main() {
    write(Row.header, to: .standardOutput)
    for row in multiprecision + enclosures + kernels { write(row().line, to: .standardOutput) }
  }

  /// Writes a line at once, not when a buffer is full.
  private static func write(_ line: String, to file: FileHandle) { file.write(Data("\(line)\n".utf8)) }

  /// Stops where a subject and its peer do not compute the same: a ratio of the two would say nothing.
  static func requireEqual(_ x: Double, _ y: Double, _ what: String) {
    guard x != y else { return }
    write("error: \(what): the subject computes \(x), the peer \(y)", to: .standardError)
    exit(1)
  }
}
