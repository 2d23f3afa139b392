import Arithmetic

/// The factor gamma = sqrt(1 - |lambda|^2) with which the LRU normalizes its input, for |lambda| = e^(-e^nu), in two
/// ways that differ in floats.
///
/// - Source: Orvieto et al., arXiv 2303.06349, section 3.4.
public enum InputNormalization {
  /// 1 - |lambda|^2 as -(e^(-2 e^nu) - 1): a few roundings for every nu.
  public static func squared<A: ElementaryArithmetic>(_ nu: A) -> A { -A.expMinusOne(-(2 * A.exp(nu))) }

  /// 1 - |lambda|^2 as it is written: |lambda| is rounded first, and the rounding is divided by 1 - |lambda|^2.
  public static func squaredAsWritten<A: ElementaryArithmetic>(_ nu: A) -> A {
    let modulus = A.exp(-A.exp(nu))
    return 1 - modulus * modulus
  }
}
