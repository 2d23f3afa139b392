import Arithmetic
import Definitions

extension StabilityFigures {
  /// 1 - a against the step, for the slowest, the median and the fastest eigenvalue, with the places where a decay
  /// rounds to 1.
  var decayAgainstStep: Figure? {
    guard let kind = layers[0].system.stepKind, kind != .fixed, let steps = whole.steps else { return nil }
    let isGate = kind == .gate
    let range = captures.flatMap { [$0.steps.minimum, $0.steps.maximum] } + [steps.minimum, steps.maximum]
    let (low, high) = isGate ? (1e-3, 1) : Double.decades(range)
    let speeds = whole.decayRatePerTime
    let chosen = [("slowest |λ|", speeds.minimum), ("median |λ|", speeds.median), ("fastest |λ|", speeds.maximum)]
    let grid = Self.logarithmicGrid(low, high, 61)
    let rows = grid.map { step in
      [step] + chosen.map { roundedToDigits(-Double.expMinusOne(-$0.1 * step)) }
    }
    let band = Figure.Guide.verticalBand(
      steps.minimum, steps.maximum, label: isGate ? "gates at the biases" : "steps at the biases")
    return Figure(
      "decay-against-step", title: isGate ? "Decay of a token against the gate" : "Decay of a token against the step",
      caption:
        "What a state loses in a token, 1 - exp(-|λ| \(isGate ? "r" : "Δ")), which the input moves along the curves. "
        + "Below a dotted line the decay rounds to exactly 1 in that format and nothing is forgotten.",
      x: Figure.Axis(isGate ? "gate r" : "step Δ", isLogarithmic: true, lower: low, upper: high),
      y: Figure.Axis("1 - a", isLogarithmic: true),
      table: Table(
        columns: [isGate ? "gate" : "step", "slowest", "median", "fastest"], numbers: rows),
      plots: chosen.enumerated().map { place, curve in
        Figure.Plot(
          .line(x: 0, y: place + 1), title: "\(curve.0) = \(significant(curve.1))", color: .of(2 - place, among: 3))
      },
      guides: (steps.minimum.isDrawable && steps.maximum.isDrawable ? [band] : [])
        + NumberFormat.all.map { format in
          // Half the distance from 1 to the number below it.
          .horizontal(
            Double(sign: .plus, exponent: -(format.format.significandBits + 1), significand: 1),
            label: "rounds to 1 in \(format.name)")
        })
  }

  /// The gradient scales, a box for each parameterization.
  var gradientScales: Figure {
    var table = Table(
      columns: [
        "place", "parameterization", "in_use", "minimum", "fifth", "lower_quartile", "median", "upper_quartile",
        "ninety_fifth", "maximum",
      ])
    var places: [Figure.Axis.Place] = []
    for (place, report) in whole.parameterizations.enumerated() {
      guard let scale = report.gradientScale else { continue }
      table.append(
        [.integer(place), .text(report.name), .integer(report.isInUse ? 1 : 0)]
          + scale.inOrder.map { .number(roundedToDigits($0)) })
      places.append(Figure.Axis.Place(report.isInUse ? report.name + " (in use)" : report.name, Double(place)))
    }
    let isDiscrete = layers[0].system.hasDiscreteMap
    let box = Figure.Mark.box(x: 0, low: 4, first: 5, median: 6, third: 7, high: 8)
    return Figure(
      "gradient-scale", title: "Gradient scale at the model's eigenvalues",
      caption:
        "The factor \(isDiscrete ? "|f'|/(1 - |f|)²" : "|f'|/f²") by which a parameterization f scales the gradient "
        + "of a mode's weight: of the model's own and of others at the same eigenvalues. Boxes from the first to the third quartile with a bar at the "
        + "median, whiskers from the 5 % to the 95 % quantile.",
      x: Figure.Axis(
        "parameterization", lower: -0.7, upper: Double(whole.parameterizations.count) - 0.3, places: places),
      y: Figure.Axis(isDiscrete ? "|f'|/(1 - |f|)²" : "|f'|/f²", isLogarithmic: true), table: table,
      plots: [
        Figure.Plot(box, title: nil, color: .of(1), where: 2, is: 1),
        Figure.Plot(box, title: nil, color: .of(0), where: 2, is: 0),
      ])
  }

  /// E(beta) of the model's kernels under its own and under other parameterizations.
  func perturbation() throws -> Figure {
    // Closer and closer to where a curve ends.
    let radii = whole.parameterizations.map(\.perturbationRadius).filter { $0 > 1e-4 && $0 < 10 }
    let ends: [Double] = radii.flatMap { radius in [0.9, 0.99, 0.999, 0.9999].map { roundedToDigits(radius * $0) } }
    let betas = Set(Self.logarithmicGrid(1e-4, 10, 26) + ends).sorted()
    let groups = whole.parameterizations.indices.map { place in
      layers.compactMap { layer in
        layer.parameterizations.entries.indices.contains(place) ? layer.parameterizations.entries[place] : nil
      }
    }
    let values = try parallelMap(groups.count * betas.count, threads: threads) { place in
      let changes = groups[place / betas.count].map { $0.change(betas[place % betas.count]) }
      let mass = changes.reduce(0) { $0 + $1.mass }
      let change = changes.reduce(0) { $0 + $1.change } / mass
      return roundedToDigits(change)
    }
    let names = whole.parameterizations.map { $0.isInUse ? $0.name + " (in use)" : $0.name }
    return Figure(
      "perturbation", title: "Change of the kernel under perturbed weights",
      caption:
        "E(β): the L1 change of the kernel, the sum of all modes, relative to its mass, when every weight moves by at most β in "
        + "the worst direction. A curve ends where a mode stops decaying, and E is infinite from there on.",
      x: Figure.Axis("β", isLogarithmic: true, lower: 1e-4, upper: 10),
      y: Figure.Axis("E(β), relative", isLogarithmic: true, upper: 1e4),
      table: Table(
        columns: ["beta"] + names,
        numbers: betas.indices.map { row in [betas[row]] + groups.indices.map { values[$0 * betas.count + row] } }),
      plots: names.enumerated().map { place, name in
        Figure.Plot(
          .line(x: 0, y: place + 1, isDashed: !whole.parameterizations[place].isInUse), title: name,
          color: whole.parameterizations[place].isInUse ? .of(1) : .of(place == 1 ? 0 : place))
      })
  }

  /// g(beta) of the parameterizations that have one.
  var stabilityModulus: Figure {
    let betas = (0...60).map { Double($0) / 20 }
    let entries = layers.first { !$0.parameterizations.entries.isEmpty }?.parameterizations.entries ?? []
    let shown = entries.filter { $0.stabilityModulus(1) != nil }
    let names = shown.map { $0.isInUse ? $0.name + " (in use)" : $0.name }
    return Figure(
      "stability-modulus", title: "Modulus of stability",
      caption:
        "g(β), the most by which a perturbation of the weights by β can change the mass of any mode, relative to it. "
        + "A map that is not listed has no finite g; curves that coincide are drawn over each other.",
      x: Figure.Axis("β"), y: Figure.Axis("g(β)", lower: 0),
      table: Table(
        columns: ["beta"] + names,
        numbers: betas.map { beta in [beta] + shown.map { roundedToDigits($0.stabilityModulus(beta) ?? .nan) } }),
      plots: names.enumerated().map { place, name in
        Figure.Plot(
          .line(x: 0, y: place + 1, isDashed: !shown[place].isInUse), title: name,
          color: shown[place].isInUse ? .of(1) : .of(place == 1 ? 0 : place))
      })
  }

  /// The bound of the scan's rounding error against its length.
  func roundingBound() throws -> Figure {
    let lengths = Self.logarithmicGrid(1, 1e6, 25).map { $0.rounded() }
    let rates = layers.flatMap { $0.modes.map(\.rate) }.filter { !$0.isNaN }.sorted()
    let chosen = [rates.first, Quantiles(ofSorted: rates)?.median].map { $0 ?? .nan }
    let formats = [NumberFormat.float32, .bfloat16]
    let values = try parallelMap(lengths.count * 4, threads: threads) { place in
      let (row, curve) = (place / 4, place % 4)
      let bound = LayerReport.scanBound(rate: chosen[curve % 2], length: Int(lengths[row]), formats[curve / 2])
      return bound.map { roundedToDigits(min($0, 1e6)) } ?? .nan
    }
    let names = formats.flatMap { ["\($0.name), slowest mode", "\($0.name), median mode"] }
    return Figure(
      "rounding-bound", title: "A-priori bound of the recurrence's rounding error",
      caption: "The error of a sequential scan, at most, relative to the largest state that inputs of one size can "
        + "build. Above 1 the bound says nothing.",
      x: Figure.Axis("length, tokens", isLogarithmic: true, lower: 1, upper: 1e6),
      y: Figure.Axis("relative error, at most", isLogarithmic: true, upper: 100),
      table: Table(
        columns: ["length"] + names,
        numbers: lengths.indices.map { row in [lengths[row]] + (0..<4).map { values[row * 4 + $0] } }),
      plots: names.enumerated().map { place, name in
        Figure.Plot(.line(x: 0, y: place + 1, isDashed: place % 2 == 1), title: name, color: .of(place / 2))
      }, guides: [.horizontal(1, label: "says nothing above")])
  }
}
