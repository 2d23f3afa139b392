import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// A rotation of each order, always the same.
  private static func rotation(_ order: Int) -> Rotation {
    var random = SplitMix64(seed: UInt64(order))
    return Rotation(order: order, reflections: (0..<2).map { _ in (0..<order).map { _ in Int(random.below(19)) - 9 } })
  }

  static func eigenvalueErrorFigure() throws -> FigureData {
    let orders = [4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128]
    var (rotated, rotatedSingle, bound, boundSingle): ([Double], [Double], [Ball], [Ball]) = ([], [], [], [])
    for n in orders {
      let precision = Precision(bits: 64 + 8 * n)
      let rotation = Self.rotation(n)
      let reference = LegS(order: n).spectrum(precision: precision)
      let exact: Matrix<Ball> = HiPPO.legS.matrix(order: n, in: precision)
      let turned = rotation.matrix(.legS, precision)
      func error<R: LAPACKReal>(_ matrix: Matrix<Ball>, _: R.Type) throws -> Double {
        let values = try LAPACK.eigensystem(of: matrix.map(in: Intrinsic()) { R($0.approximation) }, vectors: [])
        let comparison = try SpectrumComparison(
          matrix: Matrix<Disc>(matrix), reference: EnclosedSpectrum(values: reference.values),
          computed: EnclosedSpectrum(values, in: precision), unitRoundoff: Double(R.unitRoundoff))
        let error = comparison.largestError.approximation
        return error > 0 ? powerOfTwo(near: error) : .nan
      }
      rotated.append(try error(turned, Double.self))
      rotatedSingle.append(try error(turned, Float.self))
      let size =
        exact.frobeniusNorm * Ball(LegS(order: n).conditionNumbers.max() ?? 1, in: precision)
        * IntegerConstant(n)
      // Beyond the norm of A an error says nothing.
      func capped(_ x: Ball) -> Ball { Ball.minimum(x, exact.frobeniusNorm) }
      bound.append(capped(size * Ball(0x1p-53, in: precision)))
      boundSingle.append(capped(size * Ball(0x1p-24, in: precision)))
    }
    return FigureData(
      "lapack-eigenvalue-error", title: "Errors of LAPACK's eigenvalues of LegS",
      caption: """
        The largest error of an eigenvalue of LegS that xGEEV computes, against the exact -1, ..., -n, to the nearest \
        power of two. From the triangular matrix the eigenvalues are read off its diagonal, and the error is 0 (not \
        drawn). From Q A Q^T with an orthogonal Q, rounded once, the errors follow u n ||A||_F max kappa_j, which is \
        enclosed and drawn up to ||A||_F; beyond it the computed eigenvalues lie on a curve of the pseudospectrum.
        """,
      xLabel: "n", yLabel: "largest error", logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: [
        FigureData.Column("float64, rotated", rotated, style: .points),
        FigureData.Column("float32, rotated", rotatedSingle, style: .points),
        FigureData.Column("n u ||A||_F max kappa_j, float64", bound),
        FigureData.Column("n u ||A||_F max kappa_j, float32", boundSingle),
      ])
  }

  /// Vectors, V^-1 B and the transfer function, from the triangular matrix and from the rotated one.
  static func transferErrorFigure() throws -> FigureData {
    let orders = [4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 40, 48, 56, 64]
    var curves: [[Double]] = Array(repeating: [], count: 5)
    var bound: [Ball] = []
    for n in orders {
      let precision = Precision(bits: 64 + 8 * n)
      let rotation = Self.rotation(n)
      let input: [Ball] = HiPPO.legS.input(order: n, in: precision)
      let ones = Array(repeating: Ball(1, in: precision), count: n)
      func turned(_ x: [Ball]) -> [Ball] {
        RandomMatrices.rotated(x, reflections: rotation.reflections, in: precision)
      }
      func measure(
        _ matrix: Matrix<Ball>, _ reference: EnclosedSpectrum, _ input: [Ball], _ output: [Ball]
      ) throws -> [Double] {
        let system = try LAPACK.eigensystem(of: matrix.map(in: Intrinsic()) { $0.approximation })
        let computed = EnclosedSpectrum(system, in: precision)
        let comparison = try SpectrumComparison(
          matrix: Matrix<Disc>(matrix), reference: reference, computed: computed, unitRoundoff: 0x1p-53)
        let modes = system.right.flatMap {
          try? Self.modes(right: $0, computed: computed, reference: reference, input: input, output: output)
        }
        // The error of V^-1 B as its largest over the modes, each relative to its own.
        let parts = modes?.parts.reduce(Ball(0, in: precision), Ball.maximum)
        return [comparison.largestSine, parts, modes?.transferErrors[0]].map {
          $0.map { powerOfTwo(near: $0.approximation) } ?? .nan
        }
      }
      let triangular = try measure(
        HiPPO.legS.matrix(order: n, in: precision), LegS(order: n).spectrum(precision: precision), input, ones)
      let rotated = try measure(
        rotation.matrix(.legS, precision), rotation.spectrum(precision), turned(input), turned(ones))
      for (k, value) in (triangular + [rotated[0], rotated[2]]).enumerated() { curves[k].append(value) }
      bound.append(
        Ball(LegS(order: n).conditionNumbers.max() ?? 1, in: precision) * Ball(0x1p-53, in: precision))
    }
    return FigureData(
      "lapack-transfer-error", title: "What a diagonalization of LegS by LAPACK is good for",
      caption: """
        Eigenvectors, modal inputs V^-1 B and transfer function at s = i (C = (1, ..., 1)) of LegS from xGEEV and \
        xGESV in float64, against the exact ones, to the nearest power of two. From the triangular matrix eigenvalues \
        and vectors are right to the last digits for every n, and yet the transfer function they give is wrong by u \
        max kappa_j, which is exact.
        """,
      xLabel: "n", yLabel: "error", logY: true, x: FigureData.Column("n", orders.map(Double.init)),
      curves: [
        FigureData.Column("sine of the largest angle, triangular", curves[0], style: .points),
        FigureData.Column("largest relative error of V^-1 B, triangular", curves[1], style: .points),
        FigureData.Column("|error of G(i)|, triangular", curves[2], style: .points),
        FigureData.Column("sine of the largest angle, rotated", curves[3], style: .points),
        FigureData.Column("|error of G(i)|, rotated", curves[4], style: .points),
        FigureData.Column("u max kappa_j", bound.map { Ball.minimum($0, Ball(1000, in: $0.context)) }),
      ])
  }
}
