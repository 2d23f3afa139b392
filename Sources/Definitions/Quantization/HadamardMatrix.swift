import Arithmetic
import LinearAlgebra

/// A Hadamard matrix: entries 1 and -1, H^T H = n I. Of the orders 2^k, 12 2^k and 20 2^k, those that quantized models
/// rotate with.
///
/// Orders 12 and 20 are Paley's first construction over the residues modulo the prime q = n - 1,
///
///     H = I + S,   S_00 = 0, S_0j = 1, S_i0 = -1, S_ij = chi(j - i),
///
/// chi the quadratic character; doubling is Sylvester's [[H, H], [H, -H]].
///
/// - Returns: nil for another order.
/// - Source: Sylvester 1867; Paley, "On orthogonal matrices", J. Math. Phys. 12 (1933).
public func hadamardMatrix<A: Arithmetic>(order n: Int, in context: A.Context) -> Matrix<A>? {
  guard n >= 1 else { return nil }
  let odd = n >> n.trailingZeroBitCount
  guard let base = [1: 1, 3: 12, 5: 20][odd], n >= base else { return nil }
  func sign(_ i: Int, _ j: Int) -> Int {
    // The signs of Sylvester's factor are the parities of the common bits.
    let parity = ((i / base) & (j / base)).nonzeroBitCount & 1
    return (parity == 0 ? 1 : -1) * paleySign(i % base, j % base, order: base)
  }
  return Matrix(n, n, in: context) { A(sign($0, $1), in: context) }
}

/// An entry of Paley's matrix of an order 12 or 20; 1 for the order 1.
private func paleySign(_ i: Int, _ j: Int, order: Int) -> Int {
  if i == j || i == 0 { return 1 }
  if j == 0 { return -1 }
  let q = order - 1
  let difference = (j - i + q) % q
  return (1..<q).contains { $0 * $0 % q == difference } ? 1 : -1
}
