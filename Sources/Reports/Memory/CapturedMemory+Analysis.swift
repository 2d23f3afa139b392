import Arithmetic
import Definitions
import Foundation
import Interchange

extension CapturedMemory {
  /// Tokens of a sequence at which what is remembered is looked at.
  private static let mostPlaces = 8

  /// What the state of a layer holds of earlier tokens along captured steps: with unit B and C, a channel's answer at
  /// token t to an input at token s is sum_n Delta_s exp(lambda_n (Delta_(s+1) + ... + Delta_t)).
  ///
  /// - Parameter times: the distances t - s; those within the capture are taken.
  init(_ capture: StepCapture, at layer: MemoryLayer, times: [Int], threads: Int) throws {
    guard case .exponential(let spectrum) = layer.system.spectrum else {
      throw ReportError.captureDoesNotFit(path: capture.path, reason: "oscillators have no steps from the input")
    }
    let (length, system) = (capture.length, layer.system)
    // The last token, and others evenly spaced before it.
    let count = min(Self.mostPlaces, length)
    let places = (1...count).map { length * $0 / count - 1 }
    let distances = times.filter { $0 < length }
    // The same at every distance, so that a sum over places is one over what is there.
    let rows = try parallelMap(system.rows, threads: threads) { row -> [DoubleDouble] in
      let rates = (0..<system.columns).map { column in
        DoubleDouble(-spectrum.eigenvalue(row * system.columns + column, in: MemoryLayer.precision))
      }
      var sums = [DoubleDouble](repeating: DoubleDouble(0), count: distances.count)
      for sequence in 0..<capture.batch {
        // Delta_0 + ... + Delta_t: sums of doubles are exact to 106 bits.
        var elapsed: [DoubleDouble] = []
        for t in 0..<length {
          elapsed.append((elapsed.last ?? DoubleDouble(0)) + DoubleDouble(capture[sequence, row, t]))
        }
        for (index, distance) in distances.enumerated() {
          for place in places where place >= distance {
            let time = elapsed[place] - elapsed[place - distance]
            let gain = DoubleDouble(capture[sequence, row, place - distance])
            for rate in rates { sums[index] = sums[index] + gain * DoubleDouble.exp(-(rate * time)) }
          }
        }
      }
      return sums
    }
    let whole = distances.indices.map { index in
      Bounds(
        rows.reduce(DoubleDouble(0)) { $0 + $1[index] } / DoubleDouble(places.count { $0 >= distances[index] }))
    }
    name = (capture.path as NSString).lastPathComponent
    self.layer = layer.index
    sequences = capture.batch
    self.length = length
    self.places = places.count
    memory = zip(distances, whole).map { distance, value in
      LayerMemory.Value(time: distance, value: value / whole[0], envelope: .infinity, floor: 0, older: nil)
    }
  }
}
