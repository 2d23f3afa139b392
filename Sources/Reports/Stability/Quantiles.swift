/// Order statistics of some numbers: each is one of them, none is interpolated.
///
/// The quantile q of n numbers is the k-th smallest with k = max(1, ceil(q n)), the inverse of the empirical
/// distribution function. Infinite numbers are the largest.
public struct Quantiles: Sendable, Equatable, Encodable {
  public let count: Int
  public let minimum: Double
  public let fifth: Double
  public let lowerQuartile: Double
  public let median: Double
  public let upperQuartile: Double
  public let ninetyFifth: Double
  public let maximum: Double

  /// The quantiles of `values`, which are numbers; nil where there are none.
  public init?(of values: [Double]) {
    self.init(ofSorted: values.sorted())
  }

  /// The quantiles of values in ascending order.
  init?(ofSorted values: [Double]) {
    guard let first = values.first, let last = values.last else { return nil }
    count = values.count
    minimum = first
    maximum = last
    let at = { (percent: Int) in values[max(0, (percent * values.count + 99) / 100 - 1)] }
    fifth = at(5)
    lowerQuartile = at(25)
    median = at(50)
    upperQuartile = at(75)
    ninetyFifth = at(95)
  }

  /// Seven times the same number.
  init(repeating value: Double, count: Int) {
    self.count = count
    (minimum, fifth, lowerQuartile, median, upperQuartile, ninetyFifth, maximum) =
      (value, value, value, value, value, value, value)
  }

  /// The seven numbers, from the minimum to the maximum.
  var inOrder: [Double] { [minimum, fifth, lowerQuartile, median, upperQuartile, ninetyFifth, maximum] }
}
