import Arithmetic
import Definitions
import Foundation
import LinearAlgebra

/// What diagonalizing in floating point makes of a matrix, against the certified spectrum: as it is, and in coordinates
/// in which nothing can be read off.
///
/// A matrix that is triangular up to a permutation shows its eigenvalues, and LAPACK's balancing reads them off
/// exactly: a test on HiPPO-LegS as it stands says nothing about the algorithm.
struct FloatLosses {
  let all: [DiagonalizationReport.Loss]

  /// In float32 and float64, by this library's QR algorithm and by LAPACK.
  init(_ matrix: StateMatrix, _ spectrum: CertifiedSpectrum, _ reference: ReferenceResponse?) throws {
    let asItIs = LossJudge(
      system: spectrum.system, enclosed: spectrum.enclosed, isReal: matrix.isReal,
      condition: spectrum.conditionBounds?.lowerBound, reference: reference)
    let rotated = asItIs.rotated()
    all = try [(asItIs, ""), (rotated, ", rotated")].flatMap { judge, words in
      try [false, true].flatMap { usesLAPACK in
        [
          try judge.loss(Float.self, usesLAPACK: usesLAPACK, words),
          try judge.loss(Double.self, usesLAPACK: usesLAPACK, words),
        ]
      }
    }
  }
}

/// Compares a computed spectrum with the certified one.
private struct LossJudge {
  var system: LinearSystem<Disc>
  var enclosed: EnclosedSpectrum
  let isReal: Bool
  /// max kappa_j.
  let condition: Double?
  let reference: ReferenceResponse?

  /// The same system in the coordinates H h, with the reflection H = I - 2 v v^T/(v^T v), v = (1, 2, ..., n).
  func rotated() -> LossJudge {
    let n = system.order
    let square = Rational((1...n).reduce(0) { $0 + $1 * $1 })
    let reflection = Matrix<Disc>(n, n, in: system.context) { i, j in
      Disc((i == j ? 1 : 0) - Rational(2 * (i + 1) * (j + 1)) / square, in: system.context)
    }
    var rotated = self
    rotated.system = LinearSystem(
      matrix: reflection * system.matrix * reflection, input: reflection * system.input,
      output: system.output * reflection)
    rotated.enclosed = EnclosedSpectrum(
      values: enclosed.values, right: enclosed.right.map { reflection * $0 },
      left: enclosed.left.map { $0 * reflection })
    return rotated
  }

  /// One diagonalization, by this library's QR algorithm or by xGEEV of the machine's LAPACK.
  func loss<R: WorkingReal>(_: R.Type, usesLAPACK: Bool, _ words: String) throws -> DiagonalizationReport.Loss {
    let isSingle = R.significandBitCount == 23
    let computed = try ComputedModes<R>(FloatSystem(system, isReal: isReal), usesLAPACK: usesLAPACK)
    let routine = (isReal ? isSingle ? "s" : "d" : isSingle ? "c" : "z") + "geev"
    let context = system.context
    let points = computed.points(in: context)
    let comparison = try SpectrumComparison(
      matrix: system.matrix, reference: enclosed, computed: points.spectrum, unitRoundoff: Double(R.unitRoundoff))
    let modal = reference.flatMap { reference in
      ModalComparison(
        reference: enclosed, computed: points.spectrum, modalInput: points.input,
        input: system.input.column(0), output: system.output.row(0),
        points: reference.frequencies.map { Disc(Ball(0, in: context), Ball($0, in: context)) })
    }
    // Where the enclosure holds 0 the error is 0, or, if it is wide, not known.
    func shown(_ error: Ball) -> Double {
      if error.lowerMagnitude.isZero { return error.upperMagnitude < .powerOfTwo(-80) ? 0 : .nan }
      return usesLAPACK ? powerOfTenNear(error.approximation) : error.approximation
    }
    func largest(_ errors: [Ball]?) -> Ball? {
      guard let errors, let first = errors.first, errors.allSatisfy(\.isDefined) else { return nil }
      return errors.reduce(first, Ball.maximum)
    }
    let norm = comparison.norm
    return DiagonalizationReport.Loss(
      method: (usesLAPACK ? "LAPACK, \(routine)" : "this library's QR") + words,
      format: isSingle ? "float32" : "float64",
      bitsAtRisk: min(condition.map { Int(log2($0).rounded(.up)) } ?? .max, R.significandBitCount + 1),
      eigenvalueError: shown(comparison.largestError / norm),
      residual: comparison.largestResidual.map { shown($0 / norm) } ?? .nan,
      sineOfAngle: comparison.largestSine.flatMap { $0.isDefined ? shown($0) : nil },
      modalError: largest(modal?.parts).map(shown),
      transferError: largest(modal?.transferErrors).map { shown($0 / Ball(reference?.largest ?? 1, in: context)) },
      isExplained: comparison.isExplained, isCoarse: usesLAPACK)
  }
}

/// The power of ten next to `value`, on a logarithmic scale; 0 for 0.
func powerOfTenNear(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return value }
  return Double("1e\(Int(log10(value).rounded()))") ?? value
}
