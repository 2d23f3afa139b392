import Arithmetic
import Definitions
import PropertyTesting

/// A selective diagonal recurrence by its values and derivatives along a sequence, all rational, and a pair of times.
struct InfluenceInstance: Sendable {
  /// One step: a part and its derivative with respect to the step's token, each of shape (state).
  struct Step: Sendable {
    var transition, transitionSlope, drive, driveSlope, readout, readoutSlope: [Rational]

    static func generator(state n: Int) -> Generator<Step> {
      Generator { draw in
        let numbers = Generator<[Rational]>.array(of: SystemInstance.number, count: n)
        return Step(
          transition: try draw(.array(of: .whole(1...15).map { $0 / 16 }, count: n)),
          transitionSlope: try draw(numbers),
          drive: try draw(numbers), driveSlope: try draw(numbers), readout: try draw(numbers),
          readoutSlope: try draw(numbers))
      }
    }

    var dual: AffineStep<Dual<Rational>> {
      func vector(_ value: [Rational], _ tangent: [Rational]) -> DualVector<Rational> {
        DualVector(value: .init(value, in: Intrinsic()), tangent: .init(tangent, in: Intrinsic()))
      }
      return AffineStep(
        decay: vector(transition, transitionSlope), key: vector(drive, driveSlope), value: vector([1], [0]),
        query: vector(readout, readoutSlope))
    }
  }

  let steps: [Step]
  /// s.
  let token: Int
  /// t.
  var output: Int
  /// Of the bound; A_max where nil.
  var rate: Rational?
  var share: Rational = 1
  var ignoresTransitionSlope = false

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...3)
    let steps = try draw(.array(of: Step.generator(state: n), count: 2...10))
    let output = draw.integer(in: 1...steps.count - 1)
    return InfluenceInstance(steps: steps, token: draw.integer(in: 0...output - 1), output: output)
  }

  /// Constant transitions, drives and read-outs: the bound is attained.
  static let sharp = Generator { draw in
    let a = Rational(draw.integer(in: 1...15), 16)
    let step = Step(
      transition: [a], transitionSlope: [0], drive: [1], driveSlope: [1], readout: [1], readoutSlope: [0])
    let length = draw.integer(in: 2...20)
    return InfluenceInstance(
      steps: Array(repeating: step, count: length), token: 0, output: draw.integer(in: 1...length - 1))
  }

  /// h_t = (1 - 1/(t+1)^2) h_(t-1) + x_t, y = h.
  static func approachingOne(length: Int) -> InfluenceInstance {
    let steps = (0..<length).map { t in
      Step(
        transition: [1 - Rational(1, (t + 1) * (t + 1))], transitionSlope: [0], drive: [1], driveSlope: [1],
        readout: [1],
        readoutSlope: [0])
    }
    return InfluenceInstance(steps: steps, token: 0, output: length - 1)
  }

  /// The same, with a rate that is claimed for it.
  static let approachingOne = Generator { draw in
    var instance = approachingOne(length: 401)
    instance.rate = Rational(draw.integer(in: 1...15), 16)
    return instance
  }

  var influence: Influence<Rational> { Influence(steps: steps.map(\.dual)) }

  private var values: [NamedValue] {
    let place = [NamedValue("s", token), NamedValue("t", output)]
    guard steps.count <= 10 else { return place + (rate.map { [NamedValue("r", $0)] } ?? []) }
    return [
      NamedValue("A", steps.map(\.transition)), NamedValue("dA", steps.map(\.transitionSlope)),
      NamedValue("k", steps.map(\.drive)), NamedValue("dk", steps.map(\.driveSlope)),
      NamedValue("c", steps.map(\.readout)),
    ] + place
  }

  /// Tangents against adjoints, and the influence against its bounds.
  func evidence(_ precision: Precision) -> [Evidence] {
    let influence = influence
    let value = influence.onOutputs(of: token)[output - token]
    var bound = InfluenceBound(along: influence.steps)
    if let rate { bound.transition = rate }
    if ignoresTransitionSlope { bound.transitionSlope = 0 }
    let distance = output - token
    var evidence = [
      Evidence(
        "|dy_t/dx_s| <= |c| A_max^(t-s) (|dA| |k|/(1 - A_max) + |dk|)", value.magnitude,
        atMost: share * bound(distance: distance), at: values),
      Evidence("dy_t/dx_s by tangents = by adjoints", value, equals: influence.onOutput(output)[token], at: values),
    ]
    if distance > 0 {
      evidence.append(
        Evidence(
          "|dy_t/dx_s| <= the bound along the sequence", value.magnitude,
          atMost: influence.bounds(of: token)[distance - 1], at: values))
    }
    return evidence
  }
}

/// A channel of a selective model with random gains, and its tokens.
struct TokenInstance: Sendable {
  /// |A|, shape (state).
  let rates: [Rational]
  /// Delta for the token 0.
  let step: Rational
  /// w.
  let stepSlope: Rational
  /// B and C for the token 0, and the slope of the other; shape (state).
  let inputs, outputs: [Rational]
  let tokens: [Rational]

  static let generator = Generator { draw in
    let n = draw.integer(in: 1...4)
    let gains = Generator<[Rational]>.array(of: SystemInstance.number, count: n)
    return TokenInstance(
      rates: try draw(.array(of: .whole(1...16), count: n)), step: try draw(.power(of: 2, in: -10...0)),
      stepSlope: try draw(SystemInstance.number), inputs: try draw(gains), outputs: try draw(gains),
      tokens: try draw(.array(of: SystemInstance.number, count: 2...12)))
  }

  /// The channel, enclosed; the bias of the step is log(e^Delta - 1).
  func model(_ precision: Precision) -> SelectiveTokens<Ball> {
    func vector(_ x: [Rational]) -> Ball.Vector { Ball.Vector(x.balls(precision), in: precision) }
    return SelectiveTokens(
      eigenvalues: vector(rates.map { -$0 }), stepSlope: Ball(stepSlope, in: precision),
      stepBias: Ball.log(Ball.expMinusOne(Ball(step, in: precision))), inputSlope: vector(outputs),
      inputBias: vector(inputs), outputSlope: vector(inputs), outputBias: vector(outputs))
  }

  private var values: [NamedValue] {
    [
      NamedValue("|A|", rates), NamedValue("Delta", step), NamedValue("w", stepSlope), NamedValue("B", inputs),
      NamedValue("C", outputs), NamedValue("x", tokens),
    ]
  }

  /// The influence of each token on the last output against the bound.
  func evidence(_ precision: Precision) -> [Evidence] {
    let model = model(precision)
    let tokens = tokens.balls(precision)
    let influence = model.influence(of: tokens)
    let bound = InfluenceBound(along: influence.steps)
    let last = tokens.count - 1
    let onLast = influence.onOutput(last)
    let steps = tokens.map(model.stepSize)
    let least = steps.dropFirst().reduce(steps[0]) { Ball.minimum($0, $1) }
    // The bound can be attained.
    let slack = Ball(Rational(1025, 1024), in: precision)
    let slowest = rates.dropFirst().reduce(rates[0]) { min($0, $1) }
    return [
      Evidence(
        "A_max = exp(-min Delta min |A|)", bound.transition,
        approaches: Ball.exp(-least * Ball(slowest, in: precision)),
        bits: 60, at: values)
    ]
      + (0..<last).map { s in
        Evidence(
          "|dy_t/dx_s| of a selective channel <= 1025/1024 of the bound", onLast[s].magnitude,
          atMost: slack * bound(distance: last - s),
          at: values + [NamedValue("s", s), NamedValue("t", last)])
      }
  }
}
