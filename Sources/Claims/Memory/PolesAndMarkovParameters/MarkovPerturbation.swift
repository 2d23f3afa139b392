import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension PolesAndMarkovParameters {
  /// What a change of the Markov parameters does, whatever the poles.
  static let markovPerturbation = Claim(
    "hope.markov",
    title:
      "Changing Markov parameters changes the transfer function by their l1 distance at most, and cannot destabilize",
    statement: """
      For systems of n Markov parameters h and k (finite impulse responses), ||G_h - G_k||_inf <= |h - k|_1 <= sqrt(n) \
      |h - k|_2, with equality for h - k proportional to (1, ..., 1), at z = 1; whatever the change, all poles stay at \
      0.
      """,
    source: Source(
      "Yu, Lyu, Lim, Mahoney & Erichson, HOPE", arXiv: "2405.13975", "the robustness of Markov parameters", .recalled),
    hypotheses: [
      Hypothesis("finite impulse response", "the system has n Markov parameters and no others")
    ],
    method: .exact,
    notes: [
      "||G||_inf is enclosed exactly by counting the roots of bound - |G|^2 on the circle (relative width 2^-20), and "
        + "once more in balls from its values at 128 n roots of unity and a lemma of M. Riesz; the two are compared.",
      "hope.T4-lipschitz has the bound sqrt(n) |h - k|_2 at single points of the circle; here is the norm, and the l1 "
        + "bound between.",
      "The catalogue's random instance with n = 32 (12.58, 25.71, 31.69) is not stated, and not redone.",
      "Memory is exactly n steps (hope.M1-memory).",
    ],
    effort: 0.3,
    check: .all(
      Check(Change.generator) { change, precision in change.bounds(precision) },
      Check(Change.allEqual) { change, _ in change.isAttained },
      Check(Change.generator) { change, _ in change.isNilpotent }),
    falsifiers: [
      Falsifier(
        "an infinite response: a pole 1 - eps moved by eps/2", dropping: "finite impulse response",
        Check(Generator<Int>.integer(in: 3...60)) { q, _ in
          let (a, b) = (1 - Rational(1, q), 1 - Rational(1, 2 * q))
          // G(1) = 1/(1 - a), against the l1 distance of the first 8 parameters.
          let distance = (0..<8).reduce(Rational(0)) { $0 + (Rational.pow(a, $1) - Rational.pow(b, $1)).magnitude }
          return [
            Evidence(
              "|G(1) - G~(1)| <= sum_(k < 8) |a^k - b^k|", (1 / (1 - a) - 1 / (1 - b)).magnitude, atMost: distance,
              at: [NamedValue("a", a), NamedValue("b", b)])
          ]
        }),
      Falsifier(
        "||G_h - G_k||_inf <= |h - k|_2",
        Check(Change.allEqual) { change, _ in
          [
            Evidence(
              "|G(1)|^2 <= |h - k|_2^2", change.atOne * change.atOne, atMost: change.squares,
              at: [NamedValue("h - k", change.difference)])
          ]
        }),
    ])

  private struct Change: Sendable {
    /// h - k.
    let difference: [Rational]

    static let generator = Generator { draw in
      let difference = try draw(.array(of: SystemInstance.number, count: 1...5))
      try draw.assume(difference.contains { $0 != 0 })
      return Change(difference: difference)
    }

    static let allEqual = Generator { draw in
      let value = try draw(Generator<Rational>.rational(in: -2...2, denominator: 3).filter { $0 != 0 })
      return Change(difference: Array(repeating: value, count: try draw(.integer(in: 2...8))))
    }

    var system: HankelParameterization<Rational> { HankelParameterization(difference, in: Intrinsic()) }
    var sum: Rational { difference.reduce(0) { $0 + $1.magnitude } }
    var squares: Rational { difference.reduce(0) { $0 + $1 * $1 } }
    var atOne: Rational { system(1) }

    func bounds(_ precision: Precision) -> [Evidence] {
      let values = [NamedValue("h - k", difference)]
      guard let peak = system.squaredPeak() else {
        return [Evidence("||G||_inf is below 2^32", holds: .undecided, at: values)]
      }
      let enclosed = HankelParameterization(difference.map { Disc($0, in: precision) }, in: precision).peak(
        oversampling: 16)
      let squared = enclosed * enclosed
      return [
        Evidence(
          "||G_h - G_k||_inf^2 (1 - 2^-18) <= |h - k|_1^2", peak.upper * (1 - Rational(1, 1 << 18)), atMost: sum * sum,
          at: values),
        Evidence("|h - k|_1^2 <= n |h - k|_2^2", sum * sum, atMost: Rational(difference.count) * squares, at: values),
        Evidence("by roots >= by values", Ball(peak.upper, in: precision).isLess(than: squared) != .true, at: values),
        Evidence("by roots <= by values", squared.isLess(than: Ball(peak.lower, in: precision)) != .true, at: values),
      ]
    }

    var isAttained: [Evidence] {
      let values = [NamedValue("h - k", difference)]
      return [
        Evidence("|G(1)| = |h - k|_1", atOne.magnitude, equals: sum, at: values),
        Evidence("|h - k|_1^2 = n |h - k|_2^2", sum * sum, equals: Rational(difference.count) * squares, at: values),
      ]
    }

    /// The shift register has A^n = 0: no eigenvalue but 0.
    var isNilpotent: [Evidence] {
      let n = difference.count
      let power = system.shiftRegister.matrix.power(n)
      return [
        Evidence(
          "A^n = 0", power.elements.elements, equal: Array(repeating: 0, count: n * n),
          at: [NamedValue("h - k", difference)])
      ]
    }
  }
}

extension Evidence {
  /// A plain fact that is certain.
  fileprivate init(_ statement: String, _ holds: Bool, at instance: [NamedValue]) {
    self.init(statement, holds: Truth(holds), at: instance)
  }
}
