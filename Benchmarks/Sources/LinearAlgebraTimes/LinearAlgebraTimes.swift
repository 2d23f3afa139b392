import Arithmetic
import CPeers
import Foundation

/// Times one case of linear algebra: `LinearAlgebraTimes ORDER BITS REPETITIONS CASE` prints the least processor time
/// of the repetitions in seconds, and the number that tells what was computed.
@main
enum LinearAlgebraTimes {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    guard arguments.count == 4, let order = Int(arguments[0]), let bits = Int(arguments[1]),
      let repetitions = Int(arguments[2]), repetitions > 0,
      let computation = Cases(matrices: TestMatrices(order: order, precision: Precision(bits: bits)))
        .named(arguments[3])
    else {
      FileHandle.standardError.write(Data("usage: LinearAlgebraTimes ORDER BITS REPETITIONS CASE\n".utf8))
      exit(2)
    }
    var least = Double.infinity
    var value = 0.0
    for _ in 0..<repetitions {
      let start = peers_thread_seconds()
      value = try computation()
      least = min(least, peers_thread_seconds() - start)
    }
    print(least, value)
  }
}
