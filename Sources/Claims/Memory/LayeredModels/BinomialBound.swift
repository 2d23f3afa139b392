import Arithmetic
import Definitions
import PropertyTesting

extension LayeredModels {
  /// M(k) <= G C(k + L - 1, L - 1) r^k.
  static let binomialBound = Claim(
    "wangxue.B-binomial",
    title: "L layers remember a step for at most C(k + L - 1, L - 1) r^k, and scalar layers reach it",
    statement: """
      For L layers h_k = diag(a) h_(k-1) + b y^(l-1)_k, y^(l)_k = sigma(c^T h_k) from zero states, with sigma(0) = \
      0, |sigma(u) - sigma(v)| <= L0 |u - v| and r = max |a|, a step x changes the output by |y_k - y_(k-1)| <= \
      prod_l L0 |b_l|_2 |c_l|_2 C(k + L - 1, L - 1) r^k |x|; with equality for linear layers of one mode r > 0 each.
      """,
    source: Source(
      "derived here, from Wang & Xue, SSMs with Layer-wise Nonlinearity", arXiv: "2309.13414",
      "Theorem 3.13, in numbers",
      .derived),
    hypotheses: [
      Hypothesis("zero initial state", "h_(-1) = 0 in every layer"),
      Hypothesis("diagonal", "each layer is diagonal; another needs the factor of its Schur form"),
      Hypothesis("step input", "the input is constant from time 0 on"),
    ],
    method: .certified,
    notes: [
      "With a skip connection s x around a layer its factor is L0 |b|_2 |c|_2 + |s|; that is drawn too.",
      "The equality is exact, over rationals. The largest change is at k about (L - 1)/|ln r|: c0 = |ln r| itself is "
        + "not a rate at which M(k) decays, for L >= 2.",
      "In double precision the catalogue once saw a violation by 4e5, which was cancellation in y_k - y_(k-1).",
    ],
    effort: 0.5,
    check: .all(
      Check(StackInstance.generator()) { $0.isBounded(by: $0.stack($1).memoryBound(length: 40), $1) },
      Check(StackInstance.scalar) { stack, _ in stack.attainsBinomial }),
    falsifiers: [
      Falsifier(
        "states that start at 1", dropping: "zero initial state",
        Check(StackInstance.generator(layers: 1...1)) { stack, precision in
          let layer = stack.stack(precision).layers[0]
          let x = Ball(stack.step / 10_000, in: precision)
          let y = layer.output(
            of: Array(repeating: x, count: 12), activation: .identity,
            initialState: layer.transition.map { 0 * $0 + 1 })
          let changes = y.indices.dropFirst().map { (y[$0] - y[$0 - 1]).magnitude / x }
          return bounded(
            "|y_k - y_(k-1)| <= G r^k |x|", changes,
            atMost: Array(stack.stack(precision).memoryBound(length: 12)[1...]),
            at: stack.values)
        }),
      Falsifier(
        "a Jordan block in place of a diagonal", dropping: "diagonal",
        Check(Generator<Rational>.rational(above: 0, upTo: 1).map { $0 * Rational(15, 16) }) { r, precision in
          // h = r h + g, g = r g + x: the output is that of two scalar layers.
          let layer = StackInstance.Layer(transition: [r], input: [1], readout: [1], skip: 0)
          let chain = StackInstance(layers: [layer, layer], sigma: .identity, step: 1)
          return bounded(
            "|y_k - y_(k-1)| <= |b|_2 |c|_2 r^k |x|", chain.memory(12, precision),
            atMost: binomialMemoryBound(
              layers: 1, gain: Ball(1, in: precision), rate: Ball(r, in: precision), length: 12),
            at: [NamedValue("A", "[[r, 1], [0, r]]"), NamedValue("r", r)])
        }),
      Falsifier(
        "an input that jumps from x to -x at k = 6", dropping: "step input",
        Check(StackInstance.scalar) { stack, precision in
          let x = Ball(stack.step, in: precision)
          let y = stack.stack(precision).output(of: (0..<12).map { $0 < 6 ? x : -x })
          let changes = y.indices.map { ($0 == 0 ? y[0] : y[$0] - y[$0 - 1]).magnitude / x }
          return bounded(
            "|y_k - y_(k-1)| <= G C(k + L - 1, L - 1) r^k |x|", changes,
            atMost: stack.stack(precision).memoryBound(length: 12), at: stack.values)
        }),
      Falsifier(
        "without the binomial: G r^k",
        Check(StackInstance.scalar) { stack, precision in
          let definition = stack.stack(precision)
          let bound = binomialMemoryBound(
            layers: 1, gain: definition.memoryGain() * Ball(1 + 1e-9, in: precision), rate: definition.slowestDecay,
            length: 12)
          return bounded("|y_k - y_(k-1)| <= G r^k |x|", stack.memory(12, precision), atMost: bound, at: stack.values)
        }),
    ],
    figures: [memoryFigure])

  private static let memoryFigure = FigureRecipe("layered-memory") { precision in
    let length = 161
    let r = Rational(9, 10)
    func stack(_ layers: Int, _ sigma: StackInstance.Sigma) -> StackInstance {
      // The gain 1 - r makes the sum of each kernel 1.
      let layer = StackInstance.Layer(transition: [r], input: [1], readout: [1 - r], skip: 0)
      return StackInstance(layers: Array(repeating: layer, count: layers), sigma: sigma, step: 4)
    }
    let counts = 1...4
    return FigureData(
      "layered-memory", title: "Memory of 1 to 4 layers with the decay 9/10",
      caption: """
        The change |y_k - y_(k-1)|/|x| that a step x = 4 makes, for layers of one mode r = 9/10 and kernels of sum \
        1. Linear layers (lines) are the bound (1 - r)^L C(k + L - 1, L - 1) r^k itself: a maximum at k about (L - \
        1)/|ln r|, marked for L = 2, 3, 4, then the slope of r for every L. With tanh (dashed) the memory is shorter \
        at first and has the same slope. All curves are enclosures.
        """,
      xLabel: "k", yLabel: "|y_k - y_(k-1)|/|x|", logY: true, xRange: 0...Double(length - 1), yRange: 1e-9...1,
      x: FigureData.Column("k", (0..<length).map(Double.init)),
      curves: counts.map { FigureData.Column("L = \($0)", stack($0, .identity).memory(length, precision)) }
        + counts.map {
          FigureData.Column("L = \($0), tanh", stack($0, .tanh).memory(length, precision), style: .dashedLine)
        },
      guides: counts.dropFirst().map { FigureData.Guide(.vertical, Double($0 - 1) / -Double.log(0.9), label: "\($0)") })
  }
}

extension StackInstance {
  /// |y_k - y_(k-1)|/|x| <= bound, but for a share of 2^-40 that decides equality.
  fileprivate func isBounded(by bound: [Ball], _ precision: Precision) -> Evidence {
    bounded(
      "|y_k - y_(k-1)| <= (1 + 2^-40) G C(k + L - 1, L - 1) r^k |x|", memory(bound.count, precision),
      atMost: bound.map { $0 * Ball(1 + 0x1p-40, in: precision) }, at: values)
  }

  /// The changes of linear scalar layers are the bound, exactly.
  fileprivate var attainsBinomial: Evidence {
    let stack = NonlinearStack<Rational>(
      layers: layers.map { NonlinearLayer(transition: $0.transition, input: $0.input, readout: $0.readout) },
      activation: .identity)
    let gain = layers.reduce(Rational(1)) { $0 * $1.input[0] * $1.readout[0] }
    return Evidence(
      "y_k - y_(k-1) = prod b c C(k + L - 1, L - 1) r^k x", stack.stepChanges(step, length: 21),
      equal: binomialMemoryBound(layers: layers.count, gain: gain * step, rate: layers[0].transition[0], length: 21),
      at: values)
  }
}
