import Arithmetic

/// One mode of the two-dimensional state-space model of Roesser on a grid of (height, width):
///
///     h_ij = A1 h_i,j-1 + A2 v_i,j-1 + B1 u_ij,   v_ij = A3 h_i-1,j + A4 v_i-1,j + B2 u_ij,
///     y_ij = C1 h_ij + C2 v_ij
///
/// with zeros outside the grid: h moves along a row, v down a column.
///
/// - Source: Roesser, IEEE Trans. Autom. Control 20 (1975); Baron, Zimerman, Wolf, arXiv 2306.06635, section 3.
public struct RoesserModel<A: Arithmetic>: Sendable {
  /// A1, A2, A3, A4.
  public var transitions: [A]
  /// B1, B2.
  public var inputGains: [A]
  /// C1, C2.
  public var outputGains: [A]

  public init(transitions: [A], inputGains: [A], outputGains: [A]) {
    precondition(transitions.count == 4 && inputGains.count == 2 && outputGains.count == 2, "A1 ... A4, B1, B2, C1, C2")
    self.transitions = transitions
    self.inputGains = inputGains
    self.outputGains = outputGains
  }

  /// y, row by row.
  ///
  /// - Parameter input: u, shape (height, width), row by row.
  public func output(of input: [A], height: Int, width: Int) -> [A] {
    guard let zero = input.first.map({ A(0, in: $0.context) }) else { return [] }
    var vertical = [(h: A, v: A)](repeating: (zero, zero), count: width)
    var output: [A] = []
    for i in 0..<height {
      var left = (h: zero, v: zero)
      for j in 0..<width {
        let (u, above) = (input[i * width + j], vertical[j])
        let h = (transitions[0] * left.h).addingProduct(transitions[1], left.v).addingProduct(inputGains[0], u)
        let v = (transitions[2] * above.h).addingProduct(transitions[3], above.v).addingProduct(inputGains[1], u)
        left = (h, v)
        vertical[j] = (h, v)
        output.append((outputGains[0] * h).addingProduct(outputGains[1], v))
      }
    }
    return output
  }

  /// The kernel K, shape (height, width): the output of a unit impulse at the first pixel, with which y = K * u.
  public func kernel(height: Int, width: Int) -> [A] {
    let context = transitions[0].context
    let impulse = (0..<height * width).map { A($0 == 0 ? 1 : 0, in: context) }
    return output(of: impulse, height: height, width: width)
  }
}

/// The causal convolution on a grid, y_ij = sum_(a <= i, b <= j) K_ab u_(i-a)(j-b), all row by row.
///
/// - Parameters:
///   - kernel: K, shape (rows, columns).
///   - input: u, shape (height, width).
public func gridConvolution<A: Arithmetic>(
  _ kernel: [A], rows: Int, columns: Int, _ input: [A], height: Int, width: Int
) -> [A] {
  (0..<height * width).map { place in
    let (i, j) = place.quotientAndRemainder(dividingBy: width)
    var sum = A(0, in: input[0].context)
    for a in 0..<min(rows, i + 1) {
      for b in 0..<min(columns, j + 1) {
        sum = sum.addingProduct(kernel[a * columns + b], input[(i - a) * width + j - b])
      }
    }
    return sum
  }
}
