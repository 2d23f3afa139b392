import PropertyTesting
import Testing

@Suite("The order of simplicity")
struct SimplicityTests {
  static let everything = FloatDomain(
    -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude, allowsInfinity: true, allowsNaN: true)

  func rank(_ value: Double) -> Rank { Choice(value.bitPattern, from: .float(Self.everything)).rank }

  @Test("puts numbers that are short for people first")
  func chain() {
    let chain: [Double] = [
      0, -0.0, 1, -1, 2, -2, 3, 4, 7, 8, 100, 255, 256, 511, 0.5, -0.5, 512, 1000, 1.5, 0.25, 1024, 0x1p40, 0x1p1000,
      1 / 3, 0.1, 0x1.23456789abcdep1000, .infinity, -.infinity, .nan,
    ]
    for (x, y) in zip(chain, chain.dropFirst()) { #expect(rank(x) < rank(y), "\(x), \(y)") }
  }

  @Test("is total: different numbers never have the same place")
  func total() {
    var random = SplitMix64(seed: 1)
    let values = (0..<3000).map { _ in Double(bitPattern: random.next()) } + (-100...100).map { Double($0) / 8 }
    let ranks = values.map { rank($0) }
    #expect(Set(ranks).count == Set(values.map(\.bitPattern)).count)
  }

  @Test("has the simplest number of a range before all others of it")
  func simplest() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<2000 {
      let scale = Double(sign: .plus, exponent: Int(random.below(200)) - 100, significand: 1 + random.unit())
      let bounds = [scale, scale * (1 + 4 * random.unit() * random.unit())].map {
        random.happens(0.5) ? $0 : $0.rounded()
      }
      guard bounds[0] <= bounds[1], bounds[0] > 0 else { continue }
      let range = random.happens(0.5) ? bounds[0]...bounds[1] : -bounds[1]...(-bounds[0])
      let domain = FloatDomain(range)
      let simplest = domain.simplest
      #expect(range.contains(simplest))
      for _ in 0..<20 {
        let bits = Int(random.below(52))
        let value = range.lowerBound + random.unit() * (range.upperBound - range.lowerBound)
        let mask = ~UInt64(0) << UInt64(bits)
        let rounded = Double(bitPattern: value.bitPattern & mask)
        if range.contains(rounded) { #expect(!(rank(rounded) < rank(simplest)), "\(rounded) \(simplest) \(range)") }
      }
    }
  }
}
