import CPeers

/// The ratio of two times, measured in pairs one right after the other, so that whatever slows the machine down slows
/// both.
struct Ratio {
  let median: Double
  /// The quartiles of the pairs' ratios.
  let quartiles: (Double, Double)

  /// - Parameters:
  ///   - clock: seconds; processor time of this thread unless threads are what is measured.
  ///   - pairs: how many pairs; which of the two goes first alternates.
  init(
    pairs: Int = 31, clock: () -> Double = peers_thread_seconds, of subject: () -> Void, to peer: () -> Void
  ) {
    func time(_ body: () -> Void) -> Double {
      let start = clock()
      body()
      return clock() - start
    }
    subject()
    peer()
    let ratios = (0..<pairs).map { pair in
      if pair % 2 == 0 {
        let first = time(subject)
        return first / time(peer)
      }
      let first = time(peer)
      return time(subject) / first
    }.sorted()
    median = ratios[pairs / 2]
    quartiles = (ratios[pairs / 4], ratios[pairs - 1 - pairs / 4])
  }
}

/// One row of the table.
struct Row {
  var subject: String
  var peer: String
  var ratio: Ratio
  /// The ratio that should not be passed, where there is one.
  var bar: Double?

  static let header = """
    | subject | peer | time of subject / time of peer | quartiles | bar |
    | --- | --- | ---: | --- | --- |
    """

  var line: String {
    let bar = bar.map { ratio.median <= $0 ? "\($0): met" : "\($0): **missed**" } ?? ""
    let quartiles = "\(Self.text(ratio.quartiles.0)) .. \(Self.text(ratio.quartiles.1))"
    return "| \(subject) | \(peer) | \(Self.text(ratio.median)) | \(quartiles) | \(bar) |"
  }

  /// Three significant digits.
  private static func text(_ value: Double) -> String {
    var scale = 1.0
    while value * scale < 100 && scale < 1e6 { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
