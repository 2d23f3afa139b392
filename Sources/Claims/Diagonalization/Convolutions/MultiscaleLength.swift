import Arithmetic
import Definitions
import PropertyTesting

extension LongConvolutions {
  /// Length, parameters and envelope of SGConv's kernel.
  static let multiscaleLength = Claim(
    "sgconv.L1-length",
    title: "SGConv's kernel of length L has d (1 + log2(L/d)) parameters; its l1 tail is not geometric",
    statement: """
      Pieces of d, d, 2 d, 4 d, ... taps from d parameters each, weighted by 2^-i, make L = d 2^(N-1) taps with N = 1 \
      + log2(L/d) pieces and N d parameters, and the l1 norm of the tail from piece i on is geometric in i: it halves \
      from one i to the next.
      """,
    source: Source("Li et al., SGConv", arXiv: "2210.09298", "section 3.2, with a remark on its decay", .recalled),
    hypotheses: [
      Hypothesis("power of two", "L/d is a power of two"),
      Hypothesis("decay 1/2", "the weight of piece i is 2^-i"),
    ],
    method: .exact,
    notes: [
      "Piece i has twice the taps of piece i - 1 and half their size: its l1 norm does not decay. With equal "
        + "parameters every piece from the first on has the l1 norm d/2, and the kernel's l1 norm grows like "
        + "log2(L/d). What is geometric is the largest tap (the envelope 1/t) and the squared 2-norm of the tail.",
      "The bounds of the correction are attained by parameters that are all 1.",
    ],
    check: Check(MultiscaleInstance.generator) { instance, _ in instance.sizes + instance.halves },
    correction: Correction(
      """
      Lengths and parameters as stated. With |w| <= W, piece i has taps of at most 2^-i W and, for i >= 1, an l1 norm \
      of at most W d/2: the tail from piece i >= 1 on has an l1 norm of at most (N - i) W d/2, and the square of its \
      2-norm is at most W^2 d 2^-i.
      """,
      Check(MultiscaleInstance.generator) { instance, _ in instance.sizes + instance.bounds() }),
    falsifiers: [
      Falsifier(
        "a length that is cut", dropping: "power of two",
        Check(MultiscaleInstance.generator.with { $0.cut = 1 }) { instance, _ in instance.sizes }),
      Falsifier(
        "the weights (3/4)^i", dropping: "decay 1/2",
        Check(MultiscaleInstance.generator.with { $0.decay = Rational(3, 4) }) { instance, _ in instance.bounds() }),
      Falsifier(
        "nine tenths of the bounds",
        Check(MultiscaleInstance.generator.with { i in i.parameters = i.parameters.map { $0.map { _ in 1 } } }) {
          instance, _ in instance.bounds(factor: Rational(9, 10))
        }),
    ])
}

private struct MultiscaleInstance: Sendable {
  var parameters: [[Rational]]
  var decay = Rational(1, 2)
  /// By how many taps the kernel is shorter than its pieces.
  var cut = 0

  static let generator = Generator { draw in
    let (scales, width) = (draw.integer(in: 1...5), draw.integer(in: 1...4))
    return MultiscaleInstance(parameters: try draw(.array(of: .numbers(count: width), count: scales)))
  }

  var kernel: MultiscaleKernel<Rational> { MultiscaleKernel(parameters: parameters, decay: decay) }
  var values: [NamedValue] { [NamedValue("w", parameters), NamedValue("alpha", decay), NamedValue("cut", cut)] }

  /// L = d 2^(N - 1) is the number of taps, and the number of parameters d (1 + log2(L/d)).
  var sizes: [Evidence] {
    let k = kernel
    let length = k.taps.count - cut
    let scales = MultiscaleKernel<Rational>.scales(length: length, width: k.width)
    return [
      Evidence(
        "the taps = d 2^(N - 1), in N = 1 + log2(L/d) pieces",
        [Rational(length), Rational(scales), Rational(k.lengths.reduce(0, +))],
        equal: [Rational(k.width << (scales - 1)), Rational(k.scales), Rational(length + cut)], at: values)
    ]
  }

  private func tail(_ i: Int, _ size: (Rational) -> Rational) -> Rational {
    (i..<kernel.scales).reduce(Rational(0)) { sum, i in kernel.piece(i).reduce(sum) { $0 + size($1) } }
  }

  /// The l1 norm of the tail halves with i.
  var halves: [Evidence] {
    (1..<max(kernel.scales, 1)).map { i in
      Evidence(
        "l1 of the tail from piece i + 1 on <= half of that from piece i on", tail(i, \.magnitude),
        atMost: tail(i - 1, \.magnitude) / 2, at: values + [NamedValue("i", i - 1)])
    }
  }

  func bounds(factor: Rational = 1) -> [Evidence] {
    let k = kernel
    let width = Rational(k.width)
    let largest = parameters.joined().reduce(Rational(0)) { max($0, $1.magnitude) }
    return (0..<k.scales).flatMap { i -> [Evidence] in
      let place = values + [NamedValue("i", i)]
      let weight = Rational.pow(2, -i)
      let peak = k.piece(i).reduce(Rational(0)) { max($0, $1.magnitude) }
      let sup = Evidence("the largest tap of piece i <= 2^-i W", peak, atMost: factor * weight * largest, at: place)
      guard i >= 1 else { return [sup] }
      return [
        sup,
        Evidence(
          "l1 of the tail from piece i on <= (N - i) W d/2", tail(i, \.magnitude),
          atMost: factor * Rational(k.scales - i) * largest * width / 2, at: place),
        Evidence(
          "squared 2-norm of the tail from piece i on <= W^2 d 2^-i", tail(i) { $0 * $0 },
          atMost: factor * largest * largest * width * weight, at: place),
      ]
    }
  }
}
