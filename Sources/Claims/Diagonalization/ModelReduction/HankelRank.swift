import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ModelReduction {
  /// Rank and McMillan degree.
  static let hankelRank = Claim(
    "lh.D1-mcmillan",
    title: "The rank of the Hankel matrix is the least order, and n modes are found from 2n numbers",
    statement: """
      The L x L Hankel matrix of a rational filter of McMillan degree n <= L has the rank n, and the Ho-Kalman \
      realization of h_0 ... h_(2n-1) reproduces all h_k.
      """,
    source: laughingHyena("sections 2 and 3"),
    hypotheses: [
      Hypothesis("L >= n", "the section is as large as the order"),
      Hypothesis("no cancellation", "numerator and denominator have no common zero"),
    ],
    method: .exact, effort: 0.5,
    check: Check(FilterInstance.generator) { instance, _ in
      try [instance.hasRank(sectionOrder: instance.order + instance.extra), instance.isRealized()]
    },
    falsifiers: [
      Falsifier(
        "a section smaller than the order", dropping: "L >= n",
        Check(FilterInstance.generator) { instance, _ in [instance.hasRank(sectionOrder: instance.order - 1)] }),
      Falsifier(
        "a pole that the numerator cancels", dropping: "no cancellation",
        Check(FilterInstance.generator.with { $0.coefficients[0] = 0 }) { instance, _ in
          [instance.hasRank(sectionOrder: instance.order + instance.extra)]
        }),
    ])

  /// The modal form of a filter.
  static let modalForm = Claim(
    "lh.M1-modal",
    title: "A filter with d different poles is d scalar recurrences",
    statement: """
      h_0 = 0, h_t = sum_m R_m l_m^(t-1) with R_m = b(l_m)/prod_(k != m) (l_m - l_k) is the impulse response of \
      b(z)/prod (z - l_m); d products advance the states by a token, and d L give the states after L.
      """,
    source: laughingHyena("section 3"),
    hypotheses: [Hypothesis("different poles", "no two poles are equal")],
    method: .exact,
    notes: ["The products are those with l_m: with R_m and u they are three times as many."],
    effort: 0.5,
    check: Check(FilterInstance.generator) { instance, _ in instance.isModal() },
    falsifiers: [
      Falsifier(
        "a repeated pole", dropping: "different poles",
        Check(FilterInstance.generator.with { $0.bases[$0.bases.count - 1] = $0.bases[0] }) { instance, _ in
          instance.order < 2 ? [] : instance.isModal()
        })
    ])
}

/// A filter sum_m c_m r_m^t with different r_m, all c_m not 0.
private struct FilterInstance: Sendable {
  var coefficients, bases: [Rational]
  let extra: Int
  let inputs: [Rational]
  var order: Int { bases.count }

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...4)
    let numerators = try draw(.distinctArray(of: Generator<Int>.integer(in: -6...6), count: n...n))
    return FilterInstance(
      coefficients: try draw(.numbers(count: n)).map { $0 == 0 ? 1 : $0 }, bases: numerators.map { Rational($0, 3) },
      extra: draw.integer(in: 0...3), inputs: try draw(.numbers(count: draw.integer(in: 1...6))))
  }

  private var values: [NamedValue] { [NamedValue("c", coefficients), NamedValue("r", bases)] }
  private func filter(_ count: Int) -> [Rational] {
    exponentialFilter(coefficients: coefficients, bases: bases, count: count)
  }

  func hasRank(sectionOrder: Int) -> Evidence {
    let h = filter(max(2 * sectionOrder, 1))
    let rank = ExactMatrix.rank((0..<sectionOrder).map { i in (0..<sectionOrder).map { h[i + $0] } })
    return Evidence(
      "rank [h_(i+j)] = n", Rational(rank), equals: Rational(order), at: values + [NamedValue("L", sectionOrder)])
  }

  func isRealized() throws -> Evidence {
    let h = filter(4 * order + 2)
    let system = try hankelRealization(markovParameters: h, order: order)
    return Evidence(
      "C A^k B of the Ho-Kalman realization = h_k", system.markovParameters(h.count).map { $0[0, 0] }, equal: h,
      at: values)
  }

  /// With c as the coefficients of the numerator.
  func isModal() -> [Evidence] {
    let denominator = Polynomial(roots: bases, in: Intrinsic()).coefficients
    let numerator = Polynomial(coefficients, in: Intrinsic())
    // In powers of 1/z: a_1, ..., a_n and b_1, ..., b_n from the highest coefficient on.
    let transfer = RationalTransferFunction(
      denominator: Array(denominator.reversed().dropFirst()), numerator: coefficients.reversed(), feedthrough: 0)
    let residues = modalResidues(numerator: numerator, poles: bases)
    guard residues.allSatisfy(\.isDefined) else {
      return [Evidence("the modal form = the impulse response", holds: .false, at: values)]
    }
    let count = 3 * order + 2
    let modal = [0] + exponentialFilter(coefficients: residues, bases: bases, count: count - 1)
    // Token by token, d products with l_m, against all tokens at once.
    var states = bases.map { _ in Rational(0) }
    for u in inputs { states = zip(bases, states).map { $0 * $1 + u } }
    let prefill = bases.map { l in
      inputs.enumerated().reduce(Rational(0)) { $0 + Rational.pow(l, inputs.count - 1 - $1.offset) * $1.element }
    }
    return [
      Evidence(
        "the modal form = the impulse response", modal, equal: transfer.impulseResponse(length: count), at: values),
      Evidence(
        "the states after L tokens = sum_j l_m^(L-1-j) u_j", states, equal: prefill,
        at: values + [NamedValue("u", inputs)]),
    ]
  }
}
