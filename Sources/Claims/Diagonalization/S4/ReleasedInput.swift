import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension StructuredStateSpaces {
  /// The released initialization is another system.
  static let erratumClipping = Claim(
    "erratum.E12",
    title: "The released LegS initialization is not HiPPO's in other coordinates",
    statement: """
      The released initialization, with the imaginary part of V^* B clipped to [-2, 2], is LegS in the coordinates of \
      its eigenvectors: clipping leaves every |v^* B| as it is, whatever the phase of v.
      """,
    source: Source("derived here, about state-spaces/s4, hippo.nplr", "what B_clip = 2.0 is taken to be", .derived),
    hypotheses: [Hypothesis("phase", "the imaginary part of v^* B is at most 2")],
    method: .certified,
    notes: [
      "The code clips without saying so; the statement is what its use as 'HiPPO' implies. The same code leaves the "
        + "factor 1/2 of B out for S4D-LegS.",
      "Which phase comes out is the eigensolver's choice, so that the clipped model is not the same on every machine.",
    ],
    effort: 0.5,
    check: Check(Phase.generator) { try $0.keepsModulus($1) },
    correction: Correction(
      """
      |v^* B| = 2/sqrt(T(y_0)) > 2 for n >= 4; clipping leaves it for a real v^* B and makes it 2 for an imaginary one.
      """,
      Check(Phase.generator) { try $0.evidence(clips: true, $1) }),
    falsifiers: [
      Falsifier("an imaginary v^* B", dropping: "phase", Check(Phase.imaginary) { try $0.keepsModulus($1) })
    ])

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
  var direction: [Rational]

  static let generator = Generator { draw in
    Phase(order: try draw(.integer(in: 4...64)), direction: try draw(.unitVector(count: 2)))
  }

  static let imaginary = generator.with { $0.direction = [0, 1] }

  /// |v^* B| (1 - 2^-b) <= |clip(v^* B)|.
  func keepsModulus(_ precision: Precision) throws -> Evidence {
    let spectrum = LegSNormalSpectrum(order: order)
    let size = Ball.sqrt(spectrum.squaredInput(at: try spectrum.frequency(0, precision: precision)))
    let b = Disc(size * Ball(direction[0], in: precision), size * Ball(direction[1], in: precision))
    let clipped = S4DInitialization.clipped(b, limit: Ball(2, in: precision))
    return Evidence(
      "|v^* B| <= |clip(v^* B)|", size * Ball(1 - Rational.pow(2, -precision.bits / 2), in: precision),
      atMost: Ball.sqrt(clipped.squaredMagnitude), at: [NamedValue("n", order), NamedValue("phase", direction)])
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
