import Arithmetic

/// The scan h_t = a_t h_(t-1) + b_t of positive numbers in logarithms:
///
///     log h_t = c_t + log(h_(-1) + sum_(s <= t) e^(log b_s - c_s)),   c_t = sum_(r <= t) log a_r
///
/// The logarithm of the sum is taken with the largest term set apart, so that nothing overflows, and of all terms at once,
/// so that its own error does not grow (`AffineScan.statesByLogarithms()` adds one term after another, as kernels do). The
/// rounding error of h_t is relative and of the size of |c_t| roundoffs, however soon the recurrence forgets.
///
/// - Parameters:
///   - logGates: log a_t.
///   - logInputs: log b_t; nil for b_t = 0.
///   - logInitial: log h_(-1); nil for 0.
/// - Returns: h_t for each step.
/// - Source: Heinsen, arXiv 2311.06281, eq. (5).
public func logarithmicScan<A: RealElementaryArithmetic>(
  logGates: [A], logInputs: [A?], logInitial: A?, in context: A.Context
) -> [A] {
  precondition(logInputs.count == logGates.count, "as many gates as inputs")
  var terms: [A] = []
  var largest: A?
  func add(_ term: A) {
    terms.append(term)
    largest = largest.map { A.maximum($0, term) } ?? term
  }
  if let logInitial { add(logInitial) }
  var cumulative: A?
  return zip(logGates, logInputs).map { gate, input in
    let sum = cumulative.map { $0 + gate } ?? gate
    cumulative = sum
    if let input { add(input - sum) }
    guard let largest else { return A(0, in: context) }
    let rest = terms.dropFirst().reduce(A.exp(terms[0] - largest)) { $0 + A.exp($1 - largest) }
    return A.exp(sum + (largest + A.log(rest)))
  }
}
