import Reports
import Testing

@Suite struct QuantileTests {
  /// The k-th smallest of n with k = max(1, ceil(q n)).
  @Test(arguments: 1...41)
  func quantilesAreOrderStatistics(count: Int) throws {
    let values = (1...count).map(Double.init)
    let quantiles = try #require(Quantiles(of: values.reversed()))
    func expected(_ q: Int) -> Double { Double(max(1, (q * count + 99) / 100)) }
    #expect(quantiles.minimum == 1 && quantiles.maximum == Double(count) && quantiles.count == count)
    #expect(quantiles.fifth == expected(5) && quantiles.lowerQuartile == expected(25))
    #expect(quantiles.median == expected(50) && quantiles.upperQuartile == expected(75))
    #expect(quantiles.ninetyFifth == expected(95))
  }

  @Test func infinityIsTheLargest() throws {
    #expect(Quantiles(of: []) == nil)
    #expect(Quantiles(of: [.infinity, 1, 2])?.maximum == .infinity)
  }
}
