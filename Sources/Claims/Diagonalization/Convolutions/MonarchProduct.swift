import Arithmetic
import Definitions
import PropertyTesting

extension LongConvolutions {
  /// The Fourier transform as a product of block-diagonal matrices.
  static let monarchProduct = Claim(
    "flash.M1-monarch",
    title: "A Fourier transform of N1 N2 points is a Monarch product, to any order",
    statement: """
      For N = N_1 M, F_N = P_3 (I_M x F_(N_1)) P_2 D (I_(N_1) x F_M) P_1 with the twiddle factors D and permutations \
      P; F_M may be decomposed in turn, to order p for N = N_1 ... N_p.
      """,
    source: flash("sections 2 and 3"),
    hypotheses: [
      Hypothesis("root of order N", "w has the order N"),
      Hypothesis("twiddles", "D has w^(j k)"),
      Hypothesis("permutations", "the numbers are transposed between the passes"),
    ],
    method: .exact,
    notes: [
      "Checked in a field of p elements with p = 1 modulo N, which has exact roots of unity of order N, against "
        + "the sum that defines the transform.",
      "The error of the transform with bfloat16 blocks is not redone here.",
    ],
    effort: 0.5,
    check: Check(MonarchInstance.generator) { instance, _ in
      [instance.agrees(), instance.inverts()]
    },
    falsifiers: [
      Falsifier(
        "a number that is no root of unity", dropping: "root of order N",
        Check(MonarchInstance.composite) { instance, _ in [instance.agrees(rootShift: 1)] }),
      Falsifier(
        "without twiddle factors", dropping: "twiddles",
        Check(MonarchInstance.composite) { instance, _ in [instance.agrees(omitting: .twiddles)] }),
      Falsifier(
        "without the transposition", dropping: "permutations",
        Check(MonarchInstance.composite) { instance, _ in [instance.agrees(omitting: .transposition)] }),
    ])

  /// The number of multiplications.
  static let monarchCost = Claim(
    "flash.C1-cost",
    title: "The order-p transform takes N (N_1 + ... + N_p) multiplications in its blocks, least for equal factors",
    statement: """
      With dense blocks the Monarch product of order p takes N sum_i N_i multiplications, and N (p - 1) with twiddle \
      factors. sum_i N_i >= p N^(1/p) with equality for equal factors: 2 N^(3/2) for p = 2.
      """,
    source: flash("section 3.2"),
    hypotheses: [
      Hypothesis("dense blocks", "the small transforms are dense matrix products"),
      Hypothesis("equal factors", "for the equality: N_1 = ... = N_p"),
    ],
    method: .exact,
    notes: ["The constants of the paper's cost model for one machine's matrix units and memory are not checkable."],
    effort: 0.5,
    check: .all(
      Check(MonarchInstance.generator) { instance, _ in [instance.counts()] },
      Check(factorizations) { factors, _ in [isAtLeastTheMean(factors)] },
      Check(Generator<[Int]>.equalFactors) { factors, _ in [isTheMean(factors)] }),
    falsifiers: [
      Falsifier(
        "an order above 2 beats 2 N^(3/2)", dropping: "dense blocks",
        Check(factorizations) { factors, _ in
          let cost = MonarchTransform<ModularInteger>.cost(of: factors).dense
          let order = factors.reduce(1, *)
          return [
            Evidence(
              "4 N^3 <= (N sum N_i)^2", Rational(4) * Rational.pow(Rational(order), 3),
              atMost: Rational(cost) * Rational(cost), at: [NamedValue("factors", factors)])
          ]
        }),
      Falsifier(
        "factors that differ", dropping: "equal factors",
        Check(factorizations) { factors, _ in [isTheMean(factors)] }),
    ],
    figures: [FigureRecipe("monarch-cost") { _ in monarchCostFigure() }])

  private static let factorizations = Generator<[Int]>.array(of: .integer(in: 1...8), count: 1...4)

  private static func costs(_ factors: [Int]) -> (power: Rational, mean: Rational) {
    let p = factors.count
    let order = Rational(factors.reduce(1, *))
    let cost = Rational(MonarchTransform<ModularInteger>.cost(of: factors).dense)
    return (Rational.pow(cost, p), Rational.pow(Rational(p) * order, p) * order)
  }

  private static func isAtLeastTheMean(_ factors: [Int]) -> Evidence {
    let (power, mean) = costs(factors)
    return Evidence(
      "(p N)^p N <= (N sum_i N_i)^p", mean, atMost: power, at: [NamedValue("factors", factors)])
  }

  private static func isTheMean(_ factors: [Int]) -> Evidence {
    let (power, mean) = costs(factors)
    return Evidence("(N sum_i N_i)^p = (p N)^p N", power, equals: mean, at: [NamedValue("factors", factors)])
  }

  private static func monarchCostFigure() -> FigureData {
    let exponents = Array(4...24)
    func cost(_ p: Int) -> [Double] {
      exponents.map { k in
        let factors = (0..<p).map { 1 << ((k + $0) / p) }
        return Double(MonarchTransform<ModularInteger>.cost(of: factors).total)
      }
    }
    return FigureData(
      "monarch-cost", title: "Multiplications of the Monarch transform of order p",
      caption: """
        N (N_1 + ... + N_p) + N (p - 1) multiplications for N = 2^k and factors as equal as powers of two can be; \
        counted, not modeled. The order 3 overtakes the order 2 at N = 2^5 and the order 4 the order 3 where 4 N^(1/4) \
        + 1 < 3 N^(1/3); dense multiplication takes N^2. What a machine's matrix units make of it is another matter.
        """,
      xLabel: "N", yLabel: "multiplications", logX: true, logY: true,
      x: .init("N", exponents.map { Double(1 << $0) }),
      curves: [.init("dense, N^2", exponents.map { Double(1 << (2 * $0)) }, style: .dashedLine)]
        + [2, 3, 4].map { .init("p = \($0)", cost($0)) }
        + [
          .init(
            "radix 2",
            exponents.map { k in
              Double(MonarchTransform<ModularInteger>.cost(of: Array(repeating: 2, count: k)).total)
            }, style: .dashedLine)
        ])
  }
}

extension Generator where Value == [Int] {
  fileprivate static var equalFactors: Generator {
    Generator { draw in Array(repeating: draw.integer(in: 1...9), count: draw.integer(in: 1...4)) }
  }
}

/// Numbers of a finite field to be transformed.
struct MonarchInstance: Sendable {
  let factors: [Int]
  let field: PrimeModulus
  let x: [ModularInteger]

  static let generator = generator(factors: 1...6, count: 1...3)
  /// Where every pass matters.
  static let composite = generator(factors: 2...5, count: 2...3)

  static func generator(factors: ClosedRange<Int>, count: ClosedRange<Int>) -> Generator<MonarchInstance> {
    Generator { draw in
      let factors = try draw(.array(of: Generator<Int>.integer(in: factors), count: count))
      let order = factors.reduce(1, *)
      let field = PrimeModulus(withRootsOfOrder: order)
      let numbers = try draw(.array(of: Generator<Int>.integer(in: -99...99), count: order))
      return MonarchInstance(factors: factors, field: field, x: numbers.map { ModularInteger($0, in: field) })
    }
  }

  var order: Int { x.count }
  var root: ModularInteger { field.rootOfUnity(order: order) ?? .undefined(in: field) }
  var values: [NamedValue] {
    [NamedValue("factors", factors), NamedValue("p", field.value), NamedValue("x", x.map { $0.residue ?? 0 })]
  }

  func agrees(rootShift: Int = 0, omitting omission: MonarchTransform<ModularInteger>.Omission? = nil) -> Evidence {
    let w = root + ModularInteger(rootShift, in: field)
    return Evidence(
      "the Monarch product = F_N x", MonarchTransform(factors: factors, root: w, omitting: omission)(x),
      equal: FourierTransform.direct(x, root: w), at: values)
  }

  func inverts() -> Evidence {
    let transform = MonarchTransform(factors: factors, root: root)
    return Evidence(
      "F^-1 F x = x", transform.inverse(transform(x)),
      equal: x, at: values)
  }

  func counts() -> Evidence {
    typealias Count = MonarchTransform<ModularInteger>.OperationCount
    var count = Count()
    _ = MonarchTransform(factors: factors, root: root).transform(x, counting: &count)
    let stated = MonarchTransform<ModularInteger>.cost(of: factors)
    return Evidence(
      "multiplications counted = N sum N_i, N (p - 1)", [Rational(count.dense), Rational(count.twiddles)],
      equal: [Rational(stated.dense), Rational(stated.twiddles)], at: values)
  }
}
