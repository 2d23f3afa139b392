import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// A rational system, a factor and a step.
struct RandomSystem: Sendable {
  let matrix: [[Rational]]
  let input, output: [Rational]
  let factor, step, point: Rational
  var inputFactor: Rational

  static let generator = Generator { draw in
    let n = try draw(.integer(in: 1...5))
    let row = Generator<[Rational]>.array(of: .rational(in: -2...2, denominator: 3), count: n)
    let factor = try draw(.rational(above: 1, upTo: 5, denominator: 4))
    return RandomSystem(
      matrix: try draw(.array(of: row, count: n)), input: try draw(.coefficients(n - 1...n - 1)),
      output: try draw(.coefficients(n - 1...n - 1)), factor: factor,
      step: try draw(.rational(above: 0, upTo: 1, denominator: 16)), point: try draw(.rational(above: 11, upTo: 20)),
      inputFactor: factor)
  }

  var values: [NamedValue] {
    [
      NamedValue("A", matrix), NamedValue("B", input), NamedValue("C", output), NamedValue("c", factor),
      NamedValue("Delta", step), NamedValue("s", point),
    ]
  }

  func system(factor: Rational = 1, inputFactor: Rational = 1) -> LinearSystem<Rational> {
    LinearSystem(
      matrix: Matrix(matrix, in: Intrinsic()).scaled(by: factor), input: input.map { inputFactor * $0 }, output: output)
  }

  /// Discarded where a pole is hit.
  func isRescaled() throws -> [Evidence] {
    let fast = system(factor: factor, inputFactor: inputFactor)
    guard let slowGain = try? system().transferFunction(at: point / factor),
      let fastGain = try? fast.transferFunction(at: point), let slow = try? system().discretized(step: step),
      let other = try? fast.discretized(step: step / factor)
    else { throw Discarded() }
    return [
      Evidence("C (s I - c A)^-1 c B = G(s/c)", fastGain[0, 0], equals: slowGain[0, 0], at: values),
      Evidence(
        "the bilinear system of (c A, c B) with Delta/c = that of (A, B) with Delta",
        other.matrix.elements.elements + other.input.elements.elements,
        equal: slow.matrix.elements.elements + slow.input.elements.elements, at: values),
    ]
  }

  /// One mode with an integer eigenvalue, and a factor that is a power of two.
  var holdIsRescaled: Evidence {
    let lambda = Exact(Rational(-1 - matrix.count))
    let power = Exact(Rational.pow(2, matrix.count))
    let steps = Exact(8)
    let slow = Discretization.zeroOrderHold.discretize(lambda, step: steps)
    let fast = Discretization.zeroOrderHold.discretize(power * lambda, step: steps / power)
    return Evidence(
      "the zero-order hold of (c A, c B) with Delta/c = that of (A, B) with Delta",
      [fast.transition, power * fast.inputGain],
      equal: [slow.transition, slow.inputGain], at: [NamedValue("lambda", lambda), NamedValue("c", power)])
  }

  var hankelRankIsAtMostSize: Evidence {
    let n = matrix.count
    let kernel = system().markovParameters(2 * n + 3).map { $0[0, 0] }
    let hankel = (0...n + 1).map { i in (0...n + 1).map { kernel[i + $0] } }
    return Evidence(
      "rank (C A^(i+j) B) <= the size", Rational(ExactMatrix.rank(hankel)), atMost: Rational(n), at: values)
  }
}
