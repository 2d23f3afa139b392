import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// What clipping does to the released initialization.
  static let clippedInput = Claim(
    "s4.code-Bclip",
    title: "The released initialization depends on the phases of eigenvectors",
    statement: """
      The released LegS initialization clips the imaginary part of V^* B to [-2, 2]. For n >= 4 there are phases of \
      the first eigenvector, |v^* B| = 2/sqrt(T(y_0)) > 2, for which that changes |v^* B|, and phases for which it \
      does not; the clipped system is then not HiPPO's in other coordinates.
      """,
    source: Source("state-spaces/s4, hippo.nplr", "B_clip = 2.0", .code),
    hypotheses: [
      Hypothesis("clip", "B_clip is 2, as released; None restores equality"),
      Hypothesis(
        "phases", "an eigenvector is determined up to a phase, which the eigensolver chooses",
        untested: "it is a fact about eigenvectors"),
    ],
    method: .certified,
    notes: [
      "|v^* B| does not depend on the phase; the largest is about 2n/pi. How many modes a given LAPACK clips "
        + "(the catalogue counts 3/8, 11/32, 44/128) depends on its build and is not redone.",
      "The S4D-LegS branch of the same code leaves out the factor 1/2 on B; a comment there says so.",
    ],
    effort: 0.5,
    check: Check(Phase.generator) { try $0.evidence(clips: true, $1) },
    falsifiers: [
      Falsifier("without clipping", dropping: "clip", Check(Phase.generator) { try $0.evidence(clips: false, $1) })
    ],
    quoted: { precision in
      try [(16, "10.2"), (64, "40.75"), (256, "163")].map { n, digits in
        let spectrum = LegSNormalSpectrum(order: n)
        let y = try spectrum.frequency(0, precision: precision)
        return Evidence("|v^* B| at n = \(n)", Ball.sqrt(spectrum.squaredInput(at: y)), isQuotedAs: digits)
      }
    })
}

/// An order and a point of the unit circle, the phase of the first eigenvector.
private struct Phase: Sendable {
  let order: Int
  let direction: [Rational]

  static let generator = Generator { draw in
    Phase(order: try draw(.integer(in: 4...64)), direction: try draw(.unitVector(count: 2)))
  }

  func evidence(clips: Bool, _ precision: Precision) throws -> [Evidence] {
    let spectrum = LegSNormalSpectrum(order: order)
    let y = try spectrum.frequency(0, precision: precision)
    let size = Ball.sqrt(spectrum.squaredInput(at: y))
    let two = Ball(2, in: precision)
    func clippedSize(_ c: Rational, _ s: Rational) -> Ball {
      let b = Disc(size * Ball(c, in: precision), size * Ball(s, in: precision))
      return Ball.sqrt((clips ? S4DInitialization.clipped(b, limit: two) : b).squaredMagnitude)
    }
    let place = [NamedValue("n", order), NamedValue("phase", direction)]
    let real = clippedSize(1, 0)
    return [
      Evidence("2 < |v^* B|", two, lessThan: size, at: place),
      Evidence(
        "an imaginary v^* B is clipped to 2", clippedSize(0, 1),
        atMost: two * Ball(1 + Rational.pow(2, -precision.bits / 2), in: precision), at: place),
      Evidence("a real one is not", real, agreesWith: size, bits: precision.bits / 2, at: place),
      Evidence(
        "no clipped |v^* B| is larger", clippedSize(direction[0], direction[1]),
        atMost: size * Ball(1 + Rational.pow(2, -precision.bits / 2), in: precision), at: place),
    ]
  }
}
