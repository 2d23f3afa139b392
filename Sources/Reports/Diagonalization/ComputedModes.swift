import Arithmetic
import Definitions
import LinearAlgebra

/// `Float` or `Double`: what a program diagonalizes in.
typealias WorkingReal = LAPACKReal & RoundingArithmetic

/// A diagonalized system as a floating-point program holds it: eigenvalues, V, V^-1 B and C V, all rounded.
struct ComputedModes<R: WorkingReal> {
  let values: [Complex<R>]
  let vectors: Matrix<Complex<R>>
  /// V^-1 B, by elimination; not a number where that finds V singular.
  let input: [Complex<R>]
  /// C V.
  let output: [Complex<R>]

  /// - Parameter usesLAPACK: whether xGEEV finds the eigenvectors, or the QR algorithm of this library.
  init(_ system: FloatSystem<R>, usesLAPACK: Bool = false) throws(LinearAlgebraError) {
    if usesLAPACK {
      let found =
        if let real = system.real { try LAPACK.eigensystem(of: real) } else {
          try LAPACK.eigensystem(of: system.matrix)
        }
      guard let right = found.right else { preconditionFailure("right vectors were asked for") }
      (values, vectors) = (found.values, right)
    } else {
      let found =
        if let real = system.real { try Eigendecomposition(real) } else { try Eigendecomposition(system.matrix) }
      (values, vectors) = (found.values, found.vectors)
    }
    let right = Matrix(column: system.input, in: Intrinsic())
    input =
      (try? vectors.solve(right).column(0)) ?? Array(repeating: Complex(R.nan, R.nan), count: system.input.count)
    output = (Matrix([system.output], in: Intrinsic()) * vectors).row(0)
  }

  /// G(i w) = sum_j output_j input_j/(i w - lambda_j), in the same format.
  func transferFunction(at frequency: Double) -> Complex<R> {
    let s = Complex(R(0), R(frequency))
    return values.indices.reduce(Complex(R(0), R(0))) { $0 + output[$1] * input[$1] / (s - values[$1]) }
  }

  /// The numbers, exactly, as points.
  func points(in precision: Precision) -> (spectrum: EnclosedSpectrum, input: [Disc]) {
    func point(_ z: Complex<R>) -> Disc {
      Disc(Ball(Double(z.real), in: precision), Ball(Double(z.imaginary), in: precision))
    }
    return (
      EnclosedSpectrum(values: values.map(point), right: vectors.map(in: precision, point)), input.map(point)
    )
  }

  /// ||V||_F ||V^-1||_F, infinite where elimination finds V singular.
  var condition: Double {
    guard let inverse = try? vectors.inverse() else { return .infinity }
    return (vectors.frobeniusNormBound * inverse.frobeniusNormBound).double
  }

  /// The largest real part of an eigenvalue.
  var spectralAbscissa: Double { values.map { Double($0.real) }.max() ?? 0 }
}

/// A system rounded to `Float` or `Double`.
struct FloatSystem<R: WorkingReal> {
  let matrix: Matrix<Complex<R>>
  /// The matrix in real numbers, where it is real.
  let real: Matrix<R>?
  let input: [Complex<R>]
  let output: [Complex<R>]

  init(_ system: LinearSystem<Disc>, isReal: Bool) {
    func rounded(_ z: Disc) -> Complex<R> { Complex(R(z.real.approximation), R(z.imaginary.approximation)) }
    matrix = system.matrix.map(in: Intrinsic(), rounded)
    real = isReal ? matrix.map(in: Intrinsic()) { $0.real } : nil
    input = system.input.column(0).map(rounded)
    output = system.output.row(0).map(rounded)
  }

  /// A + E, rounded, where E is real if A is.
  init(_ system: FloatSystem<Double>, plus perturbation: Matrix<Complex<Double>>) {
    func rounded(_ z: Complex<Double>) -> Complex<R> { Complex(R(z.real), R(z.imaginary)) }
    matrix = (system.matrix + perturbation).map(in: Intrinsic(), rounded)
    real = system.real == nil ? nil : matrix.map(in: Intrinsic()) { $0.real }
    input = system.input.map(rounded)
    output = system.output.map(rounded)
  }
}
