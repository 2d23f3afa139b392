import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// A random discrete-time system in rational numbers.
struct SystemInstance: Sendable {
  var system: LinearSystem<Rational>

  /// Small numbers, so that an exact counterexample can be checked by hand.
  static let number = Generator<Rational>.rational(in: -2...2, denominator: 3)

  static func matrix(
    _ rows: Int, _ columns: Int, of number: Generator<Rational> = number
  ) -> Generator<Matrix<Rational>> {
    Generator<[Rational]>.array(of: number, count: rows * columns).map { elements in
      Matrix(rows, columns, in: Intrinsic()) { elements[$0 * columns + $1] }
    }
  }

  /// - Parameters:
  ///   - inputs: the number of inputs.
  ///   - entry: the elements of A.
  static func generator(
    order: ClosedRange<Int> = 1...4, inputs: ClosedRange<Int> = 1...1, outputs: ClosedRange<Int> = 1...1,
    entry: Generator<Rational> = number
  ) -> Generator<SystemInstance> {
    Generator { draw in
      let (n, m, p) = (draw.integer(in: order), draw.integer(in: inputs), draw.integer(in: outputs))
      return SystemInstance(
        system: LinearSystem(
          matrix: try draw(matrix(n, n, of: entry)), input: try draw(matrix(n, m)), output: try draw(matrix(p, n)),
          feedthrough: try draw(matrix(p, m))))
    }
  }

  var values: [NamedValue] {
    [
      NamedValue("A", system.matrix), NamedValue("B", system.input), NamedValue("C", system.output),
      NamedValue("D", system.feedthrough),
    ]
  }
}

extension RationalTransferFunction<Rational> {
  /// The parameters as evidence names them.
  var values: [NamedValue] {
    [NamedValue("a", denominator), NamedValue("b", numerator), NamedValue("h0", feedthrough)]
  }

  /// Random coefficients.
  static func generator(order: ClosedRange<Int> = 1...4) -> Generator<RationalTransferFunction> {
    Generator { draw in
      let n = draw.integer(in: order)
      return RationalTransferFunction(
        denominator: try draw(.array(of: SystemInstance.number, count: n)),
        numerator: try draw(.array(of: SystemInstance.number, count: n)),
        feedthrough: try draw(SystemInstance.number))
    }
  }
}
