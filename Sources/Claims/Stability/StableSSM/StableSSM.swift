/// Claims of and about Wang & Li, "StableSSM: Alleviating the Curse of Memory in State-space Models through Stable
/// Reparameterization" (arXiv 2311.14495), and of the paper whose definitions it uses, "Inverse Approximation Theory for
/// Nonlinear Recurrent Neural Networks" (arXiv 2305.19190).
///
/// Notation: lambda_k = f(w_k), w_k trained; rho(t) = sum_k c_k u_k e^(lambda_k t) the model's kernel.
public enum StableSSM {
  /// Every claim, in the order of the paper.
  public static let claims: [Claim] = []
}
