import Arithmetic

/// A function on [0, 1] that is linear between breakpoints and may jump at them: functions whose Legendre coefficients
/// are known in closed form, whatever the degree.
public struct PiecewiseLinear<A: RealArithmetic>: Sendable {
  /// One straight piece.
  public struct Piece: Sendable {
    /// Where it begins and ends.
    public let start, end: A
    /// The value at `start`.
    public let value: A
    public let slope: A

    public init(start: A, end: A, value: A, slope: A) {
      (self.start, self.end, self.value, self.slope) = (start, end, value, slope)
    }

    /// The value at `end`.
    public var endValue: A { value + slope * (end - start) }
  }

  /// In order, from 0 to 1.
  public let pieces: [Piece]

  public init(pieces: [Piece]) {
    precondition(!pieces.isEmpty, "a function on [0, 1] has a piece")
    self.pieces = pieces
  }

  /// The continuous function that begins with `value` at 0 and has the slopes given between the breakpoints 0 = x_0 <
  /// x_1 < ...
  public init(value: A, breakpoints: [A], slopes: [A]) {
    precondition(breakpoints.count == slopes.count + 1, "one slope for each interval")
    var value = value
    pieces = slopes.indices.map { i in
      let piece = Piece(start: breakpoints[i], end: breakpoints[i + 1], value: value, slope: slopes[i])
      value = piece.endValue
      return piece
    }
  }

  /// The zigzag between 0 and 1/(2n) with n = `teeth` teeth, slopes 1 and -1 in turn.
  public init(teeth n: Int, in context: A.Context) {
    precondition(n >= 1, "a zigzag has a tooth")
    self.init(
      value: A(0, in: context), breakpoints: (0...2 * n).map { A(Rational($0, 2 * n), in: context) },
      slopes: (0..<2 * n).map { A($0.isMultiple(of: 2) ? 1 : -1, in: context) })
  }

  private var context: A.Context { pieces[0].value.context }

  /// max |slope|: the Lipschitz constant of a function without jumps.
  public var largestSlope: A {
    pieces.dropFirst().reduce(pieces[0].slope.magnitude) { .maximum($0, $1.slope.magnitude) }
  }

  /// int_0^1 f^2.
  public var squaredNorm: A {
    pieces.reduce(A(0, in: context)) { sum, piece in
      let (a, b) = (piece.value, piece.endValue)
      return sum + (piece.end - piece.start) * (a * a + a * b + b * b) / 3
    }
  }

  /// g_k = int_0^1 f(z) P_k(2z - 1) dz, k = 0 ..< count: by parts, with the antiderivatives Q_k of P_k(2z - 1) and R_k
  /// of Q_k,
  ///
  ///     int_a^b f p_k = [f Q_k]_a^b - slope [R_k]_a^b,   R_0 = z^2/2,   R_k = (Q_(k+1) - Q_(k-1))/(2 (2k + 1)).
  public func legendreCoefficients(_ count: Int) -> [A] {
    var sums = Array(repeating: A(0, in: context), count: count)
    func antiderivatives(_ z: A) -> (q: [A], r: [A]) {
      let q = Legendre.antiderivatives(at: z, count: count + 1)
      let r = (0..<count).map { k in
        k == 0 ? z * z / 2 : (q[k + 1] - q[k - 1]) / IntegerConstant(2 * (2 * k + 1))
      }
      return (q, r)
    }
    for piece in pieces {
      let (below, above) = (antiderivatives(piece.start), antiderivatives(piece.end))
      for k in 0..<count {
        sums[k] +=
          piece.endValue * above.q[k] - piece.value * below.q[k] - piece.slope * (above.r[k] - below.r[k])
      }
    }
    return sums
  }

  /// ||f - g||^2 in L2(0, 1) for the best approximation g by polynomials of degree < N, for each N = 1 ... count:
  /// ||f||^2 - sum_(k < N) (2k + 1) g_k^2.
  public func squaredErrors(_ count: Int) -> [A] {
    var rest = squaredNorm
    return legendreCoefficients(count).enumerated().map { k, g in
      rest = rest - IntegerConstant(2 * k + 1) * g * g
      return rest
    }
  }
}
