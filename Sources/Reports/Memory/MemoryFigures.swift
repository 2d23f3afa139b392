import Arithmetic

/// The figures of a memory report.
struct MemoryFigures {
  let layers: [LayerMemory]
  let stack: [StackMemory]
  let captures: [CapturedMemory]
  let options: MemoryAnalysis.Options

  /// The figures that the model has, in the order of the report.
  var all: [Figure] {
    ([memoryFunctions, older, windowsByLayer, influence] + captures.prefix(1).map(realSteps)).compactMap { $0 }
      .filter(\.hasPoints)
  }

  /// Layers that are drawn: all where they are few, else some evenly chosen.
  private var drawn: [LayerMemory] {
    let most = 7
    guard layers.count > most else { return layers }
    return (0..<most).map { layers[$0 * (layers.count - 1) / (most - 1)] }
  }

  private static let floor = 1e-6

  /// Where the curves have ended: the first time at which every one is below `floor`, on the axis.
  private func lastTime(_ value: (LayerMemory.Value) -> Double) -> Double {
    let last = layers.flatMap { layer in layer.memory.filter { value($0) >= Self.floor }.map(\.time) }.max() ?? 1
    return Double(options.times.first { $0 > last } ?? options.length)
  }

  /// Times, and for each layer drawn some columns; times from 1 on, for the logarithmic axis.
  private func table(_ columns: [(name: String, value: (LayerMemory.Value) -> Double)]) -> Table {
    Table(
      columns: ["tokens"] + drawn.flatMap { layer in columns.map { "layer_\(layer.index)_\($0.name)" } },
      numbers: layers[0].memory.indices.filter { layers[0].memory[$0].time > 0 }.map { row in
        [Double(layers[0].memory[row].time)]
          + drawn.flatMap { layer in columns.map { roundedToDigits($0.value(layer.memory[row])) } }
      })
  }

  private func color(_ place: Int) -> Figure.Color { .of(place, among: drawn.count) }

  /// M_t on logarithmic axes, with its bound.
  private var memoryFunctions: Figure? {
    let isMonotone = layers.allSatisfy { $0.memory[0].floor > 0 }
    return Figure(
      "memory-functions", title: "Memory functions of the layers",
      caption: "M_t over its largest value: solid where it is, dashed the bounds "
        + (isMonotone
          ? "by the slowest mode, C exp(-κ t) above and its own part c exp(-κ t) below"
          : "by the moduli of the modes, which no phase can pass")
        + ". All are enclosed, to less than a line's width where one line is drawn; a straight line is a power law, a bend "
        + "downward an exponential."
        + (drawn.count < layers.count ? " \(drawn.count) of \(layers.count) layers." : ""),
      x: Figure.Axis("tokens", isLogarithmic: true, lower: 1, upper: lastTime { $0.value.upper }),
      y: Figure.Axis("M_t / max M", isLogarithmic: true, lower: Self.floor, upper: isMonotone ? 2 : 10),
      table: table([
        ("lower", { $0.value.lower }), ("upper", { $0.value.upper }), ("bound", { $0.envelope }),
        ("floor", { $0.floor }),
      ]),
      plots: drawn.indices.flatMap { place in
        [
          Figure.Plot(.line(x: 0, y: 4 * place + 2), title: "layer \(drawn[place].index)", color: color(place)),
          Figure.Plot(.line(x: 0, y: 4 * place + 3, isDashed: true), title: nil, color: color(place)),
          Figure.Plot(.line(x: 0, y: 4 * place + 4, isDashed: true), title: nil, color: color(place)),
        ]
      })
  }

  /// The part of what a layer holds that is older than t.
  private var older: Figure? {
    guard layers.contains(where: { !$0.windows.isEmpty }) else { return nil }
    let end = lastTime { $0.older?.upper ?? 0 }
    return Figure(
      "memory-older", title: "How old what is remembered is",
      caption:
        "The part of what a layer holds that is t tokens old or older. Where a curve crosses a dotted line is an "
        + "effective window.",
      x: Figure.Axis("t, tokens", isLogarithmic: true, lower: 1, upper: end),
      y: Figure.Axis("part that is older", isLogarithmic: true, lower: 1e-4, upper: 1.2),
      table: table([("lower", { $0.older?.lower ?? .nan }), ("upper", { $0.older?.upper ?? .nan })]),
      plots: drawn.indices.map { place in
        Figure.Plot(.line(x: 0, y: 2 * place + 2), title: "layer \(drawn[place].index)", color: color(place))
      },
      guides: options.fractions.map { .horizontal($0, label: percentage($0)) })
  }

  /// The windows of each layer, and of the first layers together.
  private var windowsByLayer: Figure? {
    guard layers.count > 1, layers.contains(where: { !$0.windows.isEmpty }) else { return nil }
    var table = Table(
      columns: ["layers"]
        + options.fractions.flatMap { fraction in
          [
            "layer_\(percentage(fraction))", "together_\(percentage(fraction))_lower",
            "together_\(percentage(fraction))_upper",
          ]
          .map { $0.replacing(" ", with: "") }
        })
    for (layer, together) in zip(layers, stack) {
      var row: [Table.Cell] = [.integer(together.layers)]
      for index in options.fractions.indices {
        let own = layer.windows.indices.contains(index) ? layer.windows[index] : nil
        let all = together.windows.indices.contains(index) ? together.windows[index] : nil
        row.append(.number(own?.upper.map(Double.init) ?? .nan))
        row.append(.number(all.map { Double($0.lower) } ?? .nan))
        row.append(.number(all?.upper.map(Double.init) ?? .nan))
      }
      table.append(row)
    }
    let ends = layers.count <= 32 ? layers.indices.map { Double($0 + 1) } : []
    return Figure(
      "windows-by-layer", title: "Effective windows, layer by layer and together",
      caption:
        "Points: the window of each layer. Bands: of the first layers together, were each to hand on what it holds, "
        + "between certain bounds.",
      x: Figure.Axis(
        "layer, from the first", lower: 0.5, upper: Double(layers.count) + 0.5,
        places: ends.map { Figure.Axis.Place(shortestDecimal($0), $0) }),
      y: Figure.Axis("window, tokens", isLogarithmic: true), table: table,
      plots: options.fractions.indices.flatMap { index in
        let color = Figure.Color.of(index, among: options.fractions.count)
        let name = percentage(options.fractions[index])
        return [
          Figure.Plot(
            .band(x: 0, low: 3 * index + 2, high: 3 * index + 3), title: "first layers, \(name)", color: color),
          Figure.Plot(.line(x: 0, y: 3 * index + 3), title: nil, color: color),
          Figure.Plot(.points(x: 0, y: 3 * index + 1), title: "one layer, \(name)", color: color),
        ]
      })
  }

  /// A_max^d and the influence of the slowest and the fastest layer.
  private var influence: Figure? {
    let ranked = layers.sorted { $0.envelope.rate < $1.envelope.rate }
    guard let slow = ranked.first, let fast = ranked.last else { return nil }
    let shown = slow.index == fast.index ? [slow] : [slow, fast]
    let rows = layers[0].memory.indices.filter { layers[0].memory[$0].time > 0 }
    let last = slow.memory.filter { $0.value.upper >= 1e-9 }.map(\.time).max() ?? 1
    return Figure(
      "influence-by-distance", title: "Influence of a token by its distance",
      caption:
        "|∂y_t/∂x_s| through the state over its largest value against t - s, for the layer with the slowest mode and "
        + "for the one with the fastest slowest mode: straight lines are exponentials. Dashed: A_max^(t - s) = "
        + "exp(-κ (t - s)), what a state can keep at most.",
      x: Figure.Axis("distance t - s, tokens", lower: 0, upper: Double(last)),
      y: Figure.Axis("influence / largest", isLogarithmic: true, lower: 1e-9, upper: 2),
      table: Table(
        columns: ["distance"]
          + shown.flatMap { ["layer_\($0.index)_lower", "layer_\($0.index)_upper", "layer_\($0.index)_kept"] },
        numbers: rows.map { row in
          let time = Double(layers[0].memory[row].time)
          return [time]
            + shown.flatMap { layer in
              [
                roundedToDigits(layer.memory[row].value.lower), roundedToDigits(layer.memory[row].value.upper),
                roundedToDigits(
                  Bounds(Ball.exp(Ball(-layer.envelope.rate, in: .reference) * Ball(time, in: .reference))).upper),
              ]
            }
        }),
      plots: shown.indices.flatMap { place in
        [
          Figure.Plot(.line(x: 0, y: 3 * place + 2), title: "layer \(shown[place].index)", color: .of(place)),
          Figure.Plot(.line(x: 0, y: 3 * place + 3, isDashed: true), title: nil, color: .of(place)),
        ]
      })
  }

  /// What a layer remembers along real steps, beside what it would at its biases.
  private func realSteps(_ capture: CapturedMemory) -> Figure? {
    guard let layer = layers.first(where: { $0.index == capture.layer }) else { return nil }
    let rows = capture.memory.filter { $0.time > 0 }
    return Figure(
      "memory-real-steps", title: "Memory along real steps",
      caption:
        "What a token contributes to layer \(capture.layer) after t more tokens, over what it contributes at once: along "
        + "the steps that \(capture.name) holds, and at the steps of the biases.",
      x: Figure.Axis("tokens", isLogarithmic: true, lower: 1, upper: rows.last.map { Double($0.time) }),
      y: Figure.Axis("M_t / M_0", isLogarithmic: true),
      table: Table(
        columns: ["tokens", "real_lower", "real_upper", "bias_lower", "bias_upper"],
        numbers: rows.map { value in
          let frozen = layer.memory.first { $0.time == value.time }?.value ?? .unknown
          return [Double(value.time)]
            + [value.value.lower, value.value.upper, frozen.lower, frozen.upper].map { roundedToDigits($0) }
        }),
      plots: [
        Figure.Plot(.line(x: 0, y: 2), title: "real steps", color: .of(1)),
        Figure.Plot(.line(x: 0, y: 4, isDashed: true), title: "steps at the biases", color: .of(0)),
      ])
  }
}
