import Arithmetic
import Definitions

extension LayerMemory.PowerLaw {
  /// The exponent may vary by this much over the range.
  private static let tolerance = 0.5
  /// A decade at least.
  private static let leastRatio = 10

  /// The longest range of times, up to `length`, over which the exponent -d log M/d log t stays certainly between two
  /// numbers no further apart than 1/2 and above 1/2; nil where that is less than a decade. The exponent of a single
  /// exponential is proportional to t, so that it never qualifies.
  init?(_ profile: any MemoryProfile, length: Int) {
    guard let mixture = profile.mixture else { return nil }
    let times = MemoryAnalysis.logarithmicTimes(upTo: length, inDecade: 40).filter { $0 > 0 }
    let pieces = zip(times, times.dropFirst()).map { start, end in
      let bounds = mixture.decays.exponent(from: start, to: end, rates: mixture.rates)
      return Bounds(Bounds(bounds.lower).lower, Bounds(bounds.upper).upper)
    }
    var best: (range: ClosedRange<Int>, bounds: Bounds)?
    for first in pieces.indices where pieces[first].lower >= Self.tolerance {
      var (lower, upper) = (Double.infinity, 0.0)
      for last in first..<pieces.count {
        (lower, upper) = (min(lower, pieces[last].lower), max(upper, pieces[last].upper))
        guard lower >= Self.tolerance, upper - lower <= Self.tolerance else { break }
        let ratio = Double(times[last + 1]) / Double(times[first])
        if ratio >= Double(Self.leastRatio),
          best.map({ ratio > Double($0.range.upperBound) / Double($0.range.lowerBound) }) ?? true
        {
          best = (times[first]...times[last + 1], Bounds(lower, upper))
        }
      }
    }
    guard let best else { return nil }
    self.init(
      from: best.range.lowerBound, to: best.range.upperBound, lower: best.bounds.lower, upper: best.bounds.upper)
  }
}
