import Arithmetic

/// The a-priori bound of ``Influence``: with suprema over all tokens and all times,
///
///     |dy_t/dx_s| <= |c|_1 A_max^(t-s) (|dA|_inf |h|_inf + |dk|_inf),   |h|_inf <= |k|_inf/(1 - A_max),   s < t,
///
/// for h_(-1) = 0 and A_max < 1. The rate log(1/A_max) is a lower bound of the rate at which the influence decays.
///
/// - Source: Wang et al., arXiv 2501.00658, Theorem 3.1, with its constants.
public struct InfluenceBound<A: RealArithmetic>: Sendable {
  /// A_max, the largest |A_t|.
  public var transition: A
  /// The largest |dA_t/dx_t|.
  public var transitionSlope: A
  /// The largest |k_t|_inf, where k_t = Delta_t b_t(x_t).
  public var drive: A
  /// The largest |dk_t/dx_t|_inf.
  public var driveSlope: A
  /// The largest |c_t|_1.
  public var readout: A

  public init(transition: A, transitionSlope: A, drive: A, driveSlope: A, readout: A) {
    self.transition = transition
    self.transitionSlope = transitionSlope
    self.drive = drive
    self.driveSlope = driveSlope
    self.readout = readout
  }

  /// The suprema along the steps of one sequence.
  public init(along steps: [AffineStep<Dual<A>>]) {
    precondition(!steps.isEmpty, "a supremum is one of a step")
    func largest(_ part: (AffineStep<Dual<A>>) -> A) -> A {
      steps.dropFirst().reduce(part(steps[0])) { A.maximum($0, part($1)) }
    }
    func norm(_ x: A.Vector) -> A { x.elements.reduce(A(0, in: x.context)) { A.maximum($0, $1.magnitude) } }
    self.init(
      transition: largest { norm($0.decay.value) }, transitionSlope: largest { norm($0.decay.tangent) },
      drive: largest { norm($0.drive.value) }, driveSlope: largest { norm($0.drive.tangent) },
      readout: largest { step in
        step.query.value.elements.reduce(A(0, in: step.query.context)) { $0 + $1.magnitude }
      })
  }

  /// |h|_inf <= |k|_inf/(1 - A_max).
  public var state: A { drive / (1 - transition) }

  /// The bound at the distance t - s, at least 1.
  public func callAsFunction(distance: Int) -> A {
    readout * A.pow(transition, distance) * (transitionSlope * state + driveSlope)
  }
}

extension AffineStep {
  /// k_t v_t of a step whose state is a vector.
  var drive: A.Vector {
    var drive = key
    drive.multiply(by: value[0])
    return drive
  }
}

extension Influence where A: RealArithmetic {
  /// The bound along this sequence, from its own transitions and states instead of suprema,
  ///
  ///     |dy_t/dx_s| <= sum_n |c_t,n| prod_(r = s+1)^t |A_r,n| (|dA_s,n| |h_(s-1),n| + |dk_s,n|),   s < t,
  ///
  /// for t = s + 1, s + 2, ...: of shape (length - s - 1).
  public func bounds(of s: Int) -> [A] {
    let before = s == 0 ? initialState : states[s - 1]
    let drive = steps[s].drive
    var reach = before.elements.indices.map { n in
      (steps[s].decay[n].tangent * before[n]).magnitude + drive[n].tangent.magnitude
    }
    return steps[(s + 1)...].map { step in
      for n in reach.indices { reach[n] = reach[n] * step.decay[n].value.magnitude }
      return reach.indices.reduce(A(0, in: before.context)) { $0 + step.query[$1].value.magnitude * reach[$1] }
    }
  }
}
