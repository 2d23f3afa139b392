import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// Kalman filtering and smoothing as associative scans.
  static let associativeFilter = Claim(
    "kalman.T-scan",
    title: "Kalman filtering is an associative scan of 5-tuples, smoothing one of triples",
    statement: """
      The composition of the filtering elements (A, b, C, eta, J) is associative for Hermitian C and J, and so is that \
      of the smoothing elements (E, g, L). The prefixes' b_t and C_t are the Kalman filter's means and covariances if \
      the first element has absorbed the prior; the suffixes' g_t and L_t are those of the Rauch-Tung-Striebel \
      smoother.
      """,
    source: Source(
      "Sarkka & Garcia-Fernandez, Temporal parallelization of Bayesian smoothers", arXiv: "1905.13002",
      "Lemmas 7 to 10",
      .recalled),
    hypotheses: [
      Hypothesis("prior", "the first element absorbs the law of x_0"),
      Hypothesis("Hermitian", "C and J are Hermitian, as covariances and informations are"),
      Hypothesis(
        "R > 0", "R is positive definite, so that all inverses exist",
        untested: "the identities are algebraic: where the inverses exist they hold for any R"),
      Hypothesis("order", "the earlier element is the left argument"),
    ],
    method: .exact, effort: 0.4,
    check: .all(
      Check(GaussianInstance.generator()) { instance, _ in
        [
          Evidence(
            "m_t and P_t by the scan = by the Kalman filter",
            try instance.model.filterByScan(instance.tree).flatMap(\.numbers),
            equal: try instance.model.filter().flatMap(\.filtered.numbers), at: instance.values),
          Evidence(
            "m_t and P_t by the scan = by the smoother",
            try instance.model.smoothedByScan(instance.tree).flatMap(\.numbers),
            equal: try instance.model.smoothed().flatMap(\.numbers), at: instance.values),
        ]
      },
      Check(elements()) { elements, _ in try isAssociative(elements) }),
    falsifiers: [
      Falsifier(
        "a first element like the others", dropping: "prior",
        Check(GaussianInstance.generator()) { instance, _ in
          try prefixes(instance, expected: instance.model.filter().map(\.filtered)) {
            try $0.map { try FilteringElement($0) }
          }
        }),
      Falsifier(
        "C and J with another element above the diagonal", dropping: "Hermitian",
        Check(
          elements(order: 2...2).with { elements in
            for i in elements.indices {
              elements[i].covariance[0, 1] += 1
              elements[i].information[0, 1] += 1
            }
          }
        ) { elements, _ in try isAssociative(elements) }),
      Falsifier(
        "the later element on the left", dropping: "order",
        Check(GaussianInstance.generator(length: 2...3)) { instance, _ in
          try prefixes(instance, expected: instance.model.filter().map(\.filtered), isSwapped: true) { steps in
            try steps.enumerated().map { t, step in
              try t == 0 ? FilteringElement(first: step, prior: instance.model.prior) : FilteringElement(step)
            }
          }
        }),
    ])

  private static func prefixes(
    _ instance: GaussianInstance, expected: [GaussianState<Rational>], isSwapped: Bool = false,
    of elements: ([LinearGaussianStep<Rational>]) throws -> [FilteringElement<Rational>]
  ) throws -> Evidence {
    let found = try instance.tree.prefixes(of: elements(instance.model.steps)) { earlier, later in
      try isSwapped ? later.followed(by: earlier) : earlier.followed(by: later)
    }.prefixes
    return Evidence(
      "m_t and P_t by the scan = by the Kalman filter",
      found.flatMap { $0.offset.elements.elements + $0.covariance.elements.elements },
      equal: expected.flatMap(\.numbers), at: instance.values)
  }

  /// Three random elements.
  private static func elements(order: ClosedRange<Int> = 1...2) -> Generator<[FilteringElement<Rational>]> {
    Generator { draw in
      let n = draw.integer(in: order)
      let element = Generator { draw in
        FilteringElement(
          transition: try draw(SystemInstance.matrix(n, n, of: GaussianInstance.number)),
          offset: try draw(SystemInstance.matrix(n, 1, of: GaussianInstance.number)),
          covariance: try draw(GaussianInstance.covariance(n, shift: 0)),
          informationVector: try draw(SystemInstance.matrix(n, 1, of: GaussianInstance.number)),
          information: try draw(GaussianInstance.covariance(n, shift: 0)))
      }
      return try draw(.array(of: element, count: 3))
    }
  }

  private static func isAssociative(_ e: [FilteringElement<Rational>]) throws -> Evidence {
    func numbers(_ e: FilteringElement<Rational>) -> [Rational] {
      [e.transition, e.offset, e.covariance, e.informationVector, e.information].flatMap(\.elements.elements)
    }
    guard let left = try? e[0].followed(by: e[1]).followed(by: e[2]),
      let right = try? e[0].followed(by: e[1].followed(by: e[2]))
    else { throw Discarded() }
    return Evidence(
      "(e_1 e_2) e_3 = e_1 (e_2 e_3)", numbers(left), equal: numbers(right),
      at: [
        NamedValue("A", e.map(\.transition)), NamedValue("b", e.map(\.offset)), NamedValue("C", e.map(\.covariance)),
        NamedValue("eta", e.map(\.informationVector)), NamedValue("J", e.map(\.information)),
      ])
  }
}
