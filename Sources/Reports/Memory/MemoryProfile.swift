import Arithmetic
import Definitions

/// The memory function of a layer with everything that a report asks of it; all of it certified.
protocol MemoryProfile: Sendable {
  /// M_t.
  func value(at t: Int) -> Bounds
  /// The largest M_t of the times that were gone through one by one.
  var largest: Bounds { get }
  /// An upper bound of M_t that needs nothing but the moduli of the modes.
  func envelope(at t: Int) -> Double
  /// A lower bound of M_t by one mode alone; 0 where modes can cancel.
  func floor(at t: Int) -> Double
  /// sum_(s >= t) M_s.
  func tail(from t: Int) -> Bounds
  /// The tails from first, first + step, ...
  func tails(from first: Int, step: Int, count: Int) -> [Bounds]
  /// The sum of decays that M_t is, or that bounds it; nil where it is bounded in another way.
  var mixture: RatedMixture? { get }
}

extension MemoryProfile {
  var mass: Bounds { tail(from: 0) }

  func tails(from first: Int, step: Int, count: Int) -> [Bounds] {
    (0..<count).map { tail(from: first + $0 * step) }
  }

  /// W(q).
  func window(fraction: Double) -> EffectiveWindow {
    let mass = self.mass
    guard mass.upper.isFinite, mass.lower > 0 else { return EffectiveWindow(lower: 0, upper: nil) }
    return EffectiveWindow { tail(from: $0).isAtMost(fraction, of: mass) }
  }

  /// The survival function of the age on the grid j h: of the age rounded down to the grid, and of it rounded up.
  func ages(step: Int, count: Int) -> (down: AgeDistribution<DoubleDouble>, up: AgeDistribution<DoubleDouble>) {
    let mass = self.mass
    func survival(_ tails: [Bounds], _ bound: (Bounds) -> Double) -> AgeDistribution<DoubleDouble> {
      var least = 1.0
      return AgeDistribution(
        survival: tails.map { tail in
          least = min(least, bound(tail / mass))
          return DoubleDouble(least)
        }, in: Intrinsic())
    }
    let up = [mass] + tails(from: 1, step: step, count: count - 1)
    return (survival(tails(from: 0, step: step, count: count)) { $0.lower }, survival(up) { $0.upper })
  }
}

/// A sum of decays with -log of each.
struct RatedMixture: Sendable {
  let decays: DecayMixture<DoubleDouble>
  let rates: DoubleDoubleVector
}

/// The memory function of a layer whose modes are real and whose gains have one sign.
struct PositiveProfile: MemoryProfile {
  let sum: RatedMixture
  /// The largest decay, and the sum of the gains.
  private let radius: DoubleDouble
  private let gain: DoubleDouble
  /// The slowest mode's decay and gain, as far as it is known which that is: any mode's term is a lower bound.
  private let slowest: (decay: DoubleDouble, gain: DoubleDouble)

  init(_ sum: RatedMixture) {
    self.sum = sum
    gain = sum.decays.value(at: 0)
    let decays = sum.decays.decays.elements
    radius = decays.reduce(DoubleDouble(0)) { DoubleDouble.maximum($0, $1) }
    let place = decays.indices.max { decays[$0].approximation < decays[$1].approximation }
    slowest = place.map { (decays[$0], sum.decays.gains[$0]) } ?? (DoubleDouble(0), DoubleDouble(0))
  }

  var mixture: RatedMixture? { sum }
  func value(at t: Int) -> Bounds { Bounds(sum.decays.value(at: t)) }
  var largest: Bounds { value(at: 0) }
  func tail(from t: Int) -> Bounds { Bounds(sum.decays.tail(from: t)) }
  func tails(from first: Int, step: Int, count: Int) -> [Bounds] {
    sum.decays.tails(from: first, step: step, count: count).map(Bounds.init)
  }
  func envelope(at t: Int) -> Double { Bounds(gain * DoubleDouble.pow(radius, t)).upper }
  func floor(at t: Int) -> Double { Bounds(slowest.gain * DoubleDouble.pow(slowest.decay, t)).lower }
}
