import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Contractions {
  /// Incremental input-to-state stability of a stack.
  static let wienerStack = Claim(
    "wiener.diss",
    title: "A stack of Schur-stable layers is incrementally stable, with the product of the layers' gains",
    statement: """
      If |A^k|_2 <= M r^k with r < 1, then |h_k - h'_k| <= M r^(k+1) |h_(-1) - h'_(-1)| + (M |B|_2/(1 - r)) sup_j |u_j \
      - u'_j|; a stack of layers y = sigma(C h + D u) + F u with |sigma(x) - sigma(y)| <= L0 |x - y| has the \
      incremental gain prod (L0 (|C|_2 |B|_2 M/(1 - r) + |D|_2) + |F|_2).
      """,
    source: Source(
      "Bonassi et al., Structured state-space models are deep Wiener models", arXiv: "2312.06211", "Proposition 2",
      .secondary, quotedBy: "a summary: Schur stable implies incrementally input-to-state stable"),
    hypotheses: [
      Hypothesis("Schur", "the spectral radius of A is below r < 1, in every layer"),
      Hypothesis("Lipschitz", "sigma is Lipschitz with L0"),
    ],
    method: .certified,
    notes: [
      "M is that of a Lyapunov norm, the root of a certified condition number. The gains multiply with depth; "
        + "with u as a "
        + "rounding error of each layer's input the same product bounds the error of a stack."
    ],
    effort: 0.15,
    check: Check(Stack.generator) { try $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "A = 1 in place of the stable entry, 60 steps, inputs that differ by a constant", dropping: "Schur",
        Check(Stack.ofOneState.with { $0.isMarginal = true }) { try $0.evidence($1) }),
      Falsifier(
        "sigma(x) = 16 x with L0 = 1", dropping: "Lipschitz",
        Check(Stack.ofOneState.with { $0.slope = 16 }) { try $0.evidence($1) }),
    ])

  /// Layers with triangular A, far from normal, and two inputs.
  private struct Stack: Sendable {
    struct Layer: Sendable {
      let matrix, input, output, feedthrough, skip: Matrix<Rational>

      static func generator(state: Int, width: Int) -> Generator<Layer> {
        Generator { draw in
          let number = SystemInstance.number
          let diagonal = try draw(.array(of: .whole(-6...6).map { $0 / 8 }, count: state))
          var matrix = try draw(SystemInstance.matrix(state, state))
          for i in 0..<state { for j in 0...i { matrix[i, j] = i == j ? diagonal[i] : 0 } }
          func part(_ rows: Int, _ columns: Int) throws -> Matrix<Rational> {
            try draw(SystemInstance.matrix(rows, columns, of: number))
          }
          return Layer(
            matrix: matrix, input: try part(state, width), output: try part(width, state),
            feedthrough: try part(width, width), skip: try part(width, width))
        }
      }

      func enclosed(_ precision: Precision, isMarginal: Bool) -> WienerLayer<Ball> {
        func balls(_ x: Matrix<Rational>) -> Matrix<Ball> { x.map(in: precision) { Ball($0, in: precision) } }
        let matrix = isMarginal ? Matrix<Ball>(identity: matrix.rows, in: precision) : balls(matrix)
        return WienerLayer(
          system: LinearSystem(
            matrix: matrix, input: balls(input), output: balls(output), feedthrough: balls(feedthrough)),
          skip: balls(skip))
      }
    }

    var layers: [Layer]
    let inputs, others: [[Rational]]
    /// h_(-1) - h'_(-1) of the first layer.
    let difference: [Rational]
    var isMarginal = false
    /// Of a linear sigma; the hyperbolic tangent where nil.
    var slope: Rational?

    static let generator = Generator { draw in
      let (state, width, length) = (draw.integer(in: 1...3), draw.integer(in: 1...2), draw.integer(in: 1...8))
      return try draw(of(state, width, layers: 1...3, length: length))
    }

    static let ofOneState = Generator { draw in try draw(of(1, 1, layers: 1...1, length: 60)) }

    private static func of(_ state: Int, _ width: Int, layers: ClosedRange<Int>, length: Int) -> Generator<Stack> {
      Generator { draw in
        let input = Generator<[Rational]>.array(of: SystemInstance.number, count: width)
        let inputs = try draw(.array(of: input, count: length))
        // Half of the time the inputs differ by a constant, which adds up.
        let others = draw.bool() ? try draw(.array(of: input, count: length)) : inputs.map { $0.map { $0 + 1 } }
        return Stack(
          layers: try draw(.array(of: Layer.generator(state: state, width: width), count: layers)), inputs: inputs,
          others: others, difference: try draw(.array(of: SystemInstance.number, count: state)))
      }
    }

    private var values: [NamedValue] {
      layers.enumerated().flatMap { l, layer in
        [
          NamedValue("A_\(l + 1)", layer.matrix), NamedValue("B_\(l + 1)", layer.input),
          NamedValue("C_\(l + 1)", layer.output), NamedValue("D_\(l + 1)", layer.feedthrough),
          NamedValue("F_\(l + 1)", layer.skip),
        ]
      } + [NamedValue("length", inputs.count)]
    }

    func evidence(_ precision: Precision) throws -> [Evidence] {
      @Sendable func ball(_ x: Rational) -> Ball { Ball(x, in: precision) }
      func norm(_ x: [Ball]) -> Ball { euclideanNorm(x, in: precision) }
      func distances(_ x: [[Ball]], _ y: [[Ball]]) -> [Ball] {
        zip(x, y).map { x, y in norm(zip(x, y).map { $0 - $1 }) }
      }
      func largest(_ x: [Ball]) -> Ball { x.reduce(ball(0)) { Ball.maximum($0, $1) } }
      let zeros = difference.map { _ in ball(0) }
      let activation =
        slope.map { slope in
          ActivationFunction<Ball>("linear", value: { $0 * ball(slope) }, derivative: { _ in ball(slope) })
        } ?? .tanh

      var (x, y) = (inputs.map { $0.map(ball) }, others.map { $0.map(ball) })
      let change = largest(distances(x, y))
      var gain = ball(1)
      var evidence: [Evidence] = []
      for (l, layer) in layers.enumerated() {
        let stable = layer.enclosed(precision, isMarginal: false)
        let powers = try PowerBound(stable.system.matrix, rate: ball(Rational(7, 8)))
        let used = layer.enclosed(precision, isMarginal: isMarginal)
        if l == 0 {
          let apart = used.response(to: y, from: difference.map(ball), activation: activation).states
          let base = used.response(to: x, from: zeros, activation: activation).states
          let input = try powers.sum * stable.system.input.certifiedSpectralNorm() * change
          let start = norm(difference.map(ball))
          let last = base.count - 1
          evidence.append(
            Evidence(
              "|h_k - h'_k| <= M r^(k+1) |h_(-1) - h'_(-1)| + M |B|/(1 - r) sup |u - u'|",
              distances(base, apart)[last], atMost: powers(last + 1) * start + input + ball(Rational.pow(2, -60)),
              at: values + [NamedValue("h_(-1) - h'_(-1)", difference)]))
        }
        gain = gain * (try stable.incrementalGain(powers: powers, lipschitz: ball(1)))
        x = used.response(to: x, from: zeros, activation: activation).outputs
        y = used.response(to: y, from: zeros, activation: activation).outputs
      }
      evidence.append(
        Evidence(
          "sup |y - y'| <= prod (L0 (|C| |B| M/(1 - r) + |D|) + |F|) sup |u - u'|", largest(distances(x, y)),
          atMost: gain * change + ball(Rational.pow(2, -60)), at: values))
      return evidence
    }
  }
}
