import Arithmetic
import Definitions
import PropertyTesting

extension LongConvolutions {
  /// The soft threshold is the proximal map of the l1 norm.
  static let squash = Claim(
    "longconv.Q1-squash",
    title: "Squash is the proximal map of the l1 norm: nonexpansive, and it sets small taps to 0",
    statement: """
      S(k) = sign(k) max(|k| - lambda, 0) minimizes |z - k|^2/2 + lambda |z|_1 over z, |S(a) - S(b)| <= |a - b| in the \
      2-norm, and S(k)_i = 0 iff |k_i| <= lambda.
      """,
    source: Source(
      "Fu et al., Simple hardware-efficient long convolutions", arXiv: "2302.06646", "section 3.2", .recalled),
    hypotheses: [
      Hypothesis("soft", "the threshold is subtracted, not only compared with"),
      Hypothesis("convex", "lambda >= 0"),
    ],
    method: .exact,
    notes: [
      "That S(k) is the only minimum follows from strict convexity; the margin found is (z - S(k))^2/2 at least."
    ],
    check: Check(ShrinkageInstance.generator) { instance, _ in
      [instance.isProximal(.soft), instance.isNonexpansive(.soft), instance.isSparse(.soft)]
    },
    falsifiers: [
      Falsifier(
        "the hard threshold", dropping: "soft",
        Check(ShrinkageInstance.generator) { instance, _ in [instance.isNonexpansive(.hard)] }),
      Falsifier(
        "the hard threshold is no proximal map of the l1 norm", dropping: "soft",
        Check(ShrinkageInstance.generator) { instance, _ in [instance.isProximal(.hard)] }),
      Falsifier(
        "a negative lambda", dropping: "convex",
        Check(ShrinkageInstance.generator.with { $0.threshold = -$0.threshold - 1 }) { instance, _ in
          [instance.isSparse(.soft)]
        }),
      Falsifier(
        "a contraction by 9/10",
        Check(ShrinkageInstance.generator) { instance, _ in [instance.isNonexpansive(.soft, by: Rational(9, 10))] }),
    ])
}

/// Two filters, a rival and a threshold.
private struct ShrinkageInstance: Sendable {
  let a, b, rival: [Rational]
  var threshold: Rational

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...6)
    return ShrinkageInstance(
      a: try draw(.numbers(count: n)), b: try draw(.numbers(count: n)), rival: try draw(.numbers(count: n)),
      threshold: try draw(.rational(in: 0...3, denominator: 4)))
  }

  var values: [NamedValue] {
    [NamedValue("a", a), NamedValue("b", b), NamedValue("z", rival), NamedValue("lambda", threshold)]
  }

  private func image(_ x: [Rational], _ map: Shrinkage) -> [Rational] { x.map { map($0, threshold: threshold) } }
  private func square(_ x: [Rational], _ y: [Rational]) -> Rational {
    zip(x, y).reduce(Rational(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// |S - a|^2/2 + lambda |S|_1 + |z - S|^2/2 <= |z - a|^2/2 + lambda |z|_1: strong convexity.
  func isProximal(_ map: Shrinkage) -> Evidence {
    func objective(_ z: [Rational]) -> Rational {
      square(z, a) / 2 + threshold * z.reduce(Rational(0)) { $0 + $1.magnitude }
    }
    let s = image(a, map)
    return Evidence(
      "|S(a) - a|^2/2 + lambda |S(a)|_1 + |z - S(a)|^2/2 <= |z - a|^2/2 + lambda |z|_1",
      objective(s) + square(rival, s) / 2, atMost: objective(rival), at: values)
  }

  func isNonexpansive(_ map: Shrinkage, by factor: Rational = 1) -> Evidence {
    Evidence(
      "|S(a) - S(b)|^2 <= |a - b|^2", square(image(a, map), image(b, map)), atMost: factor * factor * square(a, b),
      at: values)
  }

  func isSparse(_ map: Shrinkage) -> Evidence {
    let zeros = zip(a, image(a, map)).allSatisfy { ($1 == 0) == ($0.magnitude <= threshold) }
    return Evidence("S(a)_i = 0 iff |a_i| <= lambda", holds: Truth(zeros), at: values)
  }
}
