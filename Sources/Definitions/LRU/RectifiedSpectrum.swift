import Arithmetic

/// Intervals [p_i - L_i, p_i + L_i] of one period 2 pi on which a signal is positive, and with them the Fourier
/// coefficients of the rectified signal,
///
///     relu(u)_n = (1/(2 pi)) int_0^(2 pi) max(u(t), 0) e^(-i n t) dt,
///
/// as the convolution of those of u with those of the indicator of the intervals, since relu(u) = u * indicator.
public struct PositivityIntervals<A: RealElementaryArithmetic>: Sendable {
  /// p_i.
  public let centers: [A]
  /// L_i.
  public let halfWidths: [A]

  public init(centers: [A], halfWidths: [A]) {
    precondition(centers.count == halfWidths.count && !centers.isEmpty, "one half width for each center")
    self.centers = centers
    self.halfWidths = halfWidths
  }

  private var context: A.Context { centers[0].context }

  /// sum_i 2 L_i e^(-i omega p_i) sinc(omega L_i), sinc(x) = sin(x)/x: int e^(-i omega t) dt over the intervals.
  public func transform(_ omega: Int) -> Complex<A> {
    zip(centers, halfWidths).reduce(Complex(0, in: context)) { sum, interval in
      let (center, half) = interval
      guard omega != 0 else { return sum + Complex(2 * half) }
      let frequency = A(omega, in: context)
      let weight = 2 * A.sin(frequency * half) / frequency
      return sum + Complex(weight * A.cos(frequency * center), -(weight * A.sin(frequency * center)))
    }
  }

  /// sum_m u_m (transform of the indicator)(n - m), as printed: 2 pi times too large where u_m are the coefficients of
  /// a Fourier series, and where F[u] = int u e^(-i omega t) dt as well.
  ///
  /// - Parameter coefficients: u_m by m; the others are 0.
  /// - Source: Orvieto et al., arXiv 2303.06349, Proposition 4.
  public func rectifiedAsPrinted(_ n: Int, of coefficients: [Int: Complex<A>]) -> Complex<A> {
    coefficients.sorted { $0.key < $1.key }.reduce(Complex(0, in: context)) {
      $0 + $1.value * transform(n - $1.key)
    }
  }

  /// relu(u)_n = (1/(2 pi)) sum_m u_m (transform of the indicator)(n - m).
  public func rectified(_ n: Int, of coefficients: [Int: Complex<A>]) -> Complex<A> {
    rectifiedAsPrinted(n, of: coefficients) / Complex(2 * A.pi(in: context))
  }
}
