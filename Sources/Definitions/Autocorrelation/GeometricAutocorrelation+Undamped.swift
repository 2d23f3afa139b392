import Arithmetic

extension GeometricAutocorrelation where Scalar: ComplexArithmetic {
  /// E|h|^2 of the undamped mode h_t = a h_(t-1) + x_t, |a| = 1, after L steps from h = 0:
  ///
  ///     sum over i, j < L of a^(i - j) rho^|i - j| = L + 2 Re z (L (1 - z) - (1 - z^L))/(1 - z)^2,   z = rho a.
  ///
  /// It grows as L for rho < 1, and as L^2 for z = 1, where the quotient is undefined.
  public func undampedSecondMoment(_ eigenvalue: Scalar, steps: Int) -> Scalar.Real {
    let z = ratio * eigenvalue
    let distance = 1 - z
    let sum = z * (IntegerConstant(steps) * distance - (1 - Scalar.pow(z, steps))) / (distance * distance)
    return IntegerConstant(steps) + 2 * sum.real
  }
}
