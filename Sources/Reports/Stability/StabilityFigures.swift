import Arithmetic
import Definitions

/// The figures of a stability report.
struct StabilityFigures {
  let layers: [AnalyzedLayer]
  let whole: LayerReport
  let captures: [CaptureReport]
  let threads: Int

  /// The figures that the model has, in the order of the report.
  var all: [Figure] {
    get throws {
      var figures: [Figure] = []
      if layers[0].system.isComplex {
        figures.append(discretePlane)
        figures.append(continuousPlane)
      } else {
        figures.append(realModes)
      }
      figures += [halfLifeHistogram, halfLifeByLayer].compactMap { $0 }
      if let figure = decayAgainstStep { figures.append(figure) }
      if !whole.parameterizations.isEmpty {
        figures.append(gradientScales)
        figures.append(try perturbation())
        figures.append(stabilityModulus)
      }
      figures.append(try roundingBound())
      return figures.filter(\.hasPoints)
    }
  }

  /// At most this many layers are told apart by color.
  static let distinctLayers = 8

  /// Layers as plots: each its own color where there are few, else one color for all.
  func layerPlots(_ mark: (Int) -> Figure.Mark, column: Int) -> [Figure.Plot] {
    guard layers.count <= Self.distinctLayers else {
      return [Figure.Plot(mark(0), title: "all layers", color: .of(0))]
    }
    return layers.enumerated().map { place, layer in
      Figure.Plot(
        mark(place), title: layers.count == 1 ? nil : "layer \(layer.index)", color: .of(place, among: layers.count),
        where: column, is: layer.index)
    }
  }

  /// `count` numbers from `low` to `high`, evenly spaced in their logarithms, rounded to 6 digits.
  static func logarithmicGrid(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    guard count > 1, low < high else { return [low] }
    return (0..<count).map { place in
      roundedToDigits(low * Double.pow(high / low, Double(place) / Double(count - 1)))
    }
  }
}

extension Double {
  /// Whether a logarithmic axis can hold it, and its neighbours of a decade.
  var isDrawable: Bool { self >= 1e-290 && self <= 1e290 }

  /// The powers of ten that enclose the numbers of `values` that can be drawn; 0.1 and 10 where there are none.
  static func decades(_ values: [Double]) -> (low: Double, high: Double) {
    let finite = values.filter(\.isDrawable)
    guard let least = finite.min(), let most = finite.max() else { return (0.1, 10) }
    var (low, high) = (0, 0)
    while Double.pow(10, Double(low)) > least { low -= 1 }
    while Double.pow(10, Double(low + 1)) <= least { low += 1 }
    high = low
    while Double.pow(10, Double(high)) < most { high += 1 }
    return (Double.pow(10, Double(low)), Double.pow(10, Double(max(high, low + 1))))
  }
}
