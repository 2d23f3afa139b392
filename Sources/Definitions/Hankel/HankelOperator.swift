import Arithmetic
import LinearAlgebra

/// The Hankel operator of a system: the map from past inputs to future outputs, whose matrix in discrete time is
/// H_ij = h_(i+j) with the Markov parameters h_k = C A^k B.
extension LinearSystem {
  /// The section H_ij = C A^(i+j) B of the Hankel matrix, shape (rows, columns), of a system with one input and one
  /// output.
  public func hankelMatrix(rows: Int, columns: Int) -> Matrix<S> {
    precondition(input.columns == 1 && output.rows == 1, "one input and one output")
    let h = markovParameters(max(rows + columns - 1, 0)).map { $0[0, 0] }
    return Matrix(hankel: h, rows: rows, in: context)
  }

  /// O = (C; C A; ...; C A^(rows-1)), shape (rows, state).
  public func observabilityMatrix(rows: Int) -> Matrix<S> {
    var current = output
    let blocks = (0..<rows).map { _ in
      defer { current = current * matrix }
      return current.row(0)
    }
    return Matrix(blocks, in: context)
  }

  /// R = (B, A B, ..., A^(columns-1) B), shape (state, columns), of a system with one input. H = O R.
  public func reachabilityMatrix(columns: Int) -> Matrix<S> {
    var current = input
    let blocks = (0..<columns).map { _ in
      defer { current = matrix * current }
      return current.column(0)
    }
    return Matrix(blocks, in: context).transposed
  }
}

/// HOPE: a discrete-time system given by its first n Markov parameters, G(z) = sum_(k < n) h_k z^(-k-1). Its Hankel
/// matrix is H_ij = h_(i+j) for i + j < n, else 0.
///
/// - Source: Yu, Lyu, Lim, Mahoney, Erichson, arXiv 2405.13975, section 4.
public struct HankelParameterization<A: Arithmetic>: Sendable {
  /// h, shape (n).
  public var markovParameters: [A]
  public let context: A.Context

  public init(_ markovParameters: [A], in context: A.Context) {
    self.markovParameters = markovParameters
    self.context = context
  }

  /// n.
  public var order: Int { markovParameters.count }

  /// The Hankel matrix, shape (n, n): the operator has no other elements.
  public var matrix: Matrix<A> {
    let zeros = Array(repeating: A(0, in: context), count: max(order - 1, 0))
    return Matrix(hankel: markovParameters + zeros, rows: order, in: context)
  }

  /// G(z) = sum_k h_k z^(-k-1).
  public func callAsFunction(_ z: A) -> A {
    let inverse = 1 / z
    return markovParameters.reversed().reduce(A(0, in: context)) { inverse * ($0 + $1) }
  }

  /// The point of the unit circle at which algorithm 1 of the paper evaluates G for the point z = e^(i omega) and step
  /// D:
  ///
  ///     w(z) = ((1 + D) z + D - 1)/((D - 1) z + D + 1),
  ///
  /// which is (1 + s)/(1 - s) with s = (z - 1)/(D (z + 1)): the bilinear transform to continuous time scaled by 1/D,
  /// and back unscaled.
  public static func samplePoint(_ z: A, step: A) -> A { ((1 + step) * z + step - 1) / ((step - 1) * z + step + 1) }

  /// y_t, t = 0 ..< count: the response of the memory unit of a shift register to a unit impulse, h_t for t < n and
  /// then 0.
  public func impulseResponse(_ count: Int) -> [A] {
    (0..<count).map { $0 < order ? markovParameters[$0] : A(0, in: context) }
  }
}

extension HankelParameterization where A: SizedArithmetic {
  /// The system with this response: a shift register, A the shift down, B = e_1, C = h.
  public var shiftRegister: LinearSystem<A> {
    func number(_ value: Int) -> A { A(value, in: context) }
    return LinearSystem(
      matrix: Matrix(order, order, in: context) { number($0 == $1 + 1 ? 1 : 0) },
      input: (0..<order).map { number($0 == 0 ? 1 : 0) }, output: markovParameters)
  }
}
