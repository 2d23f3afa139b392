import Arithmetic
import Definitions
import PropertyTesting

extension Contractions {
  /// Contraction and its consequences.
  static let echoState = Claim(
    "esp.contraction",
    title: "A uniform contraction forgets its start, and its law forgets its initial law, both like c^t",
    statement: """
      If |F(x, u) - F(x', u)| <= c |x - x'| with c < 1 for all u, then |x_t - x'_t| <= c^t |x_0 - x'_0| for equal \
      inputs, solutions started at -n converge as n grows, and W_1(law x_t, law x'_t) <= c^t W_1(law x_0, law x'_0) \
      for independent inputs of one law.
      """,
    source: Source(
      "State-space systems as dynamic generative models", arXiv: "2404.08717", "contractive maps", .recalled),
    hypotheses: [
      Hypothesis("uniform", "one c < 1 for all times and inputs"),
      Hypothesis("integrable", "the inputs have a mean", untested: "the laws have finitely many atoms"),
    ],
    method: .exact,
    notes: [
      "W_1(law x_t, pi) <= c^t W_1(law x_0, pi) is the case x'_0 of the stationary law pi. For x' = a x + u and "
        + "laws that are "
        + "translates, Gaussians of one variance among them, W_1 is the distance of the means, and decays by "
        + "exactly |a|.",
      "Mamba contracts at each step, but not uniformly: Delta -> 0 is allowed, and prod a_t can stay above 1/2.",
    ],
    effort: 0.5,
    check: Check(Contraction.generator) { contraction, _ in contraction.evidence },
    falsifiers: [
      Falsifier(
        "a = 1", dropping: "uniform",
        Check(Contraction.generator.with { $0.slope = 1 }) { contraction, _ in contraction.evidence }),
      Falsifier(
        "a_t = 1 - 1/(t+1)^2 for 100 steps", dropping: "uniform",
        Check(Contraction.generator.with { $0.approachesOne = true }) { contraction, _ in
          contraction.decaysPointwise
        }),
      Falsifier(
        "c^t less a thousandth, for affine maps and translates",
        Check(Contraction.generator.with { ($0.saturates, $0.share) = (false, Rational(999, 1000)) }) {
          contraction, _ in contraction.evidence
        }),
    ])

  /// F(x, u) = a x + u, or its saturation at +-1, and finite laws.
  private struct Contraction: Sendable {
    /// c.
    let rate: Rational
    /// a, |a| = c.
    var slope: Rational
    var saturates: Bool
    let starts, others, inputs: DiscreteLaw
    let length: Int
    var approachesOne = false
    var share: Rational = 1

    static let law = Generator<DiscreteLaw> { draw in
      let atom = Generator { draw in
        DiscreteLaw.Atom(point: try draw(SystemInstance.number), weight: Rational(draw.integer(in: 1...3)))
      }
      return DiscreteLaw(try draw(.array(of: atom, count: 1...3)))
    }

    static let generator = Generator { draw in
      let rate = Rational(draw.integer(in: 1...15), 16)
      return Contraction(
        rate: rate, slope: rate * (try draw(.sign)), saturates: draw.bool(), starts: try draw(law),
        others: try draw(law),
        inputs: try draw(law), length: draw.integer(in: 1...4))
    }

    private var values: [NamedValue] {
      func text(_ law: DiscreteLaw) -> String { law.atoms.map { "\($0.point): \($0.weight)" }.joined(separator: ", ") }
      return [
        NamedValue("a", slope), NamedValue("saturates", saturates), NamedValue("x_0", text(starts)),
        NamedValue("x'_0", text(others)), NamedValue("u", text(inputs)), NamedValue("t", length),
      ]
    }

    private func next(_ x: Rational, _ u: Rational, _ a: Rational) -> Rational {
      let y = a * x + u
      return saturates ? ActivationFunction<Rational>.hardTanh(y) : y
    }

    /// From two starts, the inputs in turn.
    var decaysPointwise: Evidence {
      let steps = approachesOne ? 100 : 8
      var (x, y) = (starts.atoms[0].point, starts.atoms[0].point + 1)
      for t in 1...steps {
        let u = approachesOne ? 0 : inputs.atoms[t % inputs.atoms.count].point
        let a = approachesOne ? 1 - Rational(1, (t + 1) * (t + 1)) : slope
        // The time-varying counterexample is linear.
        (x, y) = approachesOne ? (a * x + u, a * y + u) : (next(x, u, a), next(y, u, a))
      }
      return Evidence(
        "|x_t - x'_t| <= c^t |x_0 - x'_0|", (x - y).magnitude, atMost: share * Rational.pow(rate, steps),
        at: values + [NamedValue("c", rate), NamedValue("steps", steps)])
    }

    /// The law after `length` steps.
    private func law(from start: DiscreteLaw) -> DiscreteLaw {
      (0..<length).reduce(start) { law, _ in law.image(with: inputs) { next($0, $1, slope) } }
    }

    private func distance(_ p: DiscreteLaw, _ q: DiscreteLaw) -> (before: Rational, after: Rational) {
      (p.wassersteinDistance(to: q), law(from: p).wassersteinDistance(to: law(from: q)))
    }

    /// Started at -n from the one law and from the other: the longer past starts with one step more.
    private var pasts: Evidence {
      let earlier = starts.image(with: inputs) { next($0, $1, slope) }
      let (before, after) = distance(starts, earlier)
      return Evidence(
        "W_1(started at -t, started at -t-1) <= c^t W_1(first step)", after,
        atMost: share * Rational.pow(rate, length) * before, at: values)
    }

    var evidence: [Evidence] {
      let (before, after) = distance(starts, others)
      let shifted = DiscreteLaw(starts.atoms.map { DiscreteLaw.Atom(point: $0.point + 2, weight: $0.weight) })
      var evidence = [
        decaysPointwise, pasts,
        Evidence(
          "W_1(law x_t, law x'_t) <= c^t W_1(law x_0, law x'_0)", after,
          atMost: share * Rational.pow(rate, length) * before, at: values),
      ]
      if !saturates {
        evidence.append(
          Evidence(
            "W_1 = 2 |a|^t for x' = a x + u and translates by 2", distance(starts, shifted).after,
            equals: 2 * Rational.pow(slope.magnitude, length), at: values))
      }
      return evidence
    }
  }
}
