import PropertyTesting
import Reports
import TestSupport
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

  /// A quantile q is one of the n numbers; at least q n of them are not above it, and less than q n are below it. Which
  /// number that is depends on no order.
  @Test(.cases(300)) func quantilesCountTheNumbersBelow() async {
    let number = Generator<Double>.float(
      FloatDomain(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude, allowsInfinity: true))
    await checkProperty { draw in
      let values = try draw(.shuffled(.array(of: number, repeating: 0.3, count: 1...60)), "values")
      let found = try #require(Quantiles(of: values))
      try draw.verify(found.count == values.count, "\(found.count) numbers")
      try draw.verify(found.minimum == values.min() && found.maximum == values.max(), "\(found)")
      let shares = [
        (5, found.fifth), (25, found.lowerQuartile), (50, found.median), (75, found.upperQuartile),
        (95, found.ninetyFifth),
      ]
      for (percent, quantile) in shares {
        let (below, notAbove) = (values.count { $0 < quantile }, values.count { $0 <= quantile })
        try draw.verify(100 * notAbove >= percent * values.count, "\(quantile) is too small for \(percent) %")
        try draw.verify(100 * below < percent * values.count, "\(quantile) is too large for \(percent) %")
      }
    }
  }

  @Test func infinityIsTheLargest() throws {
    #expect(Quantiles(of: []) == nil)
    #expect(Quantiles(of: [.infinity, 1, 2])?.maximum == .infinity)
  }
}
