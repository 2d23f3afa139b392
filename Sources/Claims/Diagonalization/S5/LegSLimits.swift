import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelStateSpaces {
  /// The diagonal limit with many inputs.
  static let mimoLimit = Claim(
    "s5.C1-mimo-limit",
    title: "S5 inherits the diagonal limit of LegS, with half of B and for inputs along B",
    statement: """
      For B = B_LegS r^T with any row r^T and every C, C (s I - N)^-1 B/2 = C (s I - A)^-1 B/(1 + phi_n(s)) with \
      phi_n(s) = 1 - B_LegS^T (s I - A)^-1 B_LegS, which tends to 0 for s > 0: |phi_2n(s)| <= |phi_n(s)|/2 for n > s.
      """,
    source: smith("Corollary to S4D's Theorem 3", .recalled),
    hypotheses: [
      Hypothesis("half", "N is paired with B/2; the released code takes B itself"),
      Hypothesis("along B", "every column of B is a multiple of B_LegS"),
    ],
    method: .exact,
    notes: [
      "Exact over the rational twin of LegS, at rational s > 0. In which sense the kernels do not converge: s4d.T3-limit.",
      "The released S5 initializes B with random numbers, in the eigenbasis of N: the limit says nothing about it.",
    ],
    effort: 0.3,
    check: Check(LegSInputs.generator) { inputs, _ in try inputs.evidence },
    falsifiers: [
      Falsifier(
        "B in place of B/2", dropping: "half",
        Check(LegSInputs.generator.with { $0.factor = 1 }) { inputs, _ in try inputs.evidence }),
      Falsifier(
        "a column of B changed in one element", dropping: "along B",
        Check(LegSInputs.generator.with { $0.shift = 1 }) { inputs, _ in try inputs.evidence }),
    ])

  private struct LegSInputs: Sendable {
    let order: Int
    let row: [Rational]
    let output: [Rational]
    let s: Rational
    var factor = Rational(1, 2)
    var shift: Rational = 0

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...6)
      return LegSInputs(
        order: n, row: try draw(.array(of: SystemInstance.number, count: 1...3)),
        output: try draw(.array(of: SystemInstance.number, count: n)),
        s: try draw(.rational(above: 0, upTo: 4, denominator: 5)))
    }

    private func phi(order: Int) throws -> Rational {
      guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) else { return 0 }
      let all = LinearSystem(matrix: twin.matrix, input: twin.input, output: twin.squaredScale)
      return 1 - (try all.transferFunction(at: s)[0, 0])
    }

    var evidence: [Evidence] {
      get throws {
        guard let twin: RationalTwin<Rational> = HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) else {
          return []
        }
        var input = Matrix(order, row.count, in: Intrinsic()) { twin.input[$0] * row[$1] }
        input[order - 1, 0] += shift
        let output = Matrix([self.output], in: Intrinsic())
        let full = LinearSystem(matrix: twin.matrix, input: input, output: output)
        let normal = LinearSystem(matrix: twin.normalPart, input: input.scaled(by: factor), output: output)
        let phi = try phi(order: order)
        let scaled = try full.transferFunction(at: s).scaled(by: 1 / (1 + phi))
        let values = [
          NamedValue("n", order), NamedValue("r", row), NamedValue("C", self.output), NamedValue("s", s),
        ]
        let identity = Evidence(
          "C (s I - N)^-1 B/2 = C (s I - A)^-1 B/(1 + phi_n(s))", try normal.transferFunction(at: s).row(0),
          equal: scaled.row(0), at: values)
        guard s < Rational(order) else { return [identity] }
        return [
          identity,
          Evidence(
            "|phi_2n(s)| <= |phi_n(s)|/2", try self.phi(order: 2 * order).magnitude, atMost: phi.magnitude / 2,
            at: values),
        ]
      }
    }
  }

  /// Subtracting p p* keeps a matrix stable.
  static let sashimiHurwitz = Claim(
    "sashimi.H1-hurwitz",
    title: "Lambda - p p* is Hurwitz, Lambda - p q* need not be",
    statement: "If Re lambda_i < 0 for all i, all eigenvalues of diag(lambda) - p p* have a negative real part.",
    source: Source(
      "Goel, Gu, Donahue & Re, SaShiMi", arXiv: "2202.09729", "proposition on Hurwitz matrices", .recalled),
    hypotheses: [
      Hypothesis("same vector", "the two vectors of the correction are the same"),
      Hypothesis("stable diagonal", "Re lambda_i < 0, strictly"),
      Hypothesis("normal", "Lambda is diagonal, or has a negative definite Hermitian part"),
    ],
    method: .exact,
    notes: [
      "Decided by Routh's array of det(x I - A) det(x I - conj A), over the Gaussian rationals. The proof: "
        + "Re x*(Lambda - p p*)x = x*(Re Lambda)x - |p* x|^2 < 0."
    ],
    effort: 0.5,
    check: Check(Correction.generator) { correction, _ in correction.evidence },
    falsifiers: [
      Falsifier(
        "Lambda - p q*", dropping: "same vector",
        Check(Correction.generator.with { $0.right = $0.right.map { -$0 } }) { correction, _ in correction.evidence }),
      Falsifier(
        "Re lambda_1 = 0", dropping: "stable diagonal",
        Check(
          Correction.generator.with {
            $0.diagonal[0].real = 0
            $0.left[0] = $0.left[0] - $0.left[0]
            $0.right[0] = $0.left[0]
          }
        ) { correction, _ in correction.evidence }),
      Falsifier(
        "a triangular Lambda with large elements beside the diagonal", dropping: "normal",
        Check(Correction.generator.with { $0.offDiagonal = -20 }) { correction, _ in correction.evidence }),
    ])

  private struct Correction: Sendable {
    var diagonal: [Complex<Rational>]
    var left: [Complex<Rational>]
    var right: [Complex<Rational>]
    /// The elements above the diagonal of Lambda.
    var offDiagonal: Rational = 0

    static let generator = Generator { draw in
      let n = draw.integer(in: 1...4)
      let number = Generator { draw in
        Complex(try draw(SystemInstance.number), try draw(SystemInstance.number))
      }
      let mode = Generator { draw in
        Complex(-(try draw(.rational(above: 0, upTo: 2, denominator: 4))), try draw(SystemInstance.number))
      }
      let p = try draw(.array(of: number, count: n))
      return Correction(diagonal: try draw(.array(of: mode, count: n)), left: p, right: p)
    }

    var evidence: Evidence {
      let matrix = Matrix(diagonal.count, diagonal.count, in: Intrinsic()) { i, j in
        let entry = i == j ? diagonal[i] : Complex(i < j ? offDiagonal : Rational(0))
        return entry - left[i] * right[j].conjugate
      }
      return Evidence(
        "all eigenvalues have a negative real part", holds: matrix.realCharacteristicPolynomial().isHurwitz,
        at: [NamedValue("lambda", diagonal), NamedValue("p", left), NamedValue("q", right)])
    }
  }
}
