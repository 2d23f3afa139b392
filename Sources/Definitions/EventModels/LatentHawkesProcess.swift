import Arithmetic
import LinearAlgebra

/// A linear Hawkes process with a latent diagonal state:
///
///     dx = (Lambda x + d) dt between events,   x <- x + alpha_i at event i,   intensity(x) = mu + <c, x>,
///
/// of which the intensity at time t is read at the *left* limit x(t-), before the impulse of an event at t.
///
/// - Source: Chang et al., arXiv 2412.19634 (S2P2), with a linear link in place of softplus, so that the integral of
///   the
///   intensity has a closed form.
public struct LatentHawkesProcess<A: ElementaryArithmetic>: Sendable {
  /// The diagonal of Lambda, not 0, shape (state).
  public var eigenvalues: [A]
  /// d = B u, shape (state).
  public var drive: [A]
  /// c, shape (state).
  public var readout: [A]
  /// mu.
  public var base: A

  public init(eigenvalues: [A], drive: [A], readout: [A], base: A) {
    precondition(
      eigenvalues.count == drive.count && drive.count == readout.count, "Lambda, d and c have one number of states")
    self.eigenvalues = eigenvalues
    self.drive = drive
    self.readout = readout
    self.base = base
  }

  /// x(t + Delta -) = e^(Lambda Delta) x + Lambda^-1 (e^(Lambda Delta) - I) d, without an event in between.
  public func leftLimit(from state: [A], after time: A) -> [A] {
    state.indices.map { i in
      let growth = A.expMinusOne(eigenvalues[i] * time)
      return state[i] + growth * state[i] + growth / eigenvalues[i] * drive[i]
    }
  }

  /// mu + <c, x>.
  public func intensity(_ state: [A]) -> A {
    zip(readout, state).reduce(base) { $0.addingProduct($1.0, $1.1) }
  }

  /// The integral of the intensity over the time Delta after the state x, without an event in between.
  public func compensator(from state: [A], after time: A) -> A {
    state.indices.reduce(base * time) { sum, i in
      let mean = A.expMinusOne(eigenvalues[i] * time) / eigenvalues[i]
      return sum + readout[i] * (mean * state[i] + (mean - time) / eigenvalues[i] * drive[i])
    }
  }

  /// The right limits x(t_i +) as an affine scan over the events.
  ///
  /// - Parameters:
  ///   - gaps: t_i - t_(i-1), shape (events).
  ///   - impulses: alpha_i, shape (events, state).
  public func eventScan(from start: [A], gaps: [A], impulses: [[A]]) -> AffineScan<A> {
    let context = base.context
    let zeros = start.map { _ in A(0, in: context) }
    return AffineScan(
      gates: gaps.map { gap in A.Vector(eigenvalues.map { A.exp($0 * gap) }, in: context) },
      inputs: zip(gaps, impulses).map { gap, impulse in
        A.Vector(zip(leftLimit(from: zeros, after: gap), impulse).map { $0 + $1 }, in: context)
      }, initialState: A.Vector(start, in: context))
  }
}
