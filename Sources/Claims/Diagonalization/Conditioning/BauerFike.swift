import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension Conditioning {
  /// Eigenvalues of a diagonalizable matrix move by at most the condition of its eigenvectors.
  static let bauerFike = Claim(
    "bf.T1-bauer-fike",
    title: "Bauer and Fike: eigenvalues move by at most kappa(V) times the perturbation",
    statement: """
      A = V Lambda V^-1: every eigenvalue mu of A + E has min_j |mu - lambda_j| <= kappa(V) ||E||; <= ||E|| where A \
      is normal.
      """,
    source: Source("Bauer & Fike, Norms and exclusion theorems", "Theorem IIIa", .recalled),
    hypotheses: [
      Hypothesis("diagonalizable", "A has a full set of eigenvectors"),
      Hypothesis("induced norm", "an operator norm in which a diagonal matrix has the norm of its largest element"),
    ],
    method: .certified,
    notes: [
      "E is drawn so that mu is an eigenvalue of A + E by construction: (A + E) x = mu x for a random x. In the "
        + "1-norm and the infinity-norm both sides are rational and the check is exact; the normal case is that of "
        + "the normal part of LegS in balls, with its eigenvalues -1/2 +- i y_m enclosed."
    ],
    check: .all(
      Check(Perturbed.any, { perturbed, _ in perturbed.bounds }),
      Check(NormalCase.any, { normal, precision in try normal.bound(precision) })),
    falsifiers: [
      Falsifier(
        "a Jordan block with a corner of q^n, and the constant 100", dropping: "diagonalizable",
        Check(
          Generator { draw in
            PerturbedJordanBlock(
              order: try draw(.integer(in: 1...12)), root: Rational(1, try draw(.integer(in: 1...64))))
          }
        ) { block, _ in
          // q is an eigenvalue of the block, whose own eigenvalue is 0.
          Evidence(
            "|mu - lambda| <= 100 ||E||", block.root, atMost: 100 * Rational.pow(block.root, block.order),
            at: [NamedValue("n", block.order), NamedValue("q", block.root)])
        }),
      Falsifier(
        "the largest element for a norm", dropping: "induced norm",
        Check(Perturbed.constant) { perturbed, _ in
          func largest(_ x: Matrix<Rational>) -> Rational { x.elements.elements.map(\.magnitude).max() ?? 0 }
          return perturbed.bound("largest element", largest)
        }),
    ])

  /// A = V Lambda V^-1 and E with (A + E) x = mu x.
  private struct Perturbed: Sendable {
    let vectors, inverse, perturbation: Matrix<Rational>
    let eigenvalues: [Rational]
    let mu: Rational

    static let any = Generator { draw in
      let n = try draw(.integer(in: 1...5))
      func matrix(_ range: ClosedRange<Int>) throws -> Matrix<Rational> {
        let elements = try draw(.array(of: .rational(in: range, denominator: 3), count: n * n...n * n))
        return Matrix(n, n, in: Intrinsic()) { elements[$0 * n + $1] }
      }
      let vectors = try matrix(-3...3).addingToDiagonal(1)
      guard let inverse = try? vectors.inverse() else { throw Discarded() }
      let eigenvalues = try draw(.array(of: .rational(in: -5...5, denominator: 4), count: n...n))
      let x = try draw(.array(of: .rational(in: -3...3, denominator: 2), count: n...n))
      let y = try draw(.array(of: .rational(in: -3...3, denominator: 2), count: n...n))
      let inner = zip(x, y).reduce(Rational.zero) { $0 + $1.0 * $1.1 }
      guard inner != 0 else { throw Discarded() }
      let mu = try draw(.rational(in: -6...6, denominator: 4))
      // E = F + (mu x - A x - F x) y^T/(y^T x).
      let free = try matrix(-1...1)
      let matrixA = vectors.multipliedFromRight(byDiagonal: eigenvalues) * inverse
      let image = (matrixA + free) * x
      let correction = Matrix(n, n, in: Intrinsic()) { (mu * x[$0] - image[$0]) * y[$1] / inner }
      return Perturbed(
        vectors: vectors, inverse: inverse, perturbation: free + correction, eigenvalues: eigenvalues, mu: mu)
    }

    /// A = 0 and E of ones, whose eigenvalue is n.
    static let constant = Generator { draw in
      let n = try draw(.integer(in: 1...5))
      let identity = Matrix<Rational>(identity: n, in: Intrinsic())
      return Perturbed(
        vectors: identity, inverse: identity, perturbation: Matrix(n, n, in: Intrinsic()) { _, _ in 1 },
        eigenvalues: Array(repeating: 0, count: n), mu: Rational(n))
    }

    func bound(_ name: String, _ norm: (Matrix<Rational>) -> Rational) -> Evidence {
      let distance = eigenvalues.map { ($0 - mu).magnitude }.min() ?? 0
      return Evidence(
        "min_j |mu - lambda_j| <= kappa(V) ||E||, \(name)", distance,
        atMost: norm(vectors) * norm(inverse) * norm(perturbation),
        at: [
          NamedValue("V", vectors), NamedValue("lambda", eigenvalues), NamedValue("E", perturbation),
          NamedValue("mu", mu),
        ])
    }

    var bounds: [Evidence] { [bound("infinity-norm", \.infinityNorm), bound("1-norm", \.oneNorm)] }
  }

  /// The normal part N of LegS and E = (mu - N) x x*/(x* x), whose 2-norm is |(mu - N) x|/|x|.
  private struct NormalCase: Sendable {
    let mu: (Rational, Rational)
    let x: [(Rational, Rational)]

    static let any = Generator { draw in
      let number = Generator<Rational>.rational(in: -3...3, denominator: 4)
      let x = try draw(.array(of: number, count: 2...16))
      let y = try draw(.array(of: number, count: x.count...x.count))
      guard zip(x, y).contains(where: { $0.0 != 0 || $0.1 != 0 }) else { throw Discarded() }
      return NormalCase(
        mu: (try draw(.rational(in: -2...1, denominator: 4)), try draw(.rational(in: -90...90, denominator: 4))),
        x: Array(zip(x, y)))
    }

    func bound(_ precision: Precision) throws -> Evidence {
      func disc(_ z: (Rational, Rational)) -> Disc { Disc(Ball(z.0, in: precision), Ball(z.1, in: precision)) }
      let n = x.count
      let normal: Matrix<Ball> = HiPPO.legS.normalPart(order: n, in: precision)
      let (mu, x) = (disc(mu), x.map(disc))
      let image = Matrix<Disc>(normal) * x
      let residual = zip(x, image).map { mu * $0 - $1 }
      let distances = try LegSNormalSpectrum(order: n).eigenvalues(precision: precision).map { (mu - $0).magnitude }
      let least = distances.dropFirst().reduce(distances[0], Ball.minimum)
      return Evidence(
        "min_j |mu - lambda_j| <= (1 + 2^-40) ||E||, the normal part of LegS", least,
        // Equality is possible, which enclosures cannot decide.
        atMost: euclideanNorm(residual, in: precision) / euclideanNorm(x, in: precision)
          * (1 + Ball(0x1p-40, in: precision)),
        at: [NamedValue("n", n), NamedValue("mu", mu), NamedValue("x", x)])
    }
  }
}
