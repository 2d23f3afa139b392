import Arithmetic

/// How much the tokens of a selective recurrence influence its outputs:
///
///     dy_t/dx_s,   h_t = A_t . h_(t-1) + k_t,   y_t = <c_t, h_t>,   h_(-1) given,
///
/// where the transition A_t, the drive k_t and the read-out c_t, each of shape (state), depend on the token x_t. For s
/// < t
///
///     dy_t/dx_s = <c_t, A_t ... A_(s+1) . (dA_s . h_(s-1) + dk_s)>,   and   dy_t/dx_t has <dc_t, h_t> besides.
///
/// Exact over `Rational`, enclosed in balls.
///
/// - Source: Wang et al., arXiv 2501.00658, section 3.
public struct Influence<A: Arithmetic>: Sendable {
  /// The steps, each part with its derivative with respect to the step's own token.
  public let steps: [AffineStep<Dual<A>>]
  /// h_(-1), shape (state), which depends on no token.
  public let initialState: A.Vector

  /// - Parameter initialState: zeros where nil.
  public init(steps: [AffineStep<Dual<A>>], initialState: A.Vector? = nil) {
    precondition(!steps.isEmpty, "an influence is one of a step")
    precondition(steps.allSatisfy { $0.value.count == 1 }, "the state is a vector")
    self.steps = steps
    self.initialState = initialState ?? A.Vector(zeros: steps[0].key.count, in: steps[0].key.context)
  }

  /// dy_t/dx_s for t = s, s + 1, ..., of shape (length - s): one pass with tangents.
  public func onOutputs(of s: Int) -> [A] {
    let context = initialState.context
    var recurrence = AffineRecurrence<Dual<A>>(
      initialState: DualVector(value: initialState, tangent: A.Vector(zeros: initialState.count, in: context)),
      columns: 1)
    var output = DualVector<A>(zeros: 1, in: context)
    var influences: [A] = []
    influences.reserveCapacity(steps.count - s)
    for (t, step) in steps.enumerated() {
      recurrence.advance(t == s ? step : AffineStep(constant: step.values()), output: &output)
      if t >= s { influences.append(output[0].tangent) }
    }
    return influences
  }

  /// dy_t/dx_s for s = 0 ... t, of shape (t + 1): one pass with adjoints, all tokens at once.
  public func onOutput(_ t: Int) -> [A] {
    let context = initialState.context
    let problem = AffineProblem(initialState: initialState, columns: 1, steps: steps[...t].map { $0.values() })
    let zero = A.Vector(zeros: 1, in: context)
    let one = A.Vector([A(1, in: context)], in: context)
    let cotangents = problem.cotangents(ofOutputs: (0...t).map { $0 == t ? one : zero })
    return zip(cotangents.steps, steps).map { $0.paired(withTangentsOf: $1) }
  }

  /// h_t, t = 0 ..< length, each of shape (state).
  public var states: [A.Vector] {
    var recurrence = AffineRecurrence<A>(initialState: initialState, columns: 1)
    return steps.map { step in
      recurrence.update(step.values())
      return recurrence.state
    }
  }
}

extension Influence where A: RealArithmetic {
  /// |dy_t/dx_s|/sum_r |dy_t/dx_r| for s = 0 ... t, of shape (t + 1): the share that each token has in an output.
  public func shares(onOutput t: Int) -> [A] {
    let sizes = onOutput(t).map(\.magnitude)
    let total = sizes.reduce(A(0, in: initialState.context), +)
    return sizes.map { $0 / total }
  }
}

extension AffineStep {
  /// A step that depends on no variable.
  init<Base: Arithmetic>(constant step: AffineStep<Base>) where A == Dual<Base> {
    func constant(_ x: Base.Vector) -> DualVector<Base> {
      DualVector(value: x, tangent: Base.Vector(zeros: x.count, in: x.context))
    }
    self.init(
      decay: constant(step.decay), key: constant(step.key), value: constant(step.value), query: constant(step.query),
      correction: step.correction.map { (constant($0.target), constant($0.source)) },
      logDecay: step.logDecay.map(constant))
  }

  /// A step without its derivatives.
  func values<Base: Arithmetic>() -> AffineStep<Base> where A == Dual<Base> {
    AffineStep<Base>(
      decay: decay.value, key: key.value, value: value.value, query: query.value,
      correction: correction.map { ($0.target.value, $0.source.value) }, logDecay: logDecay?.value)
  }

  /// The sum over the parts of a step of <cotangent, tangent>; the gate enters through its decay.
  func paired(withTangentsOf step: AffineStep<Dual<A>>) -> A {
    var sum =
      decay.dot(step.decay.tangent) + key.dot(step.key.tangent) + value.dot(step.value.tangent)
      + query.dot(step.query.tangent)
    if let own = correction, let other = step.correction {
      sum = sum + own.target.dot(other.target.tangent) + own.source.dot(other.source.tangent)
    }
    return sum
  }
}
