/// The search along one choice of a case, all else being equal.
///
/// An error relative to a result that vanishes has the shape n/|x - r|, with n what rounding happens to do: it varies
/// from point to point. Each round tries where such a pole would explain the points tried so far best, the top of the
/// parabola through the best point and its neighbours, and the middle between it and one of them in the order of the
/// domain.
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
  private var round = 0

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
    guard idle < 4, let best = points.indices.max(by: { points[$0].figure < points[$1].figure }) else { return false }
    let left = best > 0 ? points[best - 1] : nil
    let right = best + 1 < points.count ? points[best + 1] : nil
    if let pole = likeliestPole() { waiting.append(pole) }
    if left == nil || right == nil {
      reach = reach < 1 << 59 ? 8 * reach : reach
      waiting.append(moved(points[best].place, left == nil ? -reach : reach))
    }
    if let left, let right { waiting.append(top(left, points[best], right)) }
    round += 1
    if let side = round % 2 == 0 ? left ?? right : right ?? left {
      waiting.append(points[best].place / 2 + side.place / 2)
    }
    tidy()
    return !waiting.isEmpty
  }

  /// Where a pole explains the largest figures best: the figure times the distance from it varies least.
  ///
  /// Two points give two candidates each, one between them and one beyond the better. Rounding makes figures vary by a
  /// few binary places, so that two points alone say little.
  private func likeliestPole() -> Int? {
    let known = points.map { (x: number($0.place), height: isLogarithm ? $0.figure : binaryLogarithm($0.figure)) }
      .filter { $0.height > -1100 }.sorted { $0.height > $1.height }.prefix(12)
    guard known.count > 1 else { return nil }
    let tried = Set(points.map(\.place))
    var best: (place: Int, spread: Double)?
    for (rank, one) in known.prefix(3).enumerated() {
      for other in known.dropFirst(rank + 1) {
        let ratio = powerOfTwo(other.height - one.height)
        for root in [(one.x + other.x * ratio) / (1 + ratio), one.x + (one.x - other.x) * ratio / (1 - ratio)] {
          guard let place = place(root), !tried.contains(place) else { continue }
          let logarithms = known.map { $0.height + binaryLogarithm(($0.x - root).magnitude) }
          let mean = logarithms.reduce(0, +) / Double(logarithms.count)
          let spread = logarithms.reduce(0) { $0 + min(($1 - mean).magnitude, 4) }
          if spread < best?.spread ?? .infinity { best = (place, spread) }
        }
      }
    }
    return best?.place
  }

  private func number(_ place: Int) -> Double { domain.number(domain.value(atPlace: place)) }

  private func place(_ number: Double) -> Int? {
    number.isFinite ? domain.value(nearest: number).flatMap(domain.place) : nil
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

/// The binary logarithm of a positive number, linear between the powers of two: the same on every machine.
func binaryLogarithm(_ value: Double) -> Double {
  value > 0 ? value.isFinite ? Double(value.exponent) + value.significand - 1 : 1024 : -1100
}
