import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Filters {
  /// Two Riccati sequences.
  static let riccatiDifference = Claim(
    "kalman.T-riccati",
    title: "Two Riccati sequences differ by products of closed loops: the filter forgets its prior as its error does",
    statement: """
      For the Riccati map r(P) = F (P - P H* S^-1 H P) F* + Q and the closed loop Phi(P) = F (I - K(P) H), exactly \
      r(P) - r(P') = Phi(P) (P - P') Phi(P')* for any Hermitian P and P'. So r is monotone, and what is left of P_0 \
      after t steps is a product of t closed loops on each side; for one state |r(p) - p*| = |phi(p) phi(p*)| |p - \
      p*|.
      """,
    source: textbook("Anderson & Moore, Optimal Filtering (1979)", "section 4.4 and appendix"),
    hypotheses: [
      Hypothesis("one map", "both sequences have the same F, Q, H and R"),
      Hypothesis("closed loop", "Phi is the closed loop, not F"),
      Hypothesis("order", "for the monotone half: P - P' is positive semidefinite"),
    ],
    method: .exact, effort: 0.5,
    check: Check(Pair.generator) { try $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "another Q", dropping: "one map",
        Check(Pair.generator.with { $0.noiseShift = 1 }) { pair, _ in [try pair.difference()] }),
      Falsifier(
        "F (P - P') F*", dropping: "closed loop",
        Check(Pair.generator) { pair, _ in [try pair.difference(isClosed: false)] }),
      Falsifier(
        "P and P' exchanged", dropping: "order",
        Check(Pair.generator.with { $0.isSwapped = true }) { pair, _ in
          [try pair.monotone]
        }),
    ])

  private struct Pair: Sendable {
    let step: LinearGaussianStep<Rational>
    /// P'.
    let lower: Matrix<Rational>
    /// P - P'.
    let gap: Matrix<Rational>
    /// What is added to the diagonal of the Q of P'.
    var noiseShift: Rational = 0
    var isSwapped = false

    static let generator = Generator { draw in
      let (n, p) = (draw.integer(in: 1...2), draw.integer(in: 1...2))
      return Pair(
        step: try draw(GaussianInstance.step(order: n, outputs: p)),
        lower: try draw(GaussianInstance.covariance(n, shift: 0)),
        gap: try draw(GaussianInstance.covariance(n, shift: 0)))
    }

    var values: [NamedValue] {
      [
        NamedValue("F", step.transition), NamedValue("Q", step.processNoise), NamedValue("H", step.observation),
        NamedValue("R", step.observationNoise), NamedValue("P", lower + gap), NamedValue("P'", lower),
      ]
    }

    func evidence(_: Precision) throws -> [Evidence] { [try difference(), try monotone] }

    func difference(isClosed: Bool = true) throws -> Evidence {
      let map = RiccatiMap(step)
      var other = step
      other.processNoise = other.processNoise.addingToDiagonal(noiseShift)
      let left = isClosed ? try map.closedLoop(at: lower + gap) : step.transition
      let right = isClosed ? try map.closedLoop(at: lower) : step.transition
      let difference = try map(lower + gap) - RiccatiMap(other)(lower)
      return Evidence(
        "r(P) - r(P') = Phi(P) (P - P') Phi(P')*", difference.elements.elements,
        equal: (left * gap * right.transposed).elements.elements, at: values)
    }

    /// r(P) - r(P') is positive semidefinite: its principal minors are not negative.
    var monotone: Evidence {
      get throws {
        let map = RiccatiMap(step)
        var difference = try map(lower + gap) - map(lower)
        if isSwapped { difference = -difference }
        var minors = difference.diagonal
        if difference.rows == 2 {
          minors.append(difference[0, 0] * difference[1, 1] - difference[0, 1] * difference[1, 0])
        }
        let least = minors.dropFirst().reduce(minors[0]) { Rational.minimum($0, $1) }
        return Evidence("0 <= the principal minors of r(P) - r(P')", Rational(0), atMost: least, at: values)
      }
    }
  }
}
