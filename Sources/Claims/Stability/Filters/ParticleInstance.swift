import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// A small hidden Markov chain with positive rational probabilities, a function of its paths, and a number of
/// particles.
struct ParticleInstance: Sendable {
  var model: FiniteHiddenMarkovModel<Rational>
  /// N.
  var particles: Int
  /// h, by path.
  var function: [Rational]

  static func generator(particles: ClosedRange<Int> = 2...4) -> Generator<ParticleInstance> {
    Generator { draw in
      let states = draw.integer(in: 2...3)
      // At most nine paths.
      let length = draw.integer(in: 2...(states == 2 ? 3 : 2))
      let weight = Generator<Int>.integer(in: 1...5)
      func law() throws -> [Rational] {
        let weights = try draw(.array(of: weight, count: states))
        return weights.map { Rational($0, weights.reduce(0, +)) }
      }
      let model = FiniteHiddenMarkovModel(
        initial: try law(), transition: Matrix(try (0..<states).map { _ in try law() }, in: Intrinsic()),
        potentials: try (0..<length).map { _ in try draw(.array(of: weight, count: states)).map { Rational($0) } })
      return ParticleInstance(
        model: model, particles: draw.integer(in: particles),
        function: try draw(.array(of: .rational(in: -2...2, denominator: 2), count: model.paths.count)))
    }
  }

  var values: [NamedValue] {
    [
      NamedValue("nu", model.initial), NamedValue("M", model.transition), NamedValue("g", model.potentials),
      NamedValue("N", particles),
    ]
  }

  /// sum_x p(x) h(x).
  func mean(_ law: [Rational]) -> Rational {
    zip(law, function).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
  }

  /// max h - min h.
  var oscillation: Rational {
    function.reduce(function[0]) { Rational.maximum($0, $1) }
      - function.reduce(function[0]) { Rational.minimum($0, $1) }
  }
}

extension Matrix {
  /// p K for a law p.
  func moving(_ law: [Scalar]) -> [Scalar] { (Matrix([law], in: context) * self).row(0) }
}
