import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension LinearUniversality {
  /// The condition number of V on a circle and on a line.
  static let conditioning = Claim(
    "univ.cond",
    title: "Equispaced phases on a circle of radius r store with condition r^-(N-1); real eigenvalues cannot",
    statement: """
      For lambda_k = r e^(2 pi i k/N) the condition of V in the 2-norm is r^-(N-1), which is below e for r >= 1 - \
      1/N. For N >= 2 real eigenvalues, wherever they are, it is at least sqrt(2/N) (1 + sqrt 2)^(N-2).
      """,
    source: paper("the benefits of complex eigenvalues, in numbers"),
    hypotheses: [
      Hypothesis("equispaced", "the phases are 2 pi k/N, not random as in an LRU"),
      Hypothesis("real", "for the lower bound: all eigenvalues are real"),
    ],
    method: .certified,
    notes: [
      "Equality on the circle is exact: V* V = N diag(r^(2k)), which is compared in balls; the singular values are "
        + "then enclosed independently.",
      "The catalogue recalls the bound of real nodes as (1 + sqrt 2)^(N-1)/sqrt(N+1) up to a constant. With the "
        + "constant 1 that fails at N = 2 (nodes 1 and -1: the condition is 1); sqrt(2/N) (1 + sqrt 2)^(N-2), "
        + "Beckermann's bound (Numer. Math. 85, 2000) as recalled with N nodes, is attained there. It is checked, "
        + "not proved.",
      "The double precision values that the catalogue gives beyond 1e15 mean 'numerically singular'; they are "
        + "enclosed here.",
    ],
    effort: 0.4,
    check: .all(
      Check(Nodes.circle) { try $0.isPower($1) },
      Check(Nodes.circle) { nodes, precision in nodes.isOrthogonal(precision) },
      Check(Nodes.shrinking) { $0.isBelowE($1) }, Check(Nodes.real) { try $0.isIllConditioned($1) }),
    falsifiers: [
      Falsifier("random phases", dropping: "equispaced", Check(Nodes.random) { try $0.isPower($1) }),
      Falsifier("the roots of unity", dropping: "real", Check(Nodes.roots) { try $0.isIllConditioned($1) }),
      Falsifier(
        "(1 + sqrt 2)^(N-1)/sqrt(N+1) for real eigenvalues",
        Check(Nodes.real) { nodes, precision in
          let n = nodes.count
          let bound = Ball.pow(1 + Ball.sqrt(Ball(2, in: precision)), n - 1) / Ball.sqrt(Ball(n + 1, in: precision))
          return Evidence(
            "(1 + sqrt 2)^(N-1)/sqrt(N+1) <= cond V", bound, atMost: try nodes.condition(precision), at: nodes.values)
        }),
    ],
    quoted: { precision in
      var evidence: [Evidence] = []
      for (n, digits) in [(8, "2.0908"), (16, "4.8569"), (32, "26.2109")] {
        let condition = Ball.pow(Ball(Rational(9, 10), in: precision), 1 - n)
        evidence.append(Evidence("r = 0.9, N = \(n)", condition, isQuotedAs: digits))
      }
      for (n, digits) in [(8, "535"), (16, "3.28e6")] {
        let condition = try Nodes.symmetric(n).condition(Precision(bits: 256))
        evidence.append(Evidence("real, equispaced on [-1, 1], N = \(n)", condition, isQuotedAs: digits))
      }
      for (n, digits) in [(8, "3.1e5"), (16, "4.1e12")] {
        let condition = try Nodes.positive(n).condition(Precision(bits: 256))
        evidence.append(Evidence("real, equispaced on [0.01, 0.99], N = \(n)", condition, isQuotedAs: digits))
      }
      return evidence
    },
    figures: [conditionFigure])

  private static let sizes = [2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32]

  private static let conditionFigure = FigureRecipe("storage-condition") { precision in
    func power(_ radius: (Int) -> Rational) -> [Ball] {
      sizes.map { Ball.pow(Ball(radius($0), in: precision), 1 - $0) }
    }
    let working = Precision(bits: 320)
    let curves = [
      FigureData.Column("r = 1", power { _ in 1 }),
      FigureData.Column("r = 1 - 1/N", power { Rational($0 - 1, $0) }),
      FigureData.Column("r = 9/10", power { _ in Rational(9, 10) }),
      FigureData.Column("real, equispaced on [-1, 1]", try sizes.map { try Nodes.symmetric($0).condition(working) }),
      FigureData.Column(
        "real, equispaced on [0.01, 0.99]", try sizes.map { try Nodes.positive($0).condition(working) }),
      FigureData.Column("least for real", sizes.map { Nodes.realBound($0, precision) }, style: .dashedLine),
    ]
    return FigureData(
      "storage-condition", title: "Condition of the state as a store of the last N inputs",
      caption: """
        The condition number in the 2-norm of the map from N inputs to N modes, enclosed. On a circle it is \
        r^-(N-1): 1 for the roots of unity, below e for r = 1 - 1/N. Real eigenvalues, equispaced here, are \
        exponentially worse; the dashed line is below every choice of real eigenvalues.
        """,
      xLabel: "N", yLabel: "cond V", logY: true, x: FigureData.Column("N", sizes.map(Double.init)), curves: curves,
      guides: [FigureData.Guide(.horizontal, 0x1p53, label: "2^53")])
  }

  /// What is lost when the states are rounded to double precision before the exact solution.
  static let reconstructionFigure = FigureRecipe("storage-reconstruction") { _ in
    let sizes = Array(2...32)
    func signal(_ n: Int) -> [Rational] { (0..<n).map { Rational((7 * $0 * $0 + 3 * $0) % 11 - 5) } }
    func error(_ eigenvalues: [Rational]) throws -> Double {
      let inputs = signal(eigenvalues.count)
      let state = storedState(eigenvalues, inputs).map { Rational(exactly: $0.approximation) }
      let recovered = try vandermondeSolution(nodes: eigenvalues, values: state, in: Intrinsic())
      var largest = 0.0
      for (x, u) in zip(recovered, inputs.reversed()) { largest = max(largest, (x - u).magnitude.approximation) }
      return Conditioning.powerOfTwo(near: largest)
    }
    /// The same for r e^(2 pi i k/N), where V^-1 = diag(r^-j) F*/N.
    func error(radius: Rational) -> [Double] {
      let precision = Precision(bits: 256)
      let zero = Disc(0, in: precision)
      func rounded(_ x: Ball) -> Ball { Ball(x.approximation, in: precision) }
      return sizes.map { n in
        let points = Nodes.circle(radius: radius, count: n).points(precision)
        let inputs = signal(n).map { Ball($0, in: precision) }
        let states = points.map { z in
          let h = inputs.reduce(zero) { $0 * z + Disc($1) }
          return Disc(rounded(h.real), rounded(h.imaginary))
        }
        var largest = 0.0
        for j in 0..<n {
          let sum = zip(points, states).reduce(zero) { $0 + Disc.pow($1.0, -j) * $1.1 }
          let recovered = sum.real / IntegerConstant(n)
          largest = max(largest, (recovered - inputs[n - 1 - j]).magnitude.approximation)
        }
        return Conditioning.powerOfTwo(near: largest)
      }
    }
    let curves = [
      FigureData.Column("r = 1", error(radius: 1)),
      FigureData.Column("r = 9/10", error(radius: Rational(9, 10))),
      FigureData.Column("real on [-1, 1]", try sizes.map { try error(Nodes.symmetric($0).realParts) }),
      FigureData.Column("real on [0.01, 0.99]", try sizes.map { try error(Nodes.positive($0).realParts) }),
    ]
    return FigureData(
      "storage-reconstruction", title: "N inputs read back from states rounded to double precision",
      caption: """
        The largest error of N integers between -5 and 5 that are read back, without any further rounding, from N \
        states which were rounded to double precision once; to the nearest power of two. Real eigenvalues are \
        equispaced. Beyond an error of 1 nothing is stored; below the frame the states needed no rounding.
        """,
      xLabel: "N", yLabel: "error", logY: true, yRange: 1e-18...1e11,
      x: FigureData.Column("N", sizes.map(Double.init)), curves: curves,
      guides: [FigureData.Guide(.horizontal, 1, label: "nothing is stored")])
  }
}

/// Eigenvalues r e^(2 pi i phase).
private struct Nodes: Sendable {
  /// The signed radii; the eigenvalues themselves where the phases are 0.
  let realParts: [Rational]
  /// In turns.
  let phases: [Rational]
  let radius: Rational

  var count: Int { realParts.count }

  static func circle(radius: Rational, count: Int) -> Nodes {
    Nodes(
      realParts: Array(repeating: radius, count: count), phases: (0..<count).map { Rational($0, count) }, radius: radius
    )
  }

  static func line(_ lower: Rational, _ upper: Rational, _ count: Int) -> Nodes {
    let step = (upper - lower) / Rational(count - 1)
    return Nodes(
      realParts: (0..<count).map { lower + step * Rational($0) }, phases: Array(repeating: 0, count: count), radius: 1)
  }

  /// On [-1, 1].
  static func symmetric(_ count: Int) -> Nodes { line(-1, 1, count) }
  /// On [0.01, 0.99].
  static func positive(_ count: Int) -> Nodes { line(Rational(1, 100), Rational(99, 100), count) }

  static let circle = Generator { draw in
    circle(radius: try draw(.rational(above: 0, upTo: 2, denominator: 8)), count: try draw(.integer(in: 1...10)))
  }

  static let roots = Generator { circle(radius: 1, count: try $0(.integer(in: 5...9))) }

  static let shrinking = Generator { draw in
    let n = try draw(.integer(in: 2...200))
    return circle(radius: Rational(n - 1, n), count: n)
  }

  static let random = Generator { draw in
    let drawn = try draw(.array(of: .integer(in: 0...99), count: 2...6))
    let phases = Array(Set(drawn)).sorted().map { Rational($0, 100) }
    return Nodes(realParts: phases.map { _ in Rational(9, 10) }, phases: phases, radius: Rational(9, 10))
  }

  static let real = Generator { draw in
    let drawn = try draw(.array(of: .rational(in: -2...2, denominator: 12), count: 2...9))
    var distinct: [Rational] = []
    for x in drawn where !distinct.contains(x) { distinct.append(x) }
    try draw.assume(distinct.count >= 2)
    return Nodes(realParts: distinct, phases: distinct.map { _ in 0 }, radius: 1)
  }

  var isReal: Bool { phases.allSatisfy(\.isZero) }

  var values: [NamedValue] {
    isReal
      ? [NamedValue("lambda", realParts)]
      : [NamedValue("N", count), NamedValue("r", radius)]
        + (phases == (0..<count).map { Rational($0, count) } ? [] : [NamedValue("phases/(2 pi)", phases)])
  }

  func points(_ precision: Precision) -> [Disc] {
    zip(realParts, phases).map { r, phase in
      let angle = 2 * Ball.pi(in: precision) * Ball(phase, in: precision)
      let r = Ball(r, in: precision)
      return phase.isZero ? Disc(r) : Disc(r * Ball.cos(angle), r * Ball.sin(angle))
    }
  }

  func condition(_ precision: Precision) throws -> Ball {
    isReal
      ? try Matrix<Ball>(vandermonde: realParts.balls(precision), in: precision).certifiedConditionNumber()
      : try Matrix<Disc>(vandermonde: points(precision), in: precision).certifiedConditionNumber()
  }

  /// r^-(N-1), or r^(N-1) where r > 1.
  private func power(_ precision: Precision) -> Ball {
    Ball.pow(Ball(radius, in: precision), radius > 1 ? count - 1 : 1 - count)
  }

  func isPower(_ precision: Precision) throws -> Evidence {
    Evidence(
      "cond V = max(r, 1/r)^(N-1)", try condition(precision), agreesWith: power(precision), bits: 60, at: values)
  }

  /// V* V = N diag(r^(2k)).
  func isOrthogonal(_ precision: Precision) -> Evidence {
    let v = Matrix<Disc>(vandermonde: points(precision), in: precision)
    let expected = (0..<count).map { k in
      Disc(IntegerConstant(count) * Ball.pow(Ball(radius, in: precision), 2 * k))
    }
    let error = (v.adjoint * v - Matrix(diagonal: expected, in: precision)).spectralNormBound
    return Evidence(
      "||V* V - N diag(r^(2k))|| <= 2^-60", holds: error < Magnitude.powerOfTwo(-60) ? .true : .undecided, at: values)
  }

  func isBelowE(_ precision: Precision) -> Evidence {
    Evidence("(1 - 1/N)^-(N-1) < e", power(precision), lessThan: Ball.exp(Ball(1, in: precision)), at: values)
  }

  static func realBound(_ n: Int, _ precision: Precision) -> Ball {
    Ball.pow(1 + Ball.sqrt(Ball(2, in: precision)), n - 2) * Ball.sqrt(Ball(Rational(2, n), in: precision))
  }

  func isIllConditioned(_ precision: Precision) throws -> Evidence {
    Evidence(
      "sqrt(2/N) (1 + sqrt 2)^(N-2) (1 - 2^-40) <= cond V",
      Self.realBound(count, precision) * Ball(1 - 0x1p-40, in: precision), atMost: try condition(precision), at: values)
  }
}
