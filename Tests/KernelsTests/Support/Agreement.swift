import Arithmetic
import Kernels

/// The precision of the references: their own errors are below the bounds by a factor of 2^-200.
let referencePrecision: Precision = 256

func big(_ value: some KernelScalar) -> BigFloat { BigFloat(Double(value), in: referencePrecision) }

/// What one rounding of the format does: |fl(x) - x| <= unit |x| + tiny.
struct Roundoff {
  let unit: Double
  let tiny: Double

  init<Scalar: KernelScalar>(_ format: Scalar.Type) {
    unit = Double(Scalar.ulpOfOne) / 2
    tiny = Double(Scalar.leastNonzeroMagnitude)
  }

  /// gamma_k = k u / (1 - k u): the relative error of k roundings in a row is at most this.
  func gamma(_ k: Int) -> Double { Double(k) * unit / (1 - Double(k) * unit) }
}

/// How a kernel's output compares with the reference, each element with its own bound.
struct Agreement {
  /// The largest error / bound; infinite where something is not a number.
  private(set) var worst = 0.0
  /// Where that was.
  private(set) var worstIndex = -1
  private(set) var count = 0
  /// The largest error / bound of each part: what limits one of them does not hide the others from the search.
  private(set) var worstOfPart: [Part: Double] = [:]

  /// What a kernel gives.
  enum Part: String { case output, state }

  /// - Parameters:
  ///   - bound: a bound of |value - reference|, evaluated in `Double`.
  ///   - depth: how many `Double` operations on nonnegative numbers, one after the other, made the bound: it may be low
  ///     by that many roundings.
  mutating func add(
    _ value: some KernelScalar, _ reference: BigFloat, bound: Double, depth: Int, part: Part = .output
  ) {
    let raised = bound * (1 + Double(depth + 2) * Double.ulpOfOne)
    let error = (big(value) - reference).magnitude
    let ratio = error.isZero && raised.isFinite ? 0 : (error / BigFloat(raised, in: referencePrecision)).approximation
    if !(ratio <= worst) {
      worst = ratio.isNaN ? .infinity : ratio
      worstIndex = count
    }
    worstOfPart[part] = max(worstOfPart[part] ?? 0, ratio)
    count += 1
  }

  var holds: Bool { worst <= 1 }
}

/// How kernels may be run on this machine: several counts of threads, and every instruction set.
let executions: [Execution] =
  [1, 2, 3, 7].map { Execution(threads: $0) }
  + InstructionSet.available.map { Execution(threads: 2, instructionSet: $0) }
