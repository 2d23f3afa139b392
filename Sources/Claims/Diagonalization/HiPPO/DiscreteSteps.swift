import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension HiPPOClaims {
  /// A LegS step in O(N) operations.
  static let fastUpdate = Claim(
    "hippo.P4-fast",
    title: "A step of the LegS recurrence takes O(N) operations",
    statement: """
      (I - delta A)^-1 (I + epsilon A) c for LegS needs O(N) operations: running sums in place of matrices.
      """,
    source: hippo("Proposition 4"),
    hypotheses: [
      Hypothesis("LegS", "below the diagonal A is one outer product"),
      Hypothesis("nonsingular", "-1/delta is not one of 1, ..., N"),
    ],
    method: .exact,
    notes: [
      "At most 15 N operations, counted while they are done: the definition is evaluated over rational numbers "
        + "that count.",
      "The paper's A has the opposite sign, so that its singular delta is 1/(i + 1); here -1/(i + 1).",
    ],
    effort: 0.5,
    check: Check(Update.generator) { update, _ in try update.evidence() },
    falsifiers: [
      Falsifier(
        "the normal part of A", dropping: "LegS",
        Check(Update.generator) { update, _ in
          try update.evidence(normal: true)
        }),
      Falsifier(
        "delta = -1/(i + 1)", dropping: "nonsingular",
        Check(Update.generator.with { $0.implicit = Rational(-1, $0.state.count) }) { update, _ in try update.evidence()
        }),
    ])

  /// A gate is a step of the backward Euler method.
  static let gatedStep = Claim(
    "lssl.G1-gates",
    title: "A gated recurrence is the backward Euler method with the step e^z",
    statement: """
      The backward Euler method for x' = -x + u with the step e^z is x_k = (1 - sigmoid(z)) x_(k-1) + sigmoid(z) u_k.
      """,
    source: lssl("Lemma 3.1"),
    hypotheses: [
      Hypothesis("backward Euler", "alpha = 1 of the generalized bilinear transform"),
      Hypothesis("e^z", "the step is e^z"), Hypothesis("leak", "A = -1 and B = 1"),
    ],
    method: .exact,
    notes: [
      "Over the rational numbers with 2^z in place of e^z, where the same identities are exact, and in balls at e^z."
    ],
    check: Check(Generator<Int>.integer(in: -40...40)) { z, precision in
      gate(z, alpha: 1, rate: -1, doubled: false, precision)
    },
    falsifiers: [
      Falsifier(
        "the forward Euler method", dropping: "backward Euler",
        Check(Generator<Int>.integer(in: -8...8)) { gate($0, alpha: 0, rate: -1, doubled: false, $1) }),
      Falsifier(
        "the step 2 e^z", dropping: "e^z",
        Check(Generator<Int>.integer(in: -8...8)) { gate($0, alpha: 1, rate: -1, doubled: true, $1) }),
      Falsifier(
        "A = -2", dropping: "leak",
        Check(Generator<Int>.integer(in: -8...8)) { gate($0, alpha: 1, rate: -2, doubled: false, $1) }),
    ])

  private static func gate(
    _ z: Int, alpha: Rational, rate: Int, doubled: Bool, _ precision: Precision
  ) -> [Evidence] {
    let logit = Exact(z)
    let step = doubled ? 2 * Exact.exp(logit) : Exact.exp(logit)
    let mode = generalizedBilinear(Exact(rate), step: step, alpha: alpha)
    let gate = Exact.sigmoid(logit)
    let place = [NamedValue("z", z)]
    let real = Ball(z, in: precision)
    let realStep = doubled ? 2 * Ball.exp(real) : Ball.exp(real)
    let realMode = generalizedBilinear(Ball(rate, in: precision), step: realStep, alpha: alpha)
    return [
      Evidence(
        "(Abar, Bbar) = (1 - sigmoid(z), sigmoid(z))", [mode.transition, mode.inputGain], equal: [1 - gate, gate],
        at: place),
      Evidence(
        "Bbar = sigmoid(z) at e^z", realMode.inputGain, agreesWith: Ball.sigmoid(real), bits: precision.bits / 2,
        at: place),
    ]
  }

  /// The shift register has any kernel.
  static let universalConvolution = Claim(
    "lssl.C1-universal-conv",
    title: "Every kernel of length L is that of a linear system of size L",
    statement: """
      For every K of length L there is (A, B, C) of size L with C A^k B = K_k for k < L. A size below the rank of \
      the Hankel matrix (K_(i+j)) is impossible.
      """,
    source: lssl("the corollary on convolutions"),
    hypotheses: [
      Hypothesis("size", "the state has L elements"),
      Hypothesis(
        "discrete time", "with a zero-order hold A = e^(step A_c) is invertible and the shift register is not reached",
        untested: "the shift register is singular, which is what its determinant 0 says; see spacetime.T1-no-continuous"
      ),
    ],
    method: .exact,
    check: .all(
      Check(Generator<[Rational]>.coefficients(0...23)) { reversed, _ in
        let kernel = Array(reversed.reversed())
        return isRealized(kernel, size: kernel.count)
      },
      Check(RandomSystem.generator) { system, _ in system.hankelRankIsAtMostSize }),
    falsifiers: [
      Falsifier(
        "one element less", dropping: "size",
        Check(Generator<[Rational]>.coefficients(1...8)) { reversed, _ in
          isRealized(Array(reversed.reversed()), size: reversed.count - 1)
        })
    ])

  private static func isRealized(_ kernel: [Rational], size: Int) -> Evidence {
    let system = LinearSystem(shiftRealization: Array(kernel.prefix(size)), in: Intrinsic())
    return Evidence(
      "C A^k B = K_k, k < L", system.markovParameters(kernel.count).map { $0[0, 0] }, equal: kernel,
      at: [NamedValue("K", kernel)])
  }

  /// Scaling A and B is scaling time.
  static let inverseTimescale = Claim(
    "httyh.S1-timescale",
    title: "The step is an inverse time scale",
    statement: """
      (c A, c B, C) has the kernel c K(c t), and a discretization with the step Delta depends on Delta A and Delta B \
      alone.
      """,
    source: httyh("the time scale", .recalled),
    hypotheses: [Hypothesis("both", "A and B are scaled alike")],
    method: .exact,
    notes: [
      "The kernel by its Laplace transform: C (s I - c A)^-1 c B = G(s/c). The zero-order hold with 2^x in "
        + "place of e^x.",
      "The zero-order hold of the mode -1/2 by (e^(lambda Delta) - 1)/lambda in binary32, every operation "
        + "correctly rounded, has the relative error 4.6e-2 at Delta = 1e-6 and 1.4e-3 at 1e-5, where the catalogue"
        + " prints 1.3e-2.",
    ],
    effort: 0.5,
    check: .all(
      Check(RandomSystem.generator) { system, _ in try system.isRescaled() },
      Check(RandomSystem.generator) { system, _ in system.holdIsRescaled }),
    falsifiers: [
      Falsifier(
        "only A is scaled", dropping: "both",
        Check(RandomSystem.generator.with { $0.inputFactor = 1 }) { system, _ in try system.isRescaled() })
    ],
    quoted: { _ in
      [("1e-6", "4.6e-2"), ("1e-5", "1.4e-3")].map { text, digits in
        let step = BigFloat(text, in: .single) ?? BigFloat.nan(in: .single)
        let lambda = BigFloat(Rational(-1, 2), in: .single)
        let gain = (BigFloat.exp(lambda * step) - 1) / lambda
        let wide: Precision = 128
        let exact = Discretization.zeroOrderHold
          .discretize(lambda.rounded(to: wide), step: step.rounded(to: wide)).inputGain
        let error = ((gain.rounded(to: wide) - exact) / exact).magnitude
        return Evidence("the relative error in binary32 at Delta = \(text)", error, isQuotedAs: digits)
      }
    })
}

/// A state and the two parts of a step.
private struct Update: Sendable {
  let state: [Rational]
  var implicit: Rational
  let explicit: Rational

  static let generator = Generator { draw in
    Update(
      state: try draw(.coefficients(1...23)), implicit: try draw(.rational(in: 0...3)),
      explicit: try draw(.rational(above: 0, upTo: 3)))
  }

  func evidence(normal: Bool = false) throws -> [Evidence] {
    let n = state.count
    let tally = OperationTally()
    var counted = state.map { Tallied($0, in: tally) }
    LegSUpdate.advance(&counted, implicit: Tallied(implicit, in: tally), explicit: Tallied(explicit, in: tally))
    let twin: RationalTwin<Rational>? = HiPPO.legS.rationalTwin(order: n, in: Intrinsic())
    let matrix = (normal ? twin?.normalPart : twin?.matrix) ?? HiPPOClaims.legSTwin(n)
    let place = [NamedValue("c", state), NamedValue("delta", implicit), NamedValue("epsilon", explicit)]
    let left = matrix.scaled(by: -implicit).addingToDiagonal(1)
    let right = matrix.scaled(by: explicit).addingToDiagonal(1) * Matrix(column: state, in: Intrinsic())
    guard let dense = try? left.solve(right) else {
      return [Evidence("I - delta A is nonsingular", holds: .false, at: place)]
    }
    return [
      Evidence("running sums = dense elimination", counted.map(\.value), equal: dense.elements.elements, at: place),
      Evidence("operations <= 15 N", Rational(tally.count), atMost: Rational(15 * n), at: place),
    ]
  }
}
