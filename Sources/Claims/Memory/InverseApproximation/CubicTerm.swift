import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension InverseApproximation {
  /// |diag(v)^2 W v| <= max |W_ij| |v|^3 misses a factor sqrt(m).
  static let cubicTerm = Claim(
    "invapx.LA9",
    title: "The cubic term is bounded by the norm of W, or by its largest element times sqrt(m)",
    statement: "|diag(v)^2 W v|_2 <= max_ij |W_ij| |v|_2^3, for a Hurwitz W.",
    source: paper("Lemma A.9, eqs. (92) to (98)"),
    hypotheses: [
      Hypothesis("norm", "the constant is |W|_2, or max |W_ij| with the factor sqrt(m)")
    ],
    method: .exact,
    notes: [
      "With the spectral norm the comparison is an enclosure; as printed, and with sqrt(m), it is exact.",
      "For W = -I with a first row of -1 the largest ratio grows like 2/(3 sqrt 3) sqrt(m), 0.385 sqrt(m): no "
        + "constant without a power of m will do.",
      "Eq. (92) has the indices of W transposed, too.",
    ],
    check: Check(Cube.any) { cube, _ in cube.isBounded(by: 1, "M0^2 |v|^6") },
    correction: Correction(
      "|diag(v)^2 W v|_2 <= |W|_2 |v|_inf^2 |v|_2 <= |W|_2 |v|_2^3, and <= sqrt(m) max_ij |W_ij| |v|_2^3.",
      .all(
        Check(Cube.any) { cube, _ in cube.isBounded(by: Rational(cube.v.count), "m M0^2 |v|^6") },
        Check(Cube.any) { try $0.isBoundedByNorm($1) })),
    falsifiers: [
      Falsifier(
        "a quarter of sqrt(m): sqrt(m)/4", dropping: "norm",
        Check(Cube.firstRow) { cube, _ in cube.isBounded(by: Rational(cube.v.count, 16), "(m/16) M0^2 |v|^6") })
    ],
    quoted: { precision in
      [(2, "1.143"), (4, "1.355"), (10, "1.789"), (50, "3.279")].map { m, digits in
        Evidence(
          "the largest ratio for W = -I with a first row of -1, m = \(m)", Cube.largestRatio(m, precision),
          isQuotedAs: digits)
      }
    },
    figures: [
      FigureRecipe("cubic-term") { precision in
        let orders = [1, 2, 3, 4, 6, 8, 10, 14, 20, 28, 40, 50, 70, 100]
        let roots = orders.map { Ball.sqrt(Ball($0, in: precision)) }
        let share = Ball.sqrt(Ball(Rational(4, 27), in: precision))
        return FigureData(
          "cubic-term", title: "|diag(v)^2 W v|/(max |W_ij| |v|^3) for W = -I with a first row of -1",
          caption: """
            The ratio at v = (1, d, ..., d) for the best multiple d of 2^-10, evaluated in enclosures: a lower bound \
            of the largest. Lemma A.9 says that it is at most 1. sqrt(m) is an upper bound for every W.
            """,
          xLabel: "m", yLabel: "ratio", logX: true, logY: true, x: FigureData.Column("m", orders.map(Double.init)),
          curves: [
            FigureData.Column("ratio", orders.map { Cube.largestRatio($0, precision) }),
            FigureData.Column("sqrt(m)", roots, style: .dashedLine),
            FigureData.Column("2/(3 sqrt 3) sqrt(m)", roots.map { share * $0 }, style: .dashedLine),
          ])
      }
    ])

  /// W and v.
  private struct Cube: Sendable {
    let matrix: Matrix<Rational>
    let v: [Rational]

    static let any = Generator { draw in
      let w = try draw(
        RecurrentMatrix.triangular(orders: 1...4, rate: .rational(above: 0, upTo: 4, denominator: 1), turned: false))
      return Cube(matrix: w.matrix, v: try draw(.array(of: .rational(in: -3...3, denominator: 2), count: w.order)))
    }

    /// v = (sqrt(m), 1, ..., 1) to a rational number.
    static let firstRow = Generator { draw in
      let m = try draw(.integer(in: 2...30))
      let first = Rational(Int((1.4 * Double(m).squareRoot() * 16).rounded()), 16)
      return Cube(matrix: family(m), v: [first] + Array(repeating: 1, count: m - 1))
    }

    /// -I with a first row of -1.
    static func family(_ m: Int) -> Matrix<Rational> {
      Matrix(m, m, in: Intrinsic()) { i, j in i == 0 || i == j ? -1 : 0 }
    }

    var values: [NamedValue] { [NamedValue("W", matrix), NamedValue("v", v)] }

    private var square: Rational { v.reduce(0) { $0 + $1 * $1 } }
    private var cube: [Rational] { cubicPart(of: matrix, at: v) }
    private var cubeSquare: Rational { cube.reduce(0) { $0 + $1 * $1 } }

    /// |diag(v)^2 W v|^2 <= factor M0^2 |v|^6.
    func isBounded(by factor: Rational, _ bound: String) -> Evidence {
      let largest = matrix.elements.elements.reduce(Rational.zero) { max($0, $1.magnitude) }
      return Evidence(
        "|diag(v)^2 W v|^2 <= \(bound), M0 = max |W_ij|", cubeSquare,
        atMost: factor * largest * largest * Rational.pow(square, 3), at: values)
    }

    func isBoundedByNorm(_ precision: Precision) throws -> Evidence {
      let norm = try matrix.enclosed(precision).certifiedSpectralNorm()
      let largest = v.reduce(Rational.zero) { max($0, $1.magnitude) }
      return Evidence(
        "|diag(v)^2 W v|^2 <= (1 + 2^-40) |W|^2 |v|_inf^4 |v|^2", Ball(cubeSquare, in: precision),
        atMost: Ball(1 + 0x1p-40, in: precision) * (norm * norm)
          * Ball(Rational.pow(largest, 4) * square, in: precision),
        at: values)
    }

    /// The largest ratio at v = (1, d, ..., d), d a multiple of 2^-10.
    static func largestRatio(_ m: Int, _ precision: Precision) -> Ball {
      let n = Double(m - 1)
      func ratio(_ d: Double) -> Double {
        let (first, square) = (1 + n * d, 1 + n * d * d)
        return (first * first + n * d * d * d * d * d * d) / (square * square * square)
      }
      let best = (0...1024).map { Double($0) / 1024 }.max { ratio($0) < ratio($1) } ?? 0
      let v = [Ball(1, in: precision)] + Array(repeating: Ball(best, in: precision), count: m - 1)
      let image = euclideanNorm(cubicPart(of: family(m).enclosed(precision), at: v), in: precision)
      return image / Ball.pow(euclideanNorm(v, in: precision), 3)
    }
  }
}
