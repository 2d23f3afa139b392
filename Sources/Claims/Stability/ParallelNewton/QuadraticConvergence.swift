import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

extension ParallelNewton {
  /// The error of an iteration is quadratic in the error before it.
  static let quadraticConvergence = Claim(
    "deer.T-quad",
    title: "With exact Jacobians the error is squared, times a sum of products of Jacobians",
    statement: """
      With exact Jacobians the new error satisfies e'_t = J_t e'_(t-1) - r_t, |r_t| <= q |e_(t-1)|^2, where q bounds \
      half the second derivative; so max |e'| <= q max_t (sum_(2 <= r <= t) ||J_t ... J_(r+1)||) max |e|^2, in the \
      maximum norm. An affine recurrence is solved in one iteration.
      """,
    source: deer("section 3, quadratic convergence of Newton's method; the constant: derived here", .recalled),
    hypotheses: [
      Hypothesis("C^2", "f_t has a bounded second derivative"),
      Hypothesis("exact J", "J_t is the whole Jacobian at the guess"),
      Hypothesis(
        "products", "the constant contains the products of Jacobians, which grow with T for a chaotic recurrence"),
    ],
    method: .exact,
    notes: [
      "For f_t of degree 2 the remainder is exactly the quadratic part at the error, so that the bound is checked "
        + "in rational numbers, with no asymptotics.",
      "The catalogue's errors for a tanh network with T = 8 (10^-12.6, -25.8, -52.4, -105.7) are of a network "
        + "that it does not give; the figure shows the doubling of the digits for another one, enclosed.",
    ],
    effort: 0.5,
    check: .all(
      Check(RecurrenceInstance.generator(length: 1...3)) { instance, _ in bound(instance) },
      Check(RecurrenceInstance.generator().with { $0.curvatures = $0.curvatures.map { _ in 0 } }) { instance, _ in
        Evidence(
          "one iteration of an affine recurrence = its states",
          Array(instance.recurrence.newtonStep(from: instance.guess, by: instance.tree).joined()),
          equal: Array(instance.recurrence.trajectory().joined()), at: instance.values)
      }),
    falsifiers: [
      Falsifier(
        "|s| in place of s, which is affine on each side of 0", dropping: "C^2",
        Check(
          RecurrenceInstance.generator(length: 2...3).with {
            ($0.curvatures, $0.hasKink) = ($0.curvatures.map { _ in 0 }, true)
          }
        ) { instance, _ in bound(instance) }),
      Falsifier(
        "diagonals of the Jacobians", dropping: "exact J",
        Check(RecurrenceInstance.generator(order: 2...2, length: 2...3)) { instance, _ in
          bound(instance, .diagonal)
        }),
      Falsifier(
        "the constant q T", dropping: "products",
        Check(
          RecurrenceInstance.generator(length: 2...3, number: .rational(in: -3...3, denominator: 1))
        ) { instance, _ in bound(instance, withProducts: false) }),
    ],
    figures: [FigureRecipe("deer-convergence", make: convergenceFigure)])

  /// max |e'| <= q max_t (sum_(r >= 2) ||J_t ... J_(r+1)||) max |e|^2.
  private static func bound(
    _ instance: RecurrenceInstance, _ rule: JacobianRule<Rational> = .exact, withProducts: Bool = true
  ) -> Evidence {
    let recurrence = instance.recurrence
    let trajectory = recurrence.trajectory()
    let next = recurrence.newtonStep(from: instance.guess, rule, by: instance.tree)
    let error = RecurrenceInstance.distance(instance.guess, trajectory)
    let q = instance.curvatures.reduce(Rational(0)) { Rational.maximum($0, $1.magnitude) }
    var products: [Matrix<Rational>] = []
    var largest = Rational(0)
    for t in 1...instance.length {
      let jacobian = recurrence.jacobian(t, t == 1 ? instance.initialState : instance.guess[t - 2])
      products = products.map { jacobian * $0 }
      // The error of s_0 is 0, so that the first step has no remainder.
      if t > 1 { products.append(Matrix(identity: instance.order, in: Intrinsic())) }
      largest = Rational.maximum(
        largest, withProducts ? products.reduce(Rational(0)) { $0 + $1.maximumNorm } : Rational(t))
    }
    return Evidence(
      "max |e'| <= q max_t (sum_(r >= 2) ||J_t ... J_(r+1)||) max |e|^2", RecurrenceInstance.distance(next, trajectory),
      atMost: q * largest * error * error, at: instance.values)
  }

  private static func convergenceFigure(_ precision: Precision) -> FigureData {
    let (length, count) = (32, 24)
    func errors(_ gain: Rational, _ rule: JacobianRule<Ball>) -> [Ball] {
      let example = NetworkExample(length: length, gain: gain, precision: Precision(bits: 1024))
      let trajectory = example.recurrence.trajectory()
      var guess = example.guess
      return (0...count).map { i in
        if i > 0 { guess = example.recurrence.newtonStep(from: guess, rule) }
        return NetworkExample.error(Array(guess.joined()), Array(trajectory.joined()))
      }
    }
    return FigureData(
      "deer-convergence", title: "Convergence of parallel Newton iterations",
      caption: """
        The largest error of a state after i iterations, enclosed, for networks s_t = tanh(g W s_(t-1) + b_t) of 3 \
        units with T = 32. Exact Jacobians double the digits of each iteration once they are near (1024 bits are \
        computed); diagonals converge linearly; a larger gain g delays both, as products of Jacobians grow.
        """,
      xLabel: "iteration", yLabel: "largest error", logY: true, yRange: 1e-120...10,
      x: FigureData.Column("iteration", (0...count).map(Double.init)),
      curves: [
        FigureData.Column("exact J, g = 1", errors(1, .exact)),
        FigureData.Column("exact J, g = 2", errors(2, .exact)),
        FigureData.Column("diagonal J, g = 1", errors(1, .diagonal), style: .dashedLine),
        FigureData.Column("diagonal J, g = 2", errors(2, .diagonal), style: .dashedLine),
      ])
  }
}

extension Matrix where Scalar == Rational {
  /// The largest sum of the moduli of a row, exactly.
  var maximumNorm: Rational {
    rowArrays.reduce(Rational(0)) { Rational.maximum($0, $1.reduce(Rational(0)) { $0 + $1.magnitude }) }
  }
}
