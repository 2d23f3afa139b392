import Arithmetic
import Definitions

/// A trapezoidal rule for (1 + t)^-2 in the trainable variable: its spacing and the indices of its nodes.
struct PowerLawRule: Sendable {
  let exponent: Int
  let spacing: Rational
  let indices: ClosedRange<Int>

  /// The four rules with which the catalogued figures were computed: m = 6, 11, 20, 34 modes.
  static let published = [
    PowerLawRule(exponent: 2, spacing: Rational(1, 1), indices: -3...2),
    PowerLawRule(exponent: 2, spacing: Rational(7, 10), indices: -7...3),
    PowerLawRule(exponent: 2, spacing: Rational(1, 2), indices: -14...5),
    PowerLawRule(exponent: 2, spacing: Rational(2, 5), indices: -26...7),
  ]

  var values: [NamedValue] {
    [
      NamedValue("p", exponent), NamedValue("h", spacing),
      NamedValue("k", "\(indices.lowerBound) ... \(indices.upperBound)"),
    ]
  }

  /// The nodes in the arithmetic of `example`.
  func nodes<A: RealElementaryArithmetic>(_ example: A) -> PowerLawNodes<A> {
    PowerLawNodes(exponent: exponent, spacing: A(spacing, in: example.context), indices: indices)
  }

  /// The kernel with eigenvalues -e^(w_k + shift).
  func kernel(_ precision: Precision, shiftedBy shift: Ball? = nil) -> ExponentialSum<Ball> {
    nodes(Ball(1, in: precision)).kernel(under: .exponential, shiftedBy: shift)
  }

  /// E_m(0) = int_0^inf |rho - rho_m| dt, to five digits.
  func error(_ precision: Precision) -> Ball {
    let kernel = kernel(precision)
    let difference = KernelDifference(PowerLaw(exponent: exponent), kernel)
    guard let slowest = kernel.eigenvalues.first else { return Ball(0, in: precision) }
    // Past p/|lambda| the ratio rho_m/rho decreases; once it is below 1 the difference has one sign for good.
    var end = Double(exponent) / slowest.magnitude.approximation
    for _ in 0..<60 {
      let t = Ball(end, in: precision)
      if kernel(t).isLess(than: PowerLaw(exponent: exponent).derivative(0, at: t)).isTrue { break }
      end *= 1.5
    }
    let t = Ball(end, in: precision)
    let head = difference.absoluteIntegral(upTo: end, tolerance: 1e-11, precision: precision, countingTail: false)
    return head + difference.tail(from: t).magnitude
  }
}
