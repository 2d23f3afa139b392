import PropertyTesting
import Synchronization
import Testing

@Suite("Enumeration")
struct EnumerationTests {
  @Test("tries every case once", arguments: [2, 4, 5])
  func every(upper: Int) {
    let seen = Mutex<[[Int]]>([])
    var settings = Settings()
    settings.enumerates = true
    let result = Runner(
      Property("lists of small integers") { draw in
        let (count, position) = draw.length(in: 0...2)
        let list = (0..<count).map { _ in draw.element(ofLengthAt: position, 1) { $0.integer(in: -1...upper) } }
        seen.withLock { $0.append(list) }
        try draw.verify(true)
      }, settings: settings
    ).run()
    let width = upper + 2
    #expect(result.isExhaustive && result.verdict == .passed)
    #expect(result.cases == 1 + width + width * width)
    #expect(seen.withLock { Set($0).count == $0.count && $0.count == result.cases })
    #expect(result.description.contains("all there are"))
  }

  @Test("gives way to random cases where there are too many", arguments: [true, false])
  func tooMany(isFloat: Bool) {
    var settings = Settings()
    settings.enumerates = true
    let result = Runner(
      Property("many") { draw in
        if isFloat { _ = draw.float(FloatDomain(0...1)) } else { _ = draw.integer(in: 0...200) }
        try draw.verify(true)
      }, settings: settings
    ).run()
    #expect(!result.isExhaustive && result.cases == 200)
  }

  @Test("finds the only failing case")
  func failing() {
    var settings = Settings()
    settings.enumerates = true
    let result = Runner(
      Property("one of 200") { draw in try draw.verify(draw.integer(in: 0...199) != 137, "found") }, settings: settings
    ).run()
    #expect(result.verdict == .falsified && !result.isExhaustive)
    #expect(result.counterexamples.first?.choices.first?.value == 137)
  }
}
