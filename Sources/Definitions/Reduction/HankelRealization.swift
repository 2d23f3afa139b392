import Arithmetic
import LinearAlgebra

/// The discrete-time system of order n with Markov parameters that are given, by Ho and Kalman: with the Hankel
/// matrices H_ij = h_(i+j) and H'_ij = h_(i+j+1), i, j < n,
///
///     A = H^-1 H',   B = e_1,   C = the first row of H,
///
/// which has C A^k B = h_k for all k if the h_k are those of any system of order n.
///
/// - Parameter markovParameters: h_0, ..., h_(2n-1) at least.
/// - Throws: `noPivot` where H is, or may be, singular: where no system of order n, or one of lower order, has them.
/// - Source: Ho and Kalman, 1966; Kailath, Linear Systems, 1980, section 6.2.
public func hankelRealization<S: SizedArithmetic>(
  markovParameters h: [S], order n: Int
) throws(LinearAlgebraError) -> LinearSystem<S> {
  precondition(n >= 1 && h.count >= 2 * n, "a system of order n is given by 2n Markov parameters")
  let context = h[0].context
  let matrix = try Matrix<S>(n, n, in: context) { h[$0 + $1] }.solve(Matrix(n, n, in: context) { h[$0 + $1 + 1] })
  return LinearSystem(
    matrix: matrix, input: (0..<n).map { S($0 == 0 ? 1 : 0, in: context) }, output: Array(h.prefix(n)))
}

/// The numbers h_t = sum_m c_m r_m^t, t < count: a filter of as many modes as there are r_m, whose Hankel matrix has at
/// most that rank.
public func exponentialFilter<A: Arithmetic>(coefficients: [A], bases: [A], count: Int) -> [A] {
  precondition(!bases.isEmpty && coefficients.count == bases.count, "a coefficient for each base")
  var terms = coefficients
  return (0..<count).map { _ in
    defer { terms = zip(terms, bases).map { $0 * $1 } }
    return terms.reduce(A(0, in: bases[0].context)) { $0 + $1 }
  }
}

/// The modal form of b(z)/prod_m (z - l_m) with different poles: h_t = sum_m R_m l_m^(t-1), t >= 1, and h_0 = 0, with
/// the residues R_m = b(l_m)/prod_(k != m) (l_m - l_k).
///
/// - Parameters:
///   - numerator: b, of degree below the number of poles.
///   - poles: l, shape (modes).
/// - Returns: R, undefined where poles coincide.
/// - Source: Massaroli et al., Laughing Hyena, arXiv 2310.18780, section 3, "modal canonical form".
public func modalResidues<A: Arithmetic>(numerator: Polynomial<A>, poles: [A]) -> [A] {
  poles.indices.map { m in
    poles.indices.filter { $0 != m }.reduce(numerator(poles[m])) { $0 / (poles[m] - poles[$1]) }
  }
}
