import Arithmetic

/// The liquid state-space model with diagonal matrices, in discrete time:
///
///     x_t = (A + B u_t) . x_(t-1) + B u_t,   y_t = <C, x_t>
///
/// - Source: Hasani et al., arXiv 2209.12951, equation (8). The product of the vector B u_t and the state is taken
///   element by element.
public enum LiquidModel {
  /// A step with u_t as the input and `drive` in the transition: u_t too, where nothing is wrong.
  public static func step<A: Arithmetic>(
    eigenvalues: A.Vector, inputGains: A.Vector, outputGains: A.Vector, input: A, drive: A
  ) -> AffineStep<A> {
    var (decay, key) = (eigenvalues, inputGains)
    decay.addProduct(drive, inputGains)
    key.multiply(by: input)
    return AffineStep(
      decay: decay, key: key, value: A.Vector([A(1, in: eigenvalues.context)], in: eigenvalues.context),
      query: outputGains)
  }
}
