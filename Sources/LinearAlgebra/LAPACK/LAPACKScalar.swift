import Arithmetic
import CLinearAlgebra

/// A number that LAPACK computes with: `Float`, `Double`, and complex numbers of either.
public protocol LAPACKScalar: SizedArithmetic where Context == Intrinsic {
  /// The real numbers that it is made of.
  associatedtype Component: LAPACKReal
  /// How many components it has: 1, or 2 for a complex number.
  static var componentCount: Int { get }
  /// The number whose components begin at `index`.
  init(components: [Component], at index: Int)
  func append(to components: inout [Component])
  /// The routines for matrices of such numbers.
  static var routines: LAPACKRoutines<Component> { get }
}

/// `Float` or `Double`.
public protocol LAPACKReal: LAPACKScalar, BinaryFloatingPoint, RealElementaryArithmetic, ConjugateArithmetic,
  SendableMetatype
where Component == Self, RealPart == Self {
  /// The routines for matrices of complex numbers.
  static var complexRoutines: LAPACKRoutines<Self> { get }
}

extension LAPACKReal {
  public static var componentCount: Int { 1 }
  public init(components: [Self], at index: Int) { self = components[index] }
  public func append(to components: inout [Self]) { components.append(self) }

  /// u = 2^-p, the largest relative error of rounding to nearest with p bits.
  public static var unitRoundoff: Self { Self.ulpOfOne / 2 }
}

/// The routines of one precision and one kind of number, under LAPACK's names. A matrix is stored row by row and is
/// overwritten; a complex number is a pair. Each returns LAPACK's `info`.
public struct LAPACKRoutines<Component: Sendable>: Sendable {
  typealias Pointer = UnsafeMutablePointer<Component>
  /// "s", "d", "c" or "z".
  let prefix: String
  /// Balancing (0 for the driver's own), order, matrix, eigenvalues, left and right eigenvectors, scale.
  let geev: @Sendable (CChar, Int32, Pointer, Pointer, Pointer?, Pointer?, Pointer) -> Int32
  /// Rows, columns, matrix, singular values, work.
  let gesvd: @Sendable (Int32, Int32, Pointer, Pointer, Pointer) -> Int32
  /// Order, right-hand sides, matrix, pivots, right-hand sides.
  let gesv: @Sendable (Int32, Int32, Pointer, UnsafeMutablePointer<Int32>, Pointer) -> Int32
  /// Order, matrix, eigenvalues.
  let heevd: @Sendable (Int32, Pointer, Pointer) -> Int32
}

extension Float: LAPACKReal {
  public static let routines = LAPACKRoutines<Float>(
    prefix: "s", geev: { cla_sgeev($0, $1, $2, $3, $4, $5, $6) }, gesvd: { cla_sgesvd($0, $1, $2, $3, $4) },
    gesv: { cla_sgesv($0, $1, $2, $3, $4) }, heevd: { cla_sheevd($0, $1, $2) })
  public static let complexRoutines = LAPACKRoutines<Float>(
    prefix: "c", geev: { cla_cgeev($0, $1, $2, $3, $4, $5, $6) }, gesvd: { cla_cgesvd($0, $1, $2, $3, $4) },
    gesv: { cla_cgesv($0, $1, $2, $3, $4) }, heevd: { cla_cheevd($0, $1, $2) })
}

extension Double: LAPACKReal {
  public static let routines = LAPACKRoutines<Double>(
    prefix: "d", geev: { cla_dgeev($0, $1, $2, $3, $4, $5, $6) }, gesvd: { cla_dgesvd($0, $1, $2, $3, $4) },
    gesv: { cla_dgesv($0, $1, $2, $3, $4) }, heevd: { cla_dheevd($0, $1, $2) })
  public static let complexRoutines = LAPACKRoutines<Double>(
    prefix: "z", geev: { cla_zgeev($0, $1, $2, $3, $4, $5, $6) }, gesvd: { cla_zgesvd($0, $1, $2, $3, $4) },
    gesv: { cla_zgesv($0, $1, $2, $3, $4) }, heevd: { cla_zheevd($0, $1, $2) })
}

extension Complex: LAPACKScalar where Real: LAPACKReal {
  public typealias Component = Real
  public static var componentCount: Int { 2 }
  public static var routines: LAPACKRoutines<Real> { Real.complexRoutines }
  public init(components: [Real], at index: Int) { self.init(components[index], components[index + 1]) }
  public func append(to components: inout [Real]) {
    components.append(real)
    components.append(imaginary)
  }
}
