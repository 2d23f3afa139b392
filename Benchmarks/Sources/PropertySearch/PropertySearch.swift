import CNumericFunctions
import Foundation
import PropertyTesting

/// The worst errors that a run of a property finds, and how many cases it tries a second: one figure a line, for
/// `Hypothesis/compare.py` to set beside those of Hypothesis.
///
///     PropertySearch errors CALLS SEEDS
///     PropertySearch throughput
@main
enum PropertySearch {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "errors", arguments.count == 3, let calls = Int(arguments[2]), let seeds = Int(arguments[3]) {
      for function in 0..<numeric_function_count() {
        for seed in 0..<UInt64(seeds) {
          let name = String(cString: numeric_function_name(function))
          print("\(name)\t\(seed)\t\(worstError(of: function, calls: calls, seed: seed))")
        }
      }
    } else if arguments.first == "throughput" {
      print("vector of 64\t\(casesPerSecond(count: 64, cases: 200_000))")
      print("matrix of 32 x 32\t\(casesPerSecond(count: 1024, cases: 20_000))")
    } else {
      FileHandle.standardError.write(Data("usage: PropertySearch errors CALLS SEEDS | throughput\n".utf8))
      exit(2)
    }
  }

  /// The largest error of the first `calls` calls, a fifth of them random cases, the others targeted.
  static func worstError(of function: Int32, calls: Int, seed: UInt64) -> Double {
    let worst = Worst(calls)
    let ranges = (0..<numeric_function_arity(function)).map {
      numeric_function_lower(function, $0)...numeric_function_upper(function, $0)
    }
    let property = Property(String(cString: numeric_function_name(function))) { draw in
      var values: [Double] = []
      for range in ranges { values.append(try draw(.double(in: range))) }
      let error = numeric_function_ulps(function, values)
      worst.take(error)
      draw.maximize(error, "ulps")
      draw.didCheck()
    }
    var settings = Settings()
    settings.seed = seed
    settings.cases = calls / 5
    settings.targetCases = calls - calls / 5
    settings.phases = [.generate, .target]
    _ = Runner(property, settings: settings).run()
    return worst.error
  }

  static func casesPerSecond(count: Int, cases: Int) -> Double {
    let property = Property("the order of a sum") { draw in
      let values = try draw(.array(of: .double(in: -1e6...1e6), count: count))
      var (forward, backward, magnitude) = (0.0, 0.0, 0.0)
      for value in values {
        forward += value
        magnitude += value.magnitude
      }
      for value in values.reversed() { backward += value }
      try draw.verify((forward - backward).magnitude <= Double(2 * count) * 0x1p-53 * magnitude)
    }
    var settings = Settings()
    settings.cases = cases
    settings.phases = [.generate]
    let clock = ContinuousClock()
    var result: RunResult?
    let time = clock.measure { result = Runner(property, settings: settings).run() }
    guard let result, result.verdict == .passed, result.cases == cases else {
      FileHandle.standardError.write(Data("error: the property of the sum did not pass\n".utf8))
      exit(1)
    }
    return Double(cases) / (Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
  }
}

/// The largest error of the first calls. One thread runs the property.
private final class Worst: @unchecked Sendable {
  private(set) var error = 0.0
  private var callsLeft: Int

  init(_ calls: Int) { callsLeft = calls }

  func take(_ error: Double) {
    guard callsLeft > 0 else { return }
    callsLeft -= 1
    self.error = max(self.error, error)
  }
}
