/// The search along one choice of a case, all else being equal.
///
/// Beside the best point two others bracket the maximum. Each round tries, on both sides, where the pole of the figure
/// would be if its reciprocal were a|x - r|, which is the shape of an error relative to a result that vanishes, and the
/// middle in the order of the domain; and the top of the parabola through the three points.
struct Line {
  /// The rest of the case.
  private let base: [Choice]
  private let position: Int
  private let domain: ChoiceDomain
  /// The points tried, in ascending order.
  private var points: [(place: Int, figure: Double)] = []
  /// The points to try next.
  private var waiting: [Int] = []
  /// Rounds without a better point.
  private var idle = 0
  private var hasImproved = false
  /// Whether the figure is taken to be a logarithm.
  private let isLogarithm: Bool
  private var reach: Int

  /// - Parameter figure: that of `base`, where it is known.
  init?(_ base: [Choice], position: Int, figure: Double?, exponent: Double, isLogarithm: Bool) {
    self.base = base
    self.position = position
    self.isLogarithm = isLogarithm
    domain = base[position].domain
    if case .length = domain { return nil }
    guard let place = domain.place(base[position].value) else { return nil }
    reach = 1 << Int(min(max(exponent, 0), 61))
    if let figure { points = [(place, figure)] } else { waiting = [place] }
    waiting += [moved(place, reach), moved(place, -reach), moved(place, reach / 16), moved(place, -(reach / 16))]
    tidy()
  }

  private func moved(_ place: Int, _ count: Int) -> Int {
    domain.value(domain.value(atPlace: place), movedBy: count).flatMap(domain.place) ?? place
  }

  /// Only what was not tried.
  private mutating func tidy() {
    var seen = Set(points.map(\.place))
    waiting = waiting.filter { seen.insert($0).inserted }
  }

  /// The next case to try; nil until the results of those on their way are known.
  mutating func next() -> [Choice]? {
    guard !waiting.isEmpty else { return nil }
    var choices = base
    choices[position].value = domain.value(atPlace: waiting.removeFirst())
    return choices
  }

  mutating func take(_ trial: Trial, figure: Double?) {
    guard let figure, position < trial.choices.count, trial.choices[position].domain == domain,
      let place = domain.place(trial.choices[position].value)
    else { return }
    if figure > points.map(\.figure).max() ?? -.infinity { hasImproved = true }
    points.insert((place, figure), at: points.firstIndex { $0.place >= place } ?? points.count)
  }

  /// Looks at the results of a round.
  ///
  /// - Returns: whether there is more to try.
  mutating func endRound() -> Bool {
    guard waiting.isEmpty else { return true }
    idle = hasImproved ? 0 : idle + 1
    hasImproved = false
    guard idle < 2, let best = points.indices.max(by: { points[$0].figure < points[$1].figure }) else { return false }
    let left = best > 0 ? points[best - 1] : nil
    let right = best + 1 < points.count ? points[best + 1] : nil
    for side in [left, right] {
      guard let side else { continue }
      waiting += [pole(points[best], side), points[best].place / 2 + side.place / 2]
    }
    if left == nil || right == nil {
      reach = reach < 1 << 59 ? 8 * reach : reach
      waiting.append(moved(points[best].place, left == nil ? -reach : reach))
    }
    if let left, let right { waiting.append(top(left, points[best], right)) }
    tidy()
    return !waiting.isEmpty
  }

  private func number(_ place: Int) -> Double { domain.number(domain.value(atPlace: place)) }

  private func place(_ number: Double) -> Int? {
    number.isFinite ? domain.value(nearest: number).flatMap(domain.place) : nil
  }

  /// Where the reciprocal of the figure would vanish between two points.
  private func pole(_ best: (place: Int, figure: Double), _ other: (place: Int, figure: Double)) -> Int {
    let ratio = isLogarithm ? powerOfTwo(other.figure - best.figure) : other.figure / best.figure
    guard ratio >= 0, ratio <= 1 else { return best.place }
    let share = 1 / (1 + ratio)
    return place(number(best.place) * share + number(other.place) * (1 - share)) ?? best.place
  }

  /// Where the parabola through three points has its top, in the order of the domain.
  private func top(
    _ left: (place: Int, figure: Double), _ best: (place: Int, figure: Double), _ right: (place: Int, figure: Double)
  ) -> Int {
    let (a, b) = (Double(left.place) - Double(best.place), Double(right.place) - Double(best.place))
    let (p, q) = ((left.figure - best.figure) / a, (right.figure - best.figure) / b)
    let shift = (p * b - q * a) / (p - q) / 2
    return shift.isFinite && a < shift && shift < b ? moved(best.place, Int(shift)) : best.place
  }
}
