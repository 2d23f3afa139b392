import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelNewton {
  /// Products of Jacobians against the states themselves.
  static let overflow = Claim(
    "deer.N-overflow",
    title: "A scan of Jacobians loses a constant trajectory, and the code then stops as if it had converged",
    statement: """
      For s_t = 1 + k (s_(t-1) - 1), s_0 = 1, k = 2^j, the trajectory is 1, and an iteration that starts from it is \
      exact in binary64 if it is done step by step. As a scan it gives 1 for t j <= 53, 0 for 53 < t j < 1024 and NaN \
      for t j >= 1024. With NaN replaced by 0, as in the code, the next iteration changes nothing: the error that is \
      tested is 0.
      """,
    source: elk(
      "the authors' adaptation of DEER: the scan, NaN replaced by 0, the loop 'while change > tolerance'", .code),
    hypotheses: [
      Hypothesis("products", "a product of t Jacobians leaves the range stated"),
      Hypothesis("scan", "the states are formed from products of Jacobians, not one from the other"),
    ],
    method: .exact,
    notes: [
      "A prefix maps s_0 to k^t s_0 + (1 - k^t): the offset rounds to -k^t, and later to minus infinity.",
      "So the exact prefix of deer.T-prefix is exact in floats only while products of Jacobians stay below 1/u.",
    ],
    effort: 0.2,
    check: Check(Growth.generator) { $0.evidence($1) },
    falsifiers: [
      Falsifier(
        "NaN one step before", dropping: "products",
        Check(Growth.generator) { growth, _ in
          Evidence(
            "the last state is NaN",
            holds: Truth(growth.states(by: .hillisSteele, length: growth.limit - 1).last?.isNaN ?? false),
            at: growth.values)
        }),
      Falsifier(
        "step by step", dropping: "scan",
        Check(Growth.generator) { growth, _ in
          Evidence(
            "the last state is NaN", holds: Truth(growth.states(by: nil, length: growth.limit).last?.isNaN ?? false),
            at: growth.values)
        }),
    ])

  /// s = 1 + 2^j (s - 1).
  private struct Growth: Sendable {
    /// j.
    let exponent: Int
    let tree: ScanTree

    static let generator = Generator { draw in
      Growth(
        exponent: try draw(.integer(in: 8...53)),
        tree: try draw(.element(of: [.sequential, .hillisSteele, .brentKung])))
    }

    /// ceil(1024/j).
    var limit: Int { (1024 + exponent - 1) / exponent }
    var values: [NamedValue] { [NamedValue("j", exponent)] }

    /// One iteration from the trajectory, or from a guess: by a scan, or one state after the other.
    func states(by tree: ScanTree?, length: Int, from guess: [Double]? = nil) -> [Double] {
      let slope = Double(sign: .plus, exponent: exponent, significand: 1)
      let recurrence = NonlinearRecurrence<Double>(initialState: [1], length: length) { _, s in
        [Dual(constant: 1) + Dual(constant: slope) * (s[0] - Dual(constant: 1))]
      }
      let guess = guess.map { $0.map { [$0] } } ?? Array(repeating: [1], count: length)
      let scan = recurrence.linearized(at: guess)
      return (tree.map { scan.states(by: $0) } ?? scan.sequentialStates()).states.map { $0[0] }
    }

    func evidence(_: Precision) -> [Evidence] {
      let states = states(by: tree, length: limit)
      let cleaned = states.map { $0.isNaN ? 0 : $0 }
      let next = self.states(by: tree, length: limit, from: cleaned).map { $0.isNaN ? 0 : $0 }
      func evidence(_ statement: String, _ holds: Bool) -> Evidence {
        Evidence(statement, holds: Truth(holds), at: values)
      }
      return [
        evidence("s_t = 1 by the scan for t j <= 53", states.prefix(53 / exponent).allSatisfy { $0 == 1 }),
        evidence(
          "s_t = 0 by the scan for 53 < t j < 1024", states.dropLast().dropFirst(53 / exponent).allSatisfy { $0 == 0 }),
        evidence("s_t is NaN by the scan for t j >= 1024", states[limit - 1].isNaN),
        evidence("with 0 for NaN the next iteration changes nothing", next == cleaned),
        evidence("s_t = 1 step by step", self.states(by: nil, length: limit).allSatisfy { $0 == 1 }),
      ]
    }
  }
}
