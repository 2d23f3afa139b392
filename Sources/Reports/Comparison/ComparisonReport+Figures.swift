import Foundation
import Oracle

extension ComparisonReport {
  /// Errors against time, their histogram, and where they lie over heads and chunks, of each output.
  public var figures: [Figure] { judgement.tensors.flatMap { [histogram(of: $0)] + overTime($0) } }

  /// How many elements have which error / bound.
  private func histogram(of tensor: Judgement.Tensor) -> Figure {
    let ratios = tensor.ratios.filter { !$0.isNaN }.map(Double.init)
    let zeros = ratios.count { $0 == 0 }
    // Four bins a decade, from the least ratio that is not 0.
    let exponents = ratios.filter { $0 > 0 && $0.isFinite }.map { Int((4 * log10($0)).rounded(.down)) }
    let low = max(exponents.min() ?? 0, -40)
    let high = exponents.max() ?? 0
    var counts = Array(repeating: 0, count: max(high - low, 0) + 1)
    for exponent in exponents { counts[max(exponent, low) - low] += 1 }
    let rows = counts.enumerated().map { [pow(10, Double(low + $0.offset) / 4), Double($0.element)] }
    return Figure(
      "errors-\(fileName(tensor))", title: "\(tensor.name): error over bound",
      caption: "How many of \(grouped(ratios.count)) elements have which error, in units of their bound; "
        + "\(grouped(zeros)) are exact. Beyond 1 rounding does not explain an error.",
      x: Figure.Axis("error / bound", isLogarithmic: true), y: Figure.Axis("elements", lower: 0),
      table: Table(columns: ["error/bound from", "elements"], numbers: rows),
      plots: [.init(.steps(x: 0, y: 1), title: nil, color: .of(0))], guides: [.vertical(1, label: "bound")])
  }

  /// The largest error / bound at each time, where there is a time axis, and by row and chunk of time.
  private func overTime(_ tensor: Judgement.Tensor) -> [Figure] {
    let axes = definition.specification(of: tensor.name)?.layouts.first { $0.count == tensor.shape.count }
    guard let time = axes?.firstIndex(where: { $0 == Axis(DimensionSpecification.time) }), tensor.shape[time] > 1 else {
      return []
    }
    let length = tensor.shape[time]
    let inner = tensor.shape[(time + 1)...].reduce(tensor.isComplex ? 2 : 1, *)
    // Rows of the map: all that is not time, at most 256 of them.
    let rowCount = tensor.ratios.count / length
    let (rows, columns) = (min(rowCount, 256), min(length, 64))
    var byTime = Array(repeating: 0.0, count: length)
    var map = Array(repeating: Double.nan, count: rows * columns)
    for (position, ratio) in tensor.ratios.enumerated() where !ratio.isNaN {
      let t = position / inner % length
      byTime[t] = max(byTime[t], Double(ratio))
      let row = position / (inner * length) * inner + position % inner
      let cell = row * rows / rowCount * columns + t * columns / length
      map[cell] = map[cell].isNaN ? Double(ratio) : max(map[cell], Double(ratio))
    }
    let curve = Figure(
      "time-\(fileName(tensor))", title: "\(tensor.name): largest error over bound against time",
      caption: "The largest error at each time, in units of its bound.",
      x: Figure.Axis("time"), y: Figure.Axis("error / bound", margin: 2, around: byTime + [1]),
      table: Table(
        columns: ["time", "error/bound"], numbers: byTime.enumerated().map { [Double($0.offset), $0.element] }),
      plots: [.init(.line(x: 0, y: 1), title: nil, color: .of(0))], guides: [.horizontal(1, label: "bound")])
    guard rows > 1 else { return [curve] }
    let cells = (0..<rows).flatMap { row in
      (0..<columns).map { column in
        [Double(column * length / columns), Double(row * rowCount / rows), map[row * columns + column]]
      }
    }
    let others = axes?.enumerated().filter { $0.offset != time }.map(\.element.description) ?? []
    let name = others.joined(separator: " x ")
    return [
      curve,
      Figure(
        "map-\(fileName(tensor))", title: "\(tensor.name): largest error over bound, by \(name) and time",
        caption: "The largest error in each of \(columns) spans of time, in units of its bound.",
        x: Figure.Axis("time"), y: Figure.Axis(name),
        table: Table(columns: ["time", name, "error/bound"], numbers: cells),
        plots: [.init(.cells(x: 0, y: 1, value: 2), title: nil, color: .of(0))]),
    ]
  }

  private func fileName(_ tensor: Judgement.Tensor) -> String {
    String(tensor.name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }
}
