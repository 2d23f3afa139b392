import Arithmetic

/// A rational transfer function of order n, H(z) = h_0 + (b_1 z^-1 + ... + b_n z^-n)/(1 + a_1 z^-1 + ... + a_n z^-n).
///
/// - Source: Parnichkun et al., arXiv 2405.06147, section 3.
public struct RationalTransferFunction<A: Arithmetic>: Sendable {
  /// a_1, ..., a_n.
  public var denominator: [A]
  /// b_1, ..., b_n.
  public var numerator: [A]
  /// h_0.
  public var feedthrough: A

  public init(denominator: [A], numerator: [A], feedthrough: A) {
    precondition(denominator.count == numerator.count, "numerator and denominator have the same order")
    self.denominator = denominator
    self.numerator = numerator
    self.feedthrough = feedthrough
  }

  public var order: Int { denominator.count }

  /// The impulse response: k_0 = h_0, and k_l the coefficient of z^-l, by division of power series:
  ///
  ///     r_l = b_l - sum_(1 <= j < l) a_j r_(l-j),   k_l = r_l for l >= 1.
  public func impulseResponse(length: Int) -> [A] {
    var response: [A] = [feedthrough]
    for l in 1..<max(length, 1) {
      var value = l <= order ? numerator[l - 1] : A(0, in: feedthrough.context)
      for j in 1..<min(l, order + 1) { value = value - denominator[j - 1] * response[l - j] }
      response.append(value)
    }
    return Array(response.prefix(length))
  }

  /// The output for one input, in the direct form:
  ///
  ///     w_t = u_t - sum_j a_j w_(t-j),   y_t = h_0 u_t + sum_j b_j w_(t-j)
  ///
  /// - Parameter state: w_(t-1), ..., w_(t-n); those of the next step on return.
  public func advance(_ state: inout [A], input: A) -> A {
    var (output, next) = (feedthrough * input, input)
    for j in 0..<order {
      output = output.addingProduct(numerator[j], state[j])
      next = next - denominator[j] * state[j]
    }
    if order > 0 { state = [next] + state.dropLast() }
    return output
  }
}

/// SpaceTime's companion model x_t = A x_(t-1) + b u_t, y_t = <c, x_t>, where A shifts the state down and its last
/// column is p: (A x)_i = x_(i-1) + p_i x_(d-1).
///
/// - Source: Zhang et al., arXiv 2303.09489, equation (5).
public enum CompanionModel<A: RealArithmetic> {
  /// A x.
  public static func shifted(_ state: [A], column: [A]) -> [A] {
    let last = state[state.count - 1]
    return state.indices.map { i in i == 0 ? column[0] * last : state[i - 1].addingProduct(column[i], last) }
  }

  /// p/||p||_1, so that ||A||_1 <= 1.
  public static func normalized(_ column: [A]) -> [A] {
    let norm = column.reduce(A(0, in: column[0].context)) { $0 + $1.magnitude }
    return column.map { $0 / norm }
  }
}
