import Arithmetic
import Definitions

extension StackMemory {
  /// The first l layers together, for each l.
  static func all(
    _ layers: [MemoryLayer], _ reports: [LayerMemory], options: MemoryAnalysis.Options
  ) throws -> [StackMemory] {
    // As far as every layer up to there forgets.
    let count = reports.firstIndex { $0.windows.isEmpty || $0.windows.contains { $0.upper == nil } } ?? reports.count
    let profiles = layers.prefix(count).map(\.profile)
    let windows = try LayeredWindows.all(profiles, reports, options: options)
    return reports.indices.map { place in
      guard place < count else {
        return StackMemory(layers: place + 1, last: reports[place].index, windows: [], binomial: [])
      }
      let rates = layers[...place].map(\.extremes.slowest)
      let slowest = rates.dropFirst().reduce(rates[0]) { Ball.minimum($0, $1) }
      return StackMemory(
        layers: place + 1, last: reports[place].index, windows: place == 0 ? reports[0].windows : windows[place],
        binomial: options.fractions.map { bound(layers: place + 1, rate: slowest, fraction: $0) })
    }
  }

  /// The window of the bound C(k + L - 1, L - 1) r^k.
  private static func bound(layers: Int, rate: Ball, fraction: Double) -> LayerMemory.Window {
    let share = Ball(fraction, in: .reference)
    let (radius, loss) = (Ball.exp(-rate), -Ball.expMinusOne(-rate))
    return LayerMemory.Window(
      EffectiveWindow {
        layeredTailShare(layers: layers, radius: radius, loss: loss, from: $0).isAtMost(share)
      }, fraction: fraction)
  }
}

/// The windows of layers whose ages add, on a grid of ages.
private enum LayeredWindows {
  typealias Ages = (down: AgeDistribution<DoubleDouble>, up: AgeDistribution<DoubleDouble>)

  /// For each number of layers and each fraction; the grid is as fine as each fraction allows.
  static func all(
    _ profiles: [any MemoryProfile], _ reports: [LayerMemory], options: MemoryAnalysis.Options
  ) throws -> [[LayerMemory.Window]] {
    guard !profiles.isEmpty else { return [] }
    let grid = profiles.count <= 16 ? 1024 : 512
    func step(_ reach: Double) -> Int { max(1, Int((reach / Double(grid)).rounded(.up))) }
    let coarse = step(1.25 * reports.prefix(profiles.count).reduce(0) { $0 + $1.reach })
    let first = try sums(profiles, step: coarse, count: grid, threads: options.threads)
    let columns = try options.fractions.map { fraction -> [LayerMemory.Window] in
      let share = Rational(exactly: fraction)
      let reach = first.last?.up.firstAtMost(share).map { Double($0 * coarse) * 1.01 }
      let fine = min(coarse, reach.map(step) ?? coarse)
      let ages =
        fine < coarse ? try sums(profiles, step: fine, count: grid, threads: options.threads) : first
      return ages.map { ages in
        LayerMemory.Window(
          fraction: fraction, lower: ages.down.lastAbove(share) * fine + 1,
          upper: ages.up.firstAtMost(share).map { $0 * fine })
      }
    }
    return profiles.indices.map { place in columns.map { $0[place] } }
  }

  /// The ages of the first 1, 2, ... layers together.
  private static func sums(
    _ profiles: [any MemoryProfile], step: Int, count: Int, threads: Int
  ) throws -> [Ages] {
    let own = try parallelMap(profiles.count, threads: threads) { profiles[$0].ages(step: step, count: count) }
    var sums = [own[0]]
    for ages in own.dropFirst() {
      let before = sums[sums.count - 1]
      let both = try parallelMap(2, threads: threads) { side in
        side == 0 ? before.down.adding(ages.down) : before.up.adding(ages.up)
      }
      sums.append((both[0], both[1]))
    }
    return sums
  }
}
