import Arithmetic

/// The scan h_t = a_t h_(t-1) + b_t of positive numbers in logarithms, as kernels run it: with two running numbers, the
/// sum c_t of the log-gates since the base and
///
///     L_t = log(e^L_(t-1) + e^(log b_t - c_t)),   log h_t = c_t + L_t
///
/// The base is the first step; with a `period`, a new one is taken every so many steps, where L becomes log h and c
/// begins anew. A period of 1 is the recurrence itself in logarithms.
///
/// In floats c_t + L_t is the difference of two numbers of the size of |c_t|, so that h_t is known to about |c_t|
/// roundoffs and no better, however soon the recurrence forgets: ``LogarithmicScanErrorBound``.
///
/// - Source: Heinsen, arXiv 2311.06281, eq. (5), with the sums taken one after another.
public struct RunningLogarithmicScan<A: RealElementaryArithmetic>: Sendable {
  /// How many steps have one base; nil for all.
  public let period: Int?
  private var cumulative: A?
  private var logSum: A?
  private var steps = 0

  /// - Parameter logInitial: log h_(-1); nil for 0.
  public init(logInitial: A?, period: Int? = nil) {
    precondition(period.map { $0 > 0 } ?? true, "a base has a step")
    logSum = logInitial
    self.period = period
  }

  /// One step, given log a_t and log b_t.
  public mutating func advance(logGate: A, logInput: A) -> LogarithmicScanStep<A> {
    let isRebased = period.map { steps > 0 && steps % $0 == 0 } ?? false
    if isRebased, let sum = logSum, let old = cumulative { (logSum, cumulative) = (old + sum, nil) }
    steps += 1
    let sum = cumulative.map { $0 + logGate } ?? logGate
    let term = logInput - sum
    let previous = logSum
    let next = previous.map { logarithmOfSum($0, term) } ?? term
    (cumulative, logSum) = (sum, next)
    return LogarithmicScanStep(
      cumulative: sum, previous: previous, term: term, logSum: next, logState: sum + next, isRebased: isRebased)
  }
}

/// The numbers that a step of ``RunningLogarithmicScan`` computes.
public struct LogarithmicScanStep<A: RealElementaryArithmetic>: Sendable {
  /// c_t.
  public let cumulative: A
  /// L_(t-1), after a change of base; nil where nothing has been seen.
  public let previous: A?
  /// log b_t - c_t.
  public let term: A
  /// L_t.
  public let logSum: A
  /// log h_t = c_t + L_t.
  public let logState: A
  /// Whether the base was changed before this step.
  public let isRebased: Bool

  /// h_t.
  public var state: A { A.exp(logState) }

  /// The same numbers in another arithmetic.
  public func map<B>(_ convert: (A) -> B) -> LogarithmicScanStep<B> {
    LogarithmicScanStep<B>(
      cumulative: convert(cumulative), previous: previous.map(convert), term: convert(term), logSum: convert(logSum),
      logState: convert(logState), isRebased: isRebased)
  }
}

/// How far h_t of a ``RunningLogarithmicScan`` in correctly rounded floats with unit roundoff u can be from the exact
/// one, from the numbers that the scan has computed.
///
/// Let e_t bound the error of c_t + L_t. A rounding of c_t moves all earlier terms alike, so that what was wrong with
/// c_t before is wrong with no difference; the share of the old state in the new one, w_t = 1/(1 + e^(log b_t - c_t -
/// L_(t-1))), damps the rest:
///
///     e_t <= w_t (e_(t-1) + u |c_t|) + (1 - w_t) u |log b_t - c_t| + u |L_t| + 3u/2
///
/// where w_t is taken at the largest argument that the errors allow, 3u/2 bounds the error of log(1 + e^-d) with d,
/// e^-d and the logarithm rounded, and a change of base adds u |L|. With constant gates a this is about 2 u |c_t|/(1 -
/// a).
public struct LogarithmicScanErrorBound<A: RealElementaryArithmetic>: Sendable {
  /// u.
  public let unitRoundoff: A
  /// e_t.
  public private(set) var error: A

  public init(unitRoundoff: A) {
    self.unitRoundoff = unitRoundoff
    error = A(0, in: unitRoundoff.context)
  }

  /// A bound of |h_t computed/h_t - 1| after one more step, which has to be exact in this arithmetic.
  public mutating func advance(_ step: LogarithmicScanStep<A>) -> A {
    let u = unitRoundoff
    let own = u * step.term.magnitude
    if let previous = step.previous {
      var old = error + u * step.cumulative.magnitude
      if step.isRebased { old = old + u * previous.magnitude }
      let share = A.sigmoid(previous - step.term + (old + own))
      let excess = A.maximum(old - own, A(0, in: u.context))
      error = own + share * excess + u * step.logSum.magnitude + 3 * u / 2
    } else {
      error = own
    }
    let exponent = error + u * step.logState.magnitude
    return A.expMinusOne(exponent) + u * A.exp(exponent)
  }
}
