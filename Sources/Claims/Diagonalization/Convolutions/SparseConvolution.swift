import Arithmetic
import Definitions
import PropertyTesting

extension LongConvolutions {
  /// Partial and frequency-sparse convolutions.
  static let sparseConvolution = Claim(
    "flash.S1-sparse",
    title: "A short kernel needs short transforms, and blocks of zero frequencies need no products",
    statement: """
      A kernel of N_k taps is applied in blocks of B inputs by circles of B + N_k - 1 points, exactly. Where the \
      frequencies j = b mod N_1 are 0, the block b of the first pass is left out with its M^2 multiplications, and the \
      result is exact.
      """,
    source: flash("section 3.3"),
    hypotheses: [
      Hypothesis("long enough circles", "at least B + N_k - 1 points"),
      Hypothesis("aligned", "the zeros fill whole blocks of the decomposition"),
    ],
    method: .exact, effort: 0.5,
    check: .all(
      Check(PartialInstance.generator) { instance, _ in [instance.agrees(missing: 0)] },
      Check(sparse) { instance, _ in instance.skips(aligned: true) }),
    falsifiers: [
      Falsifier(
        "circles of B + N_k - 2 points", dropping: "long enough circles",
        Check(PartialInstance.generator) { instance, _ in [instance.agrees(missing: 1)] }),
      Falsifier(
        "zeros at consecutive frequencies", dropping: "aligned",
        Check(sparse) { instance, _ in Array(instance.skips(aligned: false).prefix(1)) }),
    ])

  private static let sparse = Generator { draw in
    SparseInstance(
      transform: try draw(MonarchInstance.generator(factors: 2...6, count: 2...2)),
      dead: Set(try draw(.array(of: Generator<Int>.integer(in: 0...5), count: 1...3))))
  }
}

private struct PartialInstance: Sendable {
  let input, taps: [Rational]
  let block: Int

  static let generator = Generator { draw in
    PartialInstance(
      input: try draw(.integers(count: draw.integer(in: 1...16))),
      taps: try draw(.integers(count: draw.integer(in: 1...5))), block: draw.integer(in: 1...6))
  }

  func agrees(missing: Int) -> Evidence {
    let (u, k) = (RationalVector(input), RationalVector(taps))
    let size = max(block + taps.count - 1 - missing, max(block, taps.count))
    return Evidence(
      "the blocks' sum = the causal convolution", overlapAddConvolution(u, k, block: block, size: size).elements,
      equal: circularConvolution(u, k, size: input.count + taps.count - 1, count: input.count).elements,
      at: [NamedValue("u", input), NamedValue("k", taps), NamedValue("block", block), NamedValue("points", size)])
  }
}

private struct SparseInstance: Sendable {
  let transform: MonarchInstance
  /// The blocks whose frequencies are 0.
  let dead: Set<Int>

  /// The transform of a spectrum with zeros, blocks left out, and its multiplications.
  func skips(aligned: Bool) -> [Evidence] {
    let (first, inner) = (transform.factors[0], transform.factors[1])
    let zero = ModularInteger(0, in: transform.field)
    let spectrum = transform.x.enumerated().map { j, value in
      dead.contains(aligned ? j % first : j / inner) ? zero : value
    }
    let monarch = MonarchTransform(factors: transform.factors, root: transform.root)
    var count = MonarchTransform<ModularInteger>.OperationCount()
    let result = monarch.transform(spectrum, counting: &count) { !dead.contains($0) }
    let live = (0..<first).filter { !dead.contains($0) }.count
    let values = transform.values + [NamedValue("blocks left out", dead.sorted())]
    return [
      Evidence(
        "with blocks left out = F_N x", result, equal: FourierTransform.direct(spectrum, root: transform.root),
        at: values),
      Evidence(
        "multiplications = M^2 for each block that is left, and M N_1^2", Rational(count.dense),
        equals: Rational(live * inner * inner + inner * first * first), at: values),
    ]
  }
}
