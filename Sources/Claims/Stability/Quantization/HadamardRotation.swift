import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Quantization {
  /// Rotations that spread outliers.
  static let hadamardRotation = Claim(
    "quant.T-hadamard",
    title: "A Hadamard rotation changes no product and spreads an outlier over all entries",
    statement: """
      With H^T H = n I, (W H^T/sqrt n)(H x/sqrt n) = W x exactly, and max|H x/sqrt n| <= ||x||_1/sqrt n: a single \
      outlier is divided by sqrt n.
      """,
    source: code("rotation of the outputs; after QuaRot"),
    hypotheses: [
      Hypothesis("order", "n is 2^k, 12 2^k or 20 2^k, for which the code has a matrix"),
      Hypothesis("normalized", "each factor has its 1/sqrt n, the product 1/n"),
    ],
    method: .exact,
    notes: [
      "Checked over the rationals as W H^T (H x) = n W x, and as H^T H = n I, because sqrt n is irrational "
        + "unless n = 4^k.",
      "The bound is in terms of ||x||_1: an x that is a row of H, whose entries are all of one size, is "
        + "concentrated into one entry sqrt n times as large. A rotation helps against outliers and can do harm "
        + "where there are none.",
    ],
    effort: 0.5,
    check: .all(
      Check(Rotation.generator) { rotation, _ in rotation.keepsProduct },
      Check(Rotation.generator) { rotation, _ in [rotation.isOrthogonal, rotation.isSpread] }),
    falsifiers: [
      Falsifier(
        "without 1/n", dropping: "normalized",
        Check(Rotation.generator) { rotation, _ in rotation.keepsUnnormalizedProduct }),
      Falsifier(
        "a block of order 3 or 6 of the Hadamard matrix of order 8", dropping: "order",
        Check(Rotation.generator(orders: [3, 6])) { rotation, _ in rotation.isOrthogonal }),
      Falsifier(
        "max|H x/sqrt n| <= max|x|", Check(Rotation.generator) { rotation, _ in rotation.isNotEnlarged }),
    ])
}

/// A weight matrix with rows and a vector, to be rotated.
private struct Rotation: Sendable {
  let matrix: Matrix<Rational>
  let weights: Matrix<Rational>
  let vector: [Rational]

  static let generator = generator(orders: [1, 2, 4, 8, 12, 16, 20, 24])

  /// Hadamard matrices of the orders that have one; for others the leading block of that of order 8.
  static func generator(orders: [Int]) -> Generator<Rotation> {
    Generator { draw in
      let n = try draw(.element(of: orders))
      let whole: Matrix<Rational>? = hadamardMatrix(order: n, in: Intrinsic())
      let block: Matrix<Rational>? = hadamardMatrix(order: 8, in: Intrinsic())
      guard let source = whole ?? block else { throw Discarded() }
      return Rotation(
        matrix: Matrix(n, n, in: Intrinsic()) { source[$0, $1] },
        weights: try draw(SystemInstance.matrix(2, n)),
        vector: try draw(.array(of: .oneOf(SystemInstance.number, .always(1)), count: n)))
    }
  }

  private var order: Rational { Rational(vector.count) }
  private var values: [NamedValue] {
    [NamedValue("n", vector.count), NamedValue("W", weights), NamedValue("x", vector)]
  }

  private var rotated: [Rational] { matrix * vector }
  private var product: [Rational] { weights * (matrix.transposed * rotated) }

  var keepsProduct: Evidence {
    Evidence("W H^T (H x)/n = W x", product.map { $0 / order }, equal: weights * vector, at: values)
  }

  var keepsUnnormalizedProduct: Evidence {
    Evidence("W H^T (H x) = W x", product, equal: weights * vector, at: values)
  }

  var isOrthogonal: Evidence {
    Evidence(
      "H^T H = n I", (matrix.transposed * matrix).elements.elements,
      equal: Matrix<Rational>(identity: vector.count, in: Intrinsic()).scaled(by: order).elements.elements,
      at: [NamedValue("n", vector.count)])
  }

  private func largest(_ x: [Rational]) -> Rational { x.reduce(0) { $0 < $1.magnitude ? $1.magnitude : $0 } }

  var isSpread: Evidence {
    Evidence(
      "max|H x| <= ||x||_1", largest(rotated), atMost: vector.reduce(Rational.zero) { $0 + $1.magnitude }, at: values)
  }

  /// As squares: max|H x|^2 <= n max|x|^2.
  var isNotEnlarged: Evidence {
    let (left, right) = (largest(rotated), largest(vector))
    return Evidence("max|H x|^2 <= n max|x|^2", left * left, atMost: order * right * right, at: values)
  }
}
