import Arithmetic
import Foundation

extension StabilityFigures {
  /// Real modes: |lambda| against the step, with lines of equal half-life; or, without steps, against the index.
  var realModes: Figure {
    let hasSteps = layers[0].system.stepKind != nil
    let table = realModeTable(hasSteps: hasSteps)
    let isGate = layers[0].system.stepKind == .gate
    let unit = hasSteps && !isGate ? "per unit of time" : isGate ? "per token, at r = 1" : "per token"
    let halfLives = [1.0, 10, 100, 1000]
    return Figure(
      "modes",
      title: hasSteps
        ? "Modes: decay rate against \(isGate ? "gate" : "step"), one point a mode"
        : "Modes: decay rate of each channel",
      caption: hasSteps
        ? "Each mode decays by exp(-|λ| Δ) a token. On a dashed line all modes have the same half-life. Points that would "
          + "cover each other are drawn once."
        : "Each mode decays by exp(-|λ|) a token; the dashed lines are half-lives.",
      x: isGate
        ? Figure.Axis("gate r at the bias", lower: 0, upper: 1)
        : hasSteps
          ? Figure.Axis("step Δ at the bias", margin: 1.25, around: whole.steps.map { [$0.minimum, $0.maximum] })
          : Figure.Axis("channel", lower: -1),
      y: Figure.Axis(
        "|λ|, \(unit)", margin: 1.6, around: [whole.decayRatePerTime.minimum, whole.decayRatePerTime.maximum]),
      table: table, plots: layerPlots({ _ in .points(x: 1, y: 2) }, column: 0),
      guides: halfLives.enumerated().map { place, tokens in
        let label = "half-life \(significant(tokens, 1 + place)) token\(tokens == 1 ? "" : "s")"
        return hasSteps
          ? .hyperbola(product: logarithmOfTwo / tokens, label: label)
          : .horizontal(logarithmOfTwo / tokens, label: label)
      })
  }

  /// Real modes, one for each cell of a grid so fine that points in a cell would cover each other, or so coarse that
  /// a drawing can hold them all.
  private func realModeTable(hasSteps: Bool) -> Table {
    let isByLayer = layers.count <= Self.distinctLayers
    var table = Table(columns: [])
    for cellsInDecade in [100.0, 50, 25] {
      table = Table(columns: ["layer", hasSteps ? "step" : "channel", "rate_per_\(hasSteps ? "time" : "token")"])
      var seen: Set<[Int]> = []
      for layer in layers {
        for (place, mode) in layer.modes.enumerated() {
          let (x, y) = (hasSteps ? mode.step : Double(place), -mode.eigenvalue.real)
          guard y.isDrawable, !hasSteps || x.isDrawable else { continue }
          let column = hasSteps ? Int((cellsInDecade * log10(x)).rounded()) : place
          let cell = [isByLayer ? layer.index : 0, column, Int((cellsInDecade * log10(y)).rounded())]
          guard seen.insert(cell).inserted else { continue }
          table.append([.integer(layer.index), .number(roundedToDigits(x)), .number(roundedToDigits(y))])
        }
      }
      if table.rows.count <= Self.mostPoints { break }
    }
    return table
  }

  /// Points that a drawing holds without growing unwieldy.
  private static let mostPoints = 10_000

  /// Complex modes in the plane of a.
  var discretePlane: Figure {
    plane(
      "modes-discrete", title: "Modes in discrete time", x: "Re a", y: "Im a",
      caption: "The decays a of one token. A mode on the unit circle never forgets; one at 0 forgets at once.",
      guides: [.unitCircle], isIsometric: true
    ) { ($0.transition.real, $0.transition.imaginary) }
  }

  /// Complex modes in the plane of lambda.
  var continuousPlane: Figure {
    plane(
      "modes-continuous", title: "Modes in continuous time",
      x: layers[0].system.stepKind == nil ? "Re λ, per token" : "Re λ, per unit of time",
      y: layers[0].system.stepKind == nil ? "Im λ, per token" : "Im λ, per unit of time",
      caption: "The eigenvalues λ. A mode decays where Re λ < 0.", guides: [.vertical(0, label: "")], isIsometric: false
    ) { ($0.eigenvalue.real, $0.eigenvalue.imaginary) }
  }

  private func plane(
    _ name: String, title: String, x: String, y: String, caption: String, guides: [Figure.Guide], isIsometric: Bool,
    _ point: (EvaluatedMode) -> (Double, Double)
  ) -> Figure {
    var table = Table(columns: ["layer", "re", "im"])
    for layer in layers {
      for mode in layer.modes {
        let (real, imaginary) = point(mode)
        table.append([
          .integer(layer.index), .number(roundedToDigits(real)), .number(roundedToDigits(imaginary)),
        ])
      }
    }
    return Figure(
      name, title: title, caption: caption,
      x: Figure.Axis(x, lower: isIsometric ? -1.1 : nil, upper: isIsometric ? 1.1 : nil),
      y: Figure.Axis(y, lower: isIsometric ? -1.1 : nil, upper: isIsometric ? 1.1 : nil), table: table,
      plots: layerPlots({ _ in .points(x: 1, y: 2) }, column: 0), guides: guides, isIsometric: isIsometric)
  }

  /// The distribution of half-lives: a share of the modes for each bin, five bins a decade.
  var halfLifeHistogram: Figure? {
    let all = layers.flatMap { $0.modes.map(\.halfLife) }
    guard all.contains(where: { $0.isFinite }) else { return nil }
    let (low, high) = Double.decades(all)
    let decades = Int(log10(high / low).rounded())
    let edges = (0...decades * 5).map { roundedToDigits(low * Double.pow(10, Double($0) / 5)) }
    let groups = layers.count <= Self.distinctLayers ? layers.map { [$0] } : [layers]
    let shares = groups.map { group -> [Double] in
      let lives = group.flatMap { $0.modes.map(\.halfLife) }
      var counts = [Int](repeating: 0, count: edges.count)
      for life in lives where life.isFinite {
        let bin = edges.lastIndex { $0 <= life } ?? 0
        counts[min(bin, edges.count - 2)] += 1
      }
      return counts.map { roundedToDigits(100 * Double($0) / Double(lives.count)) }
    }
    let names = groups.count == 1 ? ["all"] : layers.map { "layer \($0.index)" }
    return Figure(
      "half-life-histogram", title: "Half-lives of the modes",
      caption: "The share of the modes whose half-life is in each bin, five bins a decade"
        + (groups.count == 1 ? "." : ", layer by layer."),
      x: Figure.Axis("half-life, tokens", isLogarithmic: true), y: Figure.Axis("share of the modes, %", lower: 0),
      table: Table(
        columns: ["bin_left_tokens"] + names.map { $0 + "_percent" },
        numbers: edges.indices.map { row in [edges[row]] + shares.map { $0[row] } }),
      plots: groups.indices.map { place in
        Figure.Plot(
          .steps(x: 0, y: place + 1), title: groups.count == 1 ? nil : names[place],
          color: .of(place, among: groups.count))
      })
  }

  /// Half-lives, a box for each layer.
  var halfLifeByLayer: Figure? {
    guard layers.count > 1 else { return nil }
    var table = Table(
      columns: ["layer", "minimum", "fifth", "lower_quartile", "median", "upper_quartile", "ninety_fifth", "maximum"])
    for layer in layers {
      guard let quantiles = Quantiles(of: layer.modes.map(\.halfLife).filter(\.isFinite)) else { continue }
      table.append([.integer(layer.index)] + quantiles.inOrder.map { .number(roundedToDigits($0)) })
    }
    guard !table.rows.isEmpty else { return nil }
    let numbers = layers.map { Double($0.index) }
    return Figure(
      "half-life-by-layer", title: "Half-lives by layer",
      caption: "Boxes from the first to the third quartile with a bar at the median, whiskers from the 5 % to the 95 % "
        + "quantile, points at the least and at the greatest.",
      x: Figure.Axis(
        "layer", lower: (numbers.min() ?? 0) - 0.7, upper: (numbers.max() ?? 0) + 0.7,
        places: layers.count <= 32 ? numbers.map { Figure.Axis.Place(shortestDecimal($0), $0) } : []),
      y: Figure.Axis("half-life, tokens", isLogarithmic: true), table: table,
      plots: [
        Figure.Plot(.box(x: 0, low: 2, first: 3, median: 4, third: 5, high: 6), title: nil, color: .of(0)),
        Figure.Plot(.points(x: 0, y: 1), title: nil, color: .of(0)),
        Figure.Plot(.points(x: 0, y: 7), title: nil, color: .of(0)),
      ])
  }
}
