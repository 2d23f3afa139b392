import Arithmetic

/// The discrete Fourier transform over any arithmetic that has a root of unity: X_j = sum_k x_k w^(j k), with w of
/// order n.
public enum FourierTransform {
  /// The transform as its definition says: n^2 products.
  ///
  /// - Parameter root: w, with w^n = 1 and no smaller power 1; 1/w for the conjugate transform.
  public static func direct<A: Arithmetic>(_ x: [A], root: A) -> [A] {
    let powers = powers(of: root, count: x.count)
    return x.indices.map { j in
      x.indices.reduce(A(0, in: root.context)) { $0.addingProduct(x[$1], powers[j * $1 % x.count]) }
    }
  }

  /// The transform of a power of two by Cooley and Tukey's recursion on even and odd indices:
  ///
  ///     X_j = E_j + w^j O_j,   X_(j + n/2) = E_j - w^j O_j.
  ///
  /// n log2 n / 2 products. The numbers of another count are transformed directly.
  public static func fast<A: Arithmetic>(_ x: [A], root: A) -> [A] {
    let half = x.count / 2
    guard x.count > 1, x.count.isMultiple(of: 2) else { return direct(x, root: root) }
    let even = fast((0..<half).map { x[2 * $0] }, root: root * root)
    let odd = fast((0..<half).map { x[2 * $0 + 1] }, root: root * root)
    let turned = zip(powers(of: root, count: half), odd).map { $0 * $1 }
    return zip(even, turned).map { $0 + $1 } + zip(even, turned).map { $0 - $1 }
  }

  /// The x with the transform `values`: (1/n) sum_j X_j w^(-j k).
  public static func inverse<A: Arithmetic>(_ values: [A], root: A) -> [A] {
    let count = A(values.count, in: root.context)
    return fast(values, root: 1 / root).map { $0 / count }
  }

  /// e^(-2 pi i/n), the root of the forward transform.
  public static func root<C: ComplexArithmetic>(_ order: Int, in context: C.Context) -> C
  where C.Real: RealElementaryArithmetic {
    let angle = C.Real(Rational(2, order), in: context) * C.Real.pi(in: context)
    return C(C.Real.cos(angle), -C.Real.sin(angle))
  }

  /// 1, w, ..., w^(count - 1), each the product of the one before with w.
  static func powers<A: Arithmetic>(of root: A, count: Int) -> [A] {
    var power = A(1, in: root.context)
    return (0..<count).map { _ in
      defer { power = power * root }
      return power
    }
  }
}
