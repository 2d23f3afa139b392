import Arithmetic

/// The stability integral when the imaginary part of an eigenvalue moves by beta and the real part f < 0 stays:
///
///     |f| int_0^inf |e^((f + i(omega + beta)) t) - e^((f + i omega) t)| dt = phi(kappa),   kappa = beta/(2 |f|),
///     phi(kappa) = 2 kappa/(1 + kappa^2) coth(pi/(2 kappa)),
///
/// because the integrand is e^(f t) 2 |sin(beta t/2)|. It rises from 0 to 4/pi, so that no bound which tends to 0 with
/// beta holds for every f.
///
/// - Parameter kappa: positive.
public func phaseStabilityIntegral<A: RealElementaryArithmetic>(_ kappa: A) -> A {
  // coth x = 1 + 2/(e^(2x) - 1).
  let cotangent = 1 + 2 / A.expMinusOne(A.pi(in: kappa.context) / kappa)
  return 2 * kappa / (1 + kappa * kappa) * cotangent
}

/// The integrand of ``phaseStabilityIntegral(_:)`` with its scale: |f| e^(f t) 2 |sin(beta t/2)|.
public func phaseStabilityIntegrand<A: RealElementaryArithmetic>(decay f: A, shift beta: A, at t: A) -> A {
  f.magnitude * A.exp(f * t) * 2 * A.sin(beta * t / 2).magnitude
}
