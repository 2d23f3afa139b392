import Arithmetic
import Definitions
import PropertyTesting

extension LongConvolutions {
  /// A Hankel matrix times a vector by a circular convolution.
  static let hankelByFourier = Claim(
    "stnn.H1-hankel-fft",
    title: "A Hankel matrix times a vector is a circular convolution of 2n - 1 points",
    statement: """
      (H x)_i = sum_j h_(i+j) x_j is element i + n - 1 of the circular convolution of h and the flipped x with 2n - 1 \
      points or more, so that three transforms of 2^k >= 2n - 1 points, with at most 9 k 2^k multiplications, replace \
      n^2.
      """,
    source: Source("Low-complexity structured neural networks", arXiv: "2503.23697", "abstract", .recalled),
    hypotheses: [
      Hypothesis("2n - 1 points", "the circle has at least 2n - 1 points"),
      Hypothesis("exact transform", "the root of unity has the order of the transform"),
    ],
    method: .exact,
    notes: [
      "Convolutions are taken over the rationals, the transforms in a field of p elements with p = 1 modulo 2^k, "
        + "where roots of unity are exact.",
      "The percentages that the paper prints are measurements of trained networks and are not redone.",
    ],
    effort: 0.5,
    check: .all(
      Check(HankelInstance.generator) { instance, _ in
        [instance.embedded(size: 2 * instance.order - 1 + instance.extra)]
      },
      Check(HankelInstance.generator) { instance, _ in [instance.transformed(rootPower: 1)] },
      Check(Generator<Int>.integer(in: 1...20)) { k, _ in
        let cost = MonarchTransform<ModularInteger>.cost(of: Array(repeating: 2, count: k)).total * 3 + 1 << k
        return [
          Evidence(
            "multiplications of 3 transforms and a product <= 9 k 2^k", Rational(cost), atMost: Rational(9 * k << k),
            at: [NamedValue("k", k)])
        ]
      }),
    falsifiers: [
      Falsifier(
        "a circle of n points", dropping: "2n - 1 points",
        Check(HankelInstance.generator) { instance, _ in [instance.embedded(size: instance.order)] }),
      Falsifier(
        "a circle of 2n - 2 points", dropping: "2n - 1 points",
        Check(HankelInstance.generator) { instance, _ in [instance.embedded(size: max(2 * instance.order - 2, 1))] }),
      Falsifier(
        "a root of half the order", dropping: "exact transform",
        Check(HankelInstance.generator) { instance, _ in [instance.transformed(rootPower: 2)] }),
    ])
}

/// h and x.
private struct HankelInstance: Sendable {
  let entries, x: [Rational]
  /// Points beyond 2n - 1.
  let extra: Int
  var order: Int { x.count }

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...9)
    return HankelInstance(
      entries: try draw(.integers(count: 2 * n - 1)), x: try draw(.integers(count: n)), extra: draw.integer(in: 0...5))
  }

  var values: [NamedValue] { [NamedValue("h", entries), NamedValue("x", x)] }

  func embedded(size: Int) -> Evidence {
    let (h, v) = (RationalVector(entries), RationalVector(x))
    return Evidence(
      "the circular convolution = H x", hankelProduct(h, v, size: size).elements,
      equal: directHankelProduct(h, v).elements, at: values + [NamedValue("points", size)])
  }

  /// By transforms of 2^k points with the `rootPower`-th power of a root of unity of that order.
  func transformed(rootPower: Int) -> Evidence {
    let k = (0...).first { 1 << $0 >= max(2 * order - 1, 2) } ?? 1
    let field = PrimeModulus(withRootsOfOrder: 1 << k)
    let root = ModularInteger.pow(field.rootOfUnity(order: 1 << k) ?? .undefined(in: field), rootPower)
    func residues(_ x: [Rational]) -> [ModularInteger] { x.map { ModularInteger($0, in: field) } }
    let transform = MonarchTransform(factors: Array(repeating: 2, count: k), root: root)
    let circle = fourierConvolution(residues(x.reversed()), residues(entries), by: transform, count: 1 << k)
    return Evidence(
      "F^-1 (F h . F flipped x) = H x modulo p", (0..<order).map { circle[($0 + order - 1) % (1 << k)] },
      equal: residues(directHankelProduct(RationalVector(entries), RationalVector(x)).elements),
      at: values + [NamedValue("p", field.value)])
  }
}
