import Arithmetic
import Definitions
import PropertyTesting

extension Recency {
  /// A multiple of 2^-10 in [-1, 1).
  private static func number(_ random: inout SplitMix64) -> Rational { Rational(Int(random.next() >> 53) - 1024, 1024) }

  /// The influence on the last output of channels as Mamba initializes them, with the bound from their constants.
  static func influenceFigure(_ precision: Precision) -> FigureData {
    let length = 512
    var random = SplitMix64(seed: 7)
    let tokens = (0..<length).map { _ in number(&random) }.balls(precision)
    let distances = Array(1..<length)
    let curves = [1, 2, 3].flatMap { power in
      let step = Rational.pow(10, -power)
      let model = TokenInstance(
        rates: (1...16).map { Rational($0) }, step: step, stepSlope: Rational(1, 8),
        inputs: (0..<16).map { _ in number(&random) }, outputs: (0..<16).map { _ in number(&random) }, tokens: []
      ).model(precision)
      let influence = model.influence(of: tokens)
      let bound = InfluenceBound(along: influence.steps)
      let onLast = influence.onOutput(length - 1)
      let name = "Delta = \(step.approximation)"
      return [
        FigureData.Column(name, distances.map { onLast[length - 1 - $0].magnitude }),
        FigureData.Column("bound, " + name, distances.map { bound(distance: $0) }, style: .dashedLine),
      ]
    }
    return FigureData(
      "recency-influence", title: "Influence of a token on the last output of a selective channel",
      caption: """
        |dy_t/dx_s| against t - s for three channels as Mamba initializes them, A = -1 ... -16, and random tokens, by \
        one adjoint pass, enclosed; with the bound of recency.T3.1 from each channel's constants, certified too. The \
        slope of the bound is min Delta a step, as |A| = 1 is the slowest mode. It is loose by its suprema: |c|_1 adds \
        all modes, |h|_inf and |dk|_inf take the largest token, and every step counts as the smallest.
        """,
      xLabel: "t - s", yLabel: "|dy_t/dx_s|", logY: true, x: FigureData.Column("t - s", distances.map(Double.init)),
      curves: curves, guides: [])
  }

  /// The spread of the states of a stack of averaging layers, layer by layer.
  static func depthFigure(_ precision: Precision) -> FigureData {
    let depth = 32
    let curves = gates.flatMap { gate in
      let spreads = stack(gate, length: 256, depth: depth, precision).map(spread)
      let one = SmoothingRecurrence(
        gates: Array(repeating: Ball(gate, in: precision), count: 255),
        inputs: Array(repeating: Ball(0, in: precision), count: 256)
      ).contraction
      return [
        FigureData.Column("A = \(gate)", spreads),
        FigureData.Column(
          "bound, A = \(gate)", (0...depth).map { spreads[0] * Ball.pow(one, $0) }, style: .dashedLine),
      ]
    }
    return FigureData(
      "oversmoothing-depth", title: "Spread of hidden states against depth",
      caption: """
        max |h_t - h_s| over 256 tokens after each layer of a stack of h_t = A h_(t-1) + (1 - A) g_t, h_1 = g_1, from \
        the same random inputs, enclosed; with the product of the bounds 1 - A^255 of recency.T4.2, which only near A \
        = 1 says anything. Depth does smooth.
        """,
      xLabel: "layers", yLabel: "max |h_t - h_s|", logY: true,
      x: FigureData.Column("layers", (0...depth).map(Double.init)), curves: curves)
  }

  /// The spread of the states of prefixes of one sequence.
  static func lengthFigure(_ precision: Precision) -> FigureData {
    let lengths = (1...40).map { Int(Double.pow(2, Double($0) / 4)) }.filter { $0 >= 2 }.reduce(into: [Int]()) {
      if $0.last != $1 { $0.append($1) }
    }
    let longest = lengths.last ?? 2
    let curves = gates.flatMap { gate in
      let layers = stack(gate, length: longest, depth: 1, precision)
      let step = Ball(gate, in: precision)
      return [
        FigureData.Column(
          "A = \(gate)", lengths.map { spread(Array(layers[1][..<$0])) / spread(Array(layers[0][..<$0])) }),
        FigureData.Column("bound, A = \(gate)", lengths.map { 1 - Ball.pow(step, $0 - 1) }, style: .dashedLine),
      ]
    }
    return FigureData(
      "oversmoothing-length", title: "Contraction of the spread against length",
      caption: """
        max |h_t - h_s|/max |g_t - g_s| for the first T of 1024 random inputs g, one layer, enclosed, with the bound 1 \
        - A^(T-1) of recency.T4.2, which rises to the trivial 1: it does not say that longer sequences are smoothed \
        more.
        """,
      xLabel: "T", yLabel: "ratio of the spreads", logX: true, x: FigureData.Column("T", lengths.map(Double.init)),
      curves: curves)
  }

  private static let gates = [Rational(1, 2), Rational(15, 16), Rational(255, 256)]

  /// Random inputs, and the states of each layer of a stack with one gate.
  private static func stack(_ gate: Rational, length: Int, depth: Int, _ precision: Precision) -> [[Ball]] {
    var random = SplitMix64(seed: 11)
    var layers = [(0..<length).map { _ in number(&random) }.balls(precision)]
    for _ in 0..<depth {
      let recurrence = SmoothingRecurrence(
        gates: Array(repeating: Ball(gate, in: precision), count: length - 1), inputs: layers[layers.count - 1])
      layers.append(recurrence.states)
    }
    return layers
  }
}
