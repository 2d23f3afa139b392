import Arithmetic

extension LinearOscillator {
  /// The damped oscillator with the eigenvalues lambda and its conjugate, 0 < |lambda| <= 1:
  ///
  ///     G = (1/|lambda|^2 - 1)/Delta,   A = (1 + 1/|lambda|^2 - 2 Re(lambda)/|lambda|^2)/Delta^2.
  ///
  /// Undefined at lambda = 0, which no parameters have.
  ///
  /// - Source: Boyer, Rusch, Rus, arXiv 2505.12171, Proposition 3.3 (inverted here).
  public init(real: A, imaginary: A, step: A) {
    let square = (real * real).addingProduct(imaginary, imaginary)
    self.init(trace: 2 * real, determinant: square, step: step)
  }

  /// The damped oscillator with two real eigenvalues, neither of them 0.
  public init(eigenvalues first: A, _ second: A, step: A) {
    self.init(trace: first + second, determinant: first * second, step: step)
  }

  /// The damped oscillator whose transition has this trace and this determinant:
  ///
  ///     G = (1/det - 1)/Delta,   A = (1 + 1/det - trace/det)/Delta^2.
  ///
  /// Undefined where the determinant is 0.
  public init(trace: A, determinant: A, step: A) {
    let inverse = 1 / determinant
    self.init(
      stiffness: (1 + inverse - trace * inverse) / (step * step), damping: (inverse - 1) / step, step: step)
  }
}
