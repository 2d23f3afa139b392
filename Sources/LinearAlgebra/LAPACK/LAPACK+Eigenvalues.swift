import Arithmetic

extension LAPACK {
  /// What is done to a matrix before its eigenvalues are computed: a permutation that isolates those which can be read
  /// off (all of them where the matrix is triangular up to a permutation), and a diagonal scaling that makes the norms
  /// of rows and columns alike.
  public enum Balancing: String, Sendable, CaseIterable {
    /// What the driver xGEEV does, which is permuting and scaling.
    case driver
    case none, permuting, scaling, both

    var code: CChar {
      switch self {
      case .driver: 0
      case .none: CChar(UInt8(ascii: "N"))
      case .permuting: CChar(UInt8(ascii: "P"))
      case .scaling: CChar(UInt8(ascii: "S"))
      case .both: CChar(UInt8(ascii: "B"))
      }
    }
  }

  /// Eigenvectors to be computed.
  public struct Vectors: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let left = Vectors(rawValue: 1)
    public static let right = Vectors(rawValue: 2)
  }

  /// Eigenvalues and eigenvectors as LAPACK computed them.
  public struct Eigensystem<Real: LAPACKReal>: Sendable {
    /// In LAPACK's order; complex pairs of a real matrix stand together, positive imaginary part first.
    public let values: [Complex<Real>]
    /// V with A V = V diag(values), columns of 2-norm 1, shape (order, order); nil where it was not asked for.
    public let right: Matrix<Complex<Real>>?
    /// U with U* A = diag(values) U*, columns of 2-norm 1, shape (order, order); nil where it was not asked for.
    public let left: Matrix<Complex<Real>>?
  }

  /// Eigenvalues and eigenvectors of a general matrix: xGEEV, or xGEEVX where the balancing is not the driver's.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence` where the QR iteration gave up.
  /// - Accuracy: normwise backward stable, which says nothing about the error: an eigenvalue moves by up to its
  ///   condition
  ///   number times u ||A||, ``SpectrumComparison``.
  public static func eigensystem<S: LAPACKScalar>(
    of matrix: Matrix<S>, vectors: Vectors = .right, balancing: Balancing = .driver
  ) throws(LinearAlgebraError) -> Eigensystem<S.Component> {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    let n = matrix.rows
    var a = try components(of: matrix)
    guard n > 0 else {
      let none = Matrix<Complex<S.Component>>(zeros: 0, 0, in: Intrinsic())
      return Eigensystem(
        values: [], right: vectors.contains(.right) ? none : nil, left: vectors.contains(.left) ? none : nil)
    }
    let routine = S.routines.prefix + (balancing == .driver ? "geev" : "geevx")
    let order = try dimension(n, of: routine)
    func storage(_ side: Vectors) -> [S.Component] {
      Array(repeating: 0, count: vectors.contains(side) ? n * n * S.componentCount : 0)
    }
    var (values, scale): ([S.Component], [S.Component]) = (
      Array(repeating: 0, count: 2 * n), Array(repeating: 0, count: n)
    )
    var (left, right) = (storage(.left), storage(.right))
    let information = left.withUnsafeMutableBufferPointer { left in
      right.withUnsafeMutableBufferPointer { right in
        S.routines.geev(
          balancing.code, order, &a, &values, vectors.contains(.left) ? left.baseAddress : nil,
          vectors.contains(.right) ? right.baseAddress : nil, &scale)
      }
    }
    try check(information, of: routine) { .noConvergence(remaining: $0) }
    let eigenvalues = (0..<n).map { j in
      S.componentCount == 2 ? Complex(values[2 * j], values[2 * j + 1]) : Complex(values[j], values[n + j])
    }
    func unpacked(_ side: Vectors, _ columns: [S.Component]) -> Matrix<Complex<S.Component>>? {
      guard vectors.contains(side) else { return nil }
      return S.componentCount == 2 ? self.matrix(n, n, columns) : paired(columns, eigenvalues)
    }
    return Eigensystem(values: eigenvalues, right: unpacked(.right, right), left: unpacked(.left, left))
  }

  /// The eigenvalues of a general matrix, as ``eigensystem(of:vectors:balancing:)`` computes them.
  public static func eigenvalues<S: LAPACKScalar>(
    of matrix: Matrix<S>, balancing: Balancing = .driver
  ) throws(LinearAlgebraError) -> [Complex<S.Component>] {
    try eigensystem(of: matrix, vectors: [], balancing: balancing).values
  }

  /// Eigenvectors of a real matrix: of a pair of eigenvalues the first column is the real part, the second the
  /// imaginary part, of the vector that belongs to the one with the positive imaginary part.
  private static func paired<R: LAPACKReal>(_ columns: [R], _ values: [Complex<R>]) -> Matrix<Complex<R>> {
    let n = values.count
    var matrix = Matrix<Complex<R>>(zeros: n, n, in: Intrinsic())
    var j = 0
    while j < n {
      let isPair = values[j].imaginary != 0 && j + 1 < n
      for i in 0..<n {
        let x = columns[i * n + j]
        guard isPair else {
          matrix[i, j] = Complex(x, 0)
          continue
        }
        let y = columns[i * n + j + 1]
        matrix[i, j] = Complex(x, y)
        matrix[i, j + 1] = Complex(x, -y)
      }
      j += isPair ? 2 : 1
    }
    return matrix
  }

  /// Eigenvalues, ascending, and unit eigenvectors as columns of a symmetric or Hermitian matrix, of which only the
  /// lower triangle is read: xSYEVD, xHEEVD.
  ///
  /// - Throws: `notSquare`; `undefinedElement`; `noConvergence`.
  public static func hermitianEigensystem<S: LAPACKScalar>(
    of matrix: Matrix<S>
  ) throws(LinearAlgebraError) -> (values: [S.Component], vectors: Matrix<S>) {
    guard matrix.isSquare else { throw .notSquare(rows: matrix.rows, columns: matrix.columns) }
    var a = try components(of: matrix)
    guard matrix.rows > 0 else { return ([], matrix) }
    let routine = S.routines.prefix + (S.componentCount == 2 ? "heevd" : "syevd")
    var values: [S.Component] = Array(repeating: 0, count: matrix.rows)
    let information = S.routines.heevd(try dimension(matrix.rows, of: routine), &a, &values)
    try check(information, of: routine) { .noConvergence(remaining: $0) }
    return (values, self.matrix(matrix.rows, matrix.rows, a))
  }
}
