import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// Perturb, then diagonalize: what A + E costs in the transfer function, and what it saves in the eigenvectors, for
/// random E of many sizes in one direction.
///
/// - Source: Yu, Lyu, Lim, Mahoney, Erichson, arXiv 2310.01698; Banks, Kulkarni, Mukherjee, Srivastava, arXiv
///   1906.11819.
struct PerturbationStudy {
  /// The exponents of ||E||_F/||A||_F = 2^exponent: fewer for a large matrix.
  static func exponents(order: Int) -> [Int] { Array(stride(from: -44, through: 0, by: order <= 64 ? 2 : 4)) }

  private let double: FloatSystem<Double>
  private let norm: Double
  private let direction: Matrix<Complex<Double>>
  /// What the transfer functions are compared with.
  let reference: ReferenceResponse
  /// max over w of |C R E R B| for the direction E, R = (i w I - A)^-1.
  private let slope: Double

  init(_ matrix: StateMatrix, _ reference: ReferenceResponse, _ options: DiagonalizationAnalysis.Options) throws {
    let system = matrix.system(in: .double)
    double = FloatSystem(system, isReal: matrix.isReal)
    norm = system.matrix.frobeniusNormBound.double
    direction = Self.direction(order: matrix.order, isReal: matrix.isReal, seed: options.seed)
    self.reference = reference
    let direction = direction
    slope =
      zip(reference.states, reference.costates).map { state, costate in
        let moved = direction * state
        let sum = zip(costate, moved).reduce(Complex(0.0, 0.0)) { $0 + $1.0 * $1.1 }
        return sum.modulus
      }.max() ?? 0
  }

  /// A matrix of Frobenius norm 1 with independent elements, uniform in [-1, 1], in both parts where it is complex.
  private static func direction(order: Int, isReal: Bool, seed: UInt64) -> Matrix<Complex<Double>> {
    var random = SplitMix64(seed: seed)
    func uniform() -> Double { Double(random.next() >> 11) * 0x1p-52 - 1 }
    let matrix = Matrix<Complex<Double>>(order, order, in: Intrinsic()) { _, _ in
      let real = uniform()
      return Complex(real, isReal ? 0 : uniform())
    }
    return matrix.scaled(by: Complex(1 / matrix.frobeniusNormBound.double, 0))
  }

  /// The study of one size.
  func perturbation(_ exponent: Int) throws -> DiagonalizationReport.Perturbation {
    let size = Double(sign: .plus, exponent: exponent, significand: 1)
    let inDouble: ComputedModes<Double> = try modes(relativeSize: size)
    let inSingle: ComputedModes<Float> = try modes(relativeSize: size)
    return DiagonalizationReport.Perturbation(
      relativeSize: size, condition: inDouble.condition, spectralAbscissa: inDouble.spectralAbscissa,
      firstOrderDeviation: slope * size * norm / reference.largest,
      measured: [
        .init(format: "float32", transferError: error(of: inSingle)),
        .init(format: "float64", transferError: error(of: inDouble)),
      ])
  }

  /// A + E diagonalized in a format.
  func modes<R: WorkingReal>(relativeSize: Double) throws(LinearAlgebraError) -> ComputedModes<R> {
    try ComputedModes(FloatSystem(double, plus: direction.scaled(by: Complex(relativeSize * norm, 0))))
  }

  /// max |computed - G| / max |G| over the frequencies; infinite where a computed value is not a number.
  private func error<R: WorkingReal>(of modes: ComputedModes<R>) -> Double {
    let errors = zip(reference.frequencies, reference.values).map { w, exact in
      let computed = modes.transferFunction(at: w)
      let difference = Complex(
        Double(computed.real) - exact.real.approximation, Double(computed.imaginary) - exact.imaginary.approximation)
      return difference.modulus
    }
    return errors.contains(where: \.isNaN) ? .infinity : (errors.max() ?? 0) / reference.largest
  }
}
