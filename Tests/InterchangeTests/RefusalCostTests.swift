import Foundation
import Interchange
import Testing

/// What it costs to refuse a file, in a process of its own.
private enum RefusalCost {
  /// A malformed file may take so much memory, in bytes, whatever it promises.
  static let mostGrowth = 2 << 20

  /// For each malformed file how much memory its refusal takes, and how long it takes from a disk.
  static func measure() throws -> [(name: String, growth: Int, milliseconds: Double)] {
    try withTemporaryFolder { folder in
      let all = MalformedFile.all + MalformedFile.arrays + MalformedFile.archives + MalformedFile.members
      return try all.map { malformed in
        let path = folder + "/bad"
        try Data(malformed.bytes).write(to: URL(fileURLWithPath: path))
        // Once before, so that what the first file of a kind brings to memory is not counted to it: code, tables.
        try refuse(TensorFile(path: path))
        let start = ContinuousClock.now
        try refuse(TensorFile(path: path))
        let time = ContinuousClock.now - start
        let before = try startPeak()
        try refuse(TensorFile(bytes: malformed.bytes, path: path))
        // All of the file is copied into memory here, which a file on a disk is not.
        let growth = try status("VmHWM") - before - malformed.bytes.count
        let name = malformed.testDescription.replacing("\n", with: " ")
        return (name, growth, Double(time.components.attoseconds) / 1e15)
      }
    }
  }

  private static func refuse(_ open: @autoclosure () throws -> TensorFile) throws {
    do {
      let file = try open()
      for name in file.names { _ = try file.tensor(name) }
      throw WrongCase()
    } catch is InterchangeError {}
  }

  /// Gives unused memory back to the system, forgets the largest size so far, and tells the present one.
  private static func startPeak() throws -> Int {
    // Functions of the C library that its Swift module leaves out.
    if let address = dlsym(dlopen(nil, RTLD_NOW), "malloc_trim") {
      _ = unsafeBitCast(address, to: (@convention(c) (Int) -> Int32).self)(0)
    }
    // Without huge pages, each of which is 2 MB for the first byte in it: PR_SET_THP_DISABLE.
    if let address = dlsym(dlopen(nil, RTLD_NOW), "prctl") {
      _ = unsafeBitCast(address, to: (@convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32).self)(41, 1, 0, 0, 0)
    }
    try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    return try status("VmHWM")
  }

  /// A size in bytes that the system knows of this process.
  private static func status(_ field: String) throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(field + ":") })
    return try 1024 * #require(Int(line.filter { $0.isNumber }))
  }
}

#if os(Linux)
  @Suite("Malformed files are refused before they cost anything")
  struct RefusalCostTests {
    /// Times are shown, not judged: this may be a debug build, beside other tests.
    @Test(.enabled(if: !isSanitized, "the address sanitizer has memory of its own"))
    func memoryAndTime() async throws {
      let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        for cost in try RefusalCost.measure() { print("refusal\t\(cost.name)\t\(cost.growth)\t\(cost.milliseconds)") }
      }
      let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
      let lines = output.split(separator: "\n").filter { $0.hasPrefix("refusal\t") }.map { $0.split(separator: "\t") }
      #expect(lines.count > 180)
      for line in lines {
        let growth = try #require(Int(line[2]))
        #expect(growth < RefusalCost.mostGrowth, "\(line[1]): \(growth) bytes")
      }
      let slowest = lines.max { (Double($0[3]) ?? 0) < (Double($1[3]) ?? 0) }
      print("Slowest refusal of \(lines.count): \(slowest?[3] ?? "") ms, \(slowest?[1] ?? "")")
    }
  }
#endif
