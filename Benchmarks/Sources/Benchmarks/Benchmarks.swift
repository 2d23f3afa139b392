import Foundation

/// Times the arithmetic and the kernels against their peers, and prints a table of ratios.
@main
enum Benchmarks {
  static func main() {
    print(Row.header)
    for group in [multiprecision, enclosures, kernels] {
      for row in group {
        print(row().line)
        fflush(stdout)
      }
    }
  }

  /// Stops where a subject and its peer do not compute the same: a ratio of the two would say nothing.
  static func requireEqual(_ x: Double, _ y: Double, _ what: String) {
    guard x != y else { return }
    FileHandle.standardError.write(Data("error: \(what): the subject computes \(x), the peer \(y)\n".utf8))
    exit(1)
  }
}
