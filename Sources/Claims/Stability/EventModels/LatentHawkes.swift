import Arithmetic
import Definitions
import PropertyTesting

extension EventModels {
  /// The closed form between events.
  static let latentHawkes = Claim(
    "s2p2.T",
    title: "A latent linear Hawkes process is an affine scan over its events, read at left limits",
    statement: """
      Between events x(t-) = e^(Lambda Delta) x + Lambda^-1 (e^(Lambda Delta) - I) d solves x' = Lambda x + d, so that \
      the right limits x(t_i) = x(t_i-) + alpha_i are an affine scan over the events. The intensity whose integral is \
      the compensator is that at the left limit: d/dt of the compensator is mu + <c, x(t-)>.
      """,
    source: Source(
      "Chang et al., Deep continuous-time state-space models for marked event sequences (S2P2)", arXiv: "2412.19634",
      "the latent linear Hawkes layer", .recalled),
    hypotheses: [
      Hypothesis("left limit", "the intensity of an event is read before its own impulse"),
      Hypothesis("constant drive", "d is constant between events"),
      Hypothesis(
        "Lambda != 0", "no eigenvalue is 0",
        untested: "(e^(lambda Delta) - 1)/lambda means Delta there, and is undefined as written"),
    ],
    method: .certified,
    notes: [
      "The link is linear here, so that the compensator has a closed form; the derivatives are those of dual "
        + "numbers over balls.",
      "EasyTPP describes the intensity at an event as that right after it: reading it there counts the event's "
        + "own impulse.",
    ],
    effort: 0.5,
    check: Check(Process.generator) { process, precision in process.evidence(precision) },
    falsifiers: [
      Falsifier(
        "the right limit", dropping: "left limit",
        Check(Process.generator) { process, precision in
          [process.compensatorDerivative(precision, readsRightLimit: true)]
        }),
      Falsifier(
        "d doubled half-way", dropping: "constant drive",
        Check(Process.generator) { process, precision in [process.solves(precision, driveFactor: 2)] }),
    ])

  private struct Process: Sendable {
    let eigenvalues, drive, readout, start: [Rational]
    let base: Rational
    let gaps: [Rational]
    let impulses: [[Rational]]

    static let generator = Generator { draw in
      let (n, events) = (draw.integer(in: 1...3), draw.integer(in: 1...5))
      let number = Generator<Rational>.rational(above: 0, upTo: 2, denominator: 4)
      func vector() throws -> [Rational] { try draw(.array(of: number, count: n)) }
      return Process(
        eigenvalues: try vector().map { -$0 }, drive: try vector(), readout: try vector(), start: try vector(),
        base: try draw(number), gaps: try draw(.array(of: number, count: events)),
        impulses: try (0..<events).map { _ in try vector() })
    }

    var values: [NamedValue] {
      [
        NamedValue("Lambda", eigenvalues), NamedValue("d", drive), NamedValue("c", readout), NamedValue("mu", base),
        NamedValue("x", start), NamedValue("gaps", gaps), NamedValue("alpha", impulses),
      ]
    }

    private func process<A: ElementaryArithmetic>(_ context: A.Context, driveFactor: Int = 1) -> LatentHawkesProcess<A>
    {
      LatentHawkesProcess(
        eigenvalues: eigenvalues.map { A($0, in: context) },
        drive: drive.map { A($0 * Rational(driveFactor), in: context) }, readout: readout.map { A($0, in: context) },
        base: A(base, in: context))
    }

    /// |x - y| <= 2^-64 max(1, |y|), for all.
    private func near(_ statement: String, _ x: [Ball], _ y: [Ball]) -> Evidence {
      let precision = x[0].context
      let distances = zip(x, y).map { ($0 - $1).magnitude / (1 + $1.magnitude) }
      return Evidence(
        statement + ", relatively to 2^-64", distances.dropFirst().reduce(distances[0]) { Ball.maximum($0, $1) },
        atMost: Ball.pow(Ball(2, in: precision), -64), at: values)
    }

    private func enclosed(_ numbers: [Rational], _ precision: Precision) -> [Ball] { numbers.balls(precision) }

    /// d/dt x(t-) = Lambda x(t-) + d after the first gap.
    func solves(_ precision: Precision, driveFactor: Int = 1) -> Evidence {
      let dual: LatentHawkesProcess<Dual<Ball>> = process(precision)
      let time = Dual(variable: Ball(gaps[0], in: precision))
      let moved = dual.leftLimit(from: enclosed(start, precision).map { Dual(constant: $0) }, after: time)
      let balls: LatentHawkesProcess<Ball> = process(precision, driveFactor: driveFactor)
      let expected = moved.indices.map { balls.eigenvalues[$0] * moved[$0].value + balls.drive[$0] }
      return near("dx/dt = Lambda x + d", moved.map(\.tangent), expected)
    }

    /// The derivative of the compensator is the intensity at the left limit.
    func compensatorDerivative(_ precision: Precision, readsRightLimit: Bool = false) -> Evidence {
      let dual: LatentHawkesProcess<Dual<Ball>> = process(precision)
      let balls: LatentHawkesProcess<Ball> = process(precision)
      let time = Ball(gaps[0], in: precision)
      let state = enclosed(start, precision)
      let found = dual.compensator(from: state.map { Dual(constant: $0) }, after: Dual(variable: time)).tangent
      var read = balls.leftLimit(from: state, after: time)
      if readsRightLimit { read = zip(read, enclosed(impulses[0], precision)).map { $0 + $1 } }
      return near("d/dt of the compensator = the intensity", [found], [balls.intensity(read)])
    }

    func evidence(_ precision: Precision) -> [Evidence] {
      let balls: LatentHawkesProcess<Ball> = process(precision)
      let times = enclosed(gaps, precision)
      let jumps = impulses.map { enclosed($0, precision) }
      var state = enclosed(start, precision)
      var states: [Ball] = []
      for (gap, jump) in zip(times, jumps) {
        state = zip(balls.leftLimit(from: state, after: gap), jump).map { $0 + $1 }
        states += state
      }
      let scan = balls.eventScan(from: enclosed(start, precision), gaps: times, impulses: jumps)
      return [
        solves(precision), compensatorDerivative(precision),
        near(
          "right limits by the scan = event by event", scan.states(by: .brentKung).states.flatMap(\.elements), states),
      ]
    }
  }
}
