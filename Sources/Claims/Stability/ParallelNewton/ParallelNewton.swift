import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting

/// Nonlinear recurrences by parallel Newton iterations: DEER (arXiv 2309.12252), quasi-DEER and ELK (2407.19115).
public enum ParallelNewton {
  /// In the order in which they are listed.
  public static let claims: [Claim] = [
    exactPrefix, quadraticConvergence, overflow, dampedStep, filteredContraction, proximalContraction,
  ]

  static func deer(_ locus: String, _ provenance: Provenance) -> Source {
    Source("Lim et al., Parallelizing non-linear sequential models", arXiv: "2309.12252", locus, provenance)
  }

  static func elk(_ locus: String, _ provenance: Provenance) -> Source {
    Source(
      "Gonzalez et al., Towards scalable and stable parallelization of nonlinear RNNs", arXiv: "2407.19115", locus,
      provenance)
  }
}

/// A quadratic recurrence in rational numbers,
///
///     f_t(s)_i = b_(t,i) + sum_j w_ij s_j + c_i s_i s_(i+1),   indices modulo n,
///
/// and where a Newton iteration for it starts.
struct RecurrenceInstance: Sendable {
  /// W, row by row.
  var weights: [Rational]
  /// c, shape (state).
  var curvatures: [Rational]
  /// b, shape (length, state).
  var inputs: [[Rational]]
  /// s_0.
  var initialState: [Rational]
  /// g, shape (length, state).
  var guess: [[Rational]]
  /// J_t of the iteration with any Jacobians.
  var jacobians: [[Rational]]
  var tree: ScanTree
  /// |s_i| in place of s_i in the linear part: not differentiable at 0.
  var hasKink = false

  var order: Int { initialState.count }
  var length: Int { inputs.count }

  static func generator(
    order: ClosedRange<Int> = 1...2, length: ClosedRange<Int> = 1...4,
    number: Generator<Rational> = .rational(in: -1...1, denominator: 2)
  ) -> Generator<RecurrenceInstance> {
    Generator { draw in
      let (n, count) = (draw.integer(in: order), draw.integer(in: length))
      func vectors(_ size: Int) -> Generator<[[Rational]]> {
        .array(of: .array(of: number, count: size), count: count)
      }
      return RecurrenceInstance(
        weights: try draw(.array(of: number, count: n * n)), curvatures: try draw(.array(of: number, count: n)),
        inputs: try draw(vectors(n)), initialState: try draw(.array(of: number, count: n)),
        guess: try draw(vectors(n)), jacobians: try draw(vectors(n * n)),
        tree: try draw(.element(of: [.hillisSteele, .sequential, .brentKung, .blelloch])))
    }
  }

  var recurrence: NonlinearRecurrence<Rational> {
    let (n, weights, curvatures, inputs, hasKink) = (order, weights, curvatures, inputs, hasKink)
    return NonlinearRecurrence(initialState: initialState, length: length) { t, state in
      (0..<n).map { i in
        let start = Dual<Rational>(constant: inputs[t - 1][i])
        let linear = (0..<n).reduce(start) { sum, j in
          sum + Dual(constant: weights[i * n + j]) * (hasKink ? state[j].magnitude : state[j])
        }
        return linear + Dual(constant: curvatures[i]) * state[i] * state[(i + 1) % n]
      }
    }
  }

  /// The J_t that were drawn.
  var givenRule: JacobianRule<Rational> {
    .given(jacobians.map { Matrix(rows: order, columns: order, elements: .init($0, in: Intrinsic())) })
  }

  var values: [NamedValue] {
    [
      NamedValue("W", weights), NamedValue("c", curvatures), NamedValue("b", inputs),
      NamedValue("s_0", initialState), NamedValue("g", guess),
    ]
  }

  /// max |x - y| of two sequences of states.
  static func distance(_ x: [[Rational]], _ y: [[Rational]]) -> Rational {
    zip(x.joined(), y.joined()).reduce(Rational(0)) { Rational.maximum($0, ($1.0 - $1.1).magnitude) }
  }
}

/// The recurrent network of the figures: tanh(W s + b_t) in balls.
struct NetworkExample {
  let recurrence: NonlinearRecurrence<Ball>
  /// The zero trajectory.
  let guess: [[Ball]]

  /// - Parameter gain: the factor of the weights; the network is chaotic for a large one.
  init(order: Int = 3, length: Int, gain: Rational, precision: Precision) {
    var random = SplitMix64(seed: 1)
    func number() -> Rational { Rational(Int(random.below(33)) - 16, 16) }
    let weights = Matrix<Ball>(order, order, in: precision) { _, _ in Ball(number() * gain, in: precision) }
    let inputs = (0..<length).map { _ in (0..<order).map { _ in Ball(number(), in: precision) } }
    let zeros = Array(repeating: Ball(0, in: precision), count: order)
    recurrence = NonlinearRecurrence(tanh: weights, inputs: inputs, initialState: zeros)
    guess = Array(repeating: zeros, count: length)
  }

  /// The largest |s_i - r_i| of two states; indeterminate, a point that is not drawn, where they may be equal, or are
  /// nearer than 2^-900.
  static func error(_ s: [Ball], _ r: [Ball]) -> Ball {
    let differences = zip(s, r).map { ($0 - $1).magnitude }
    let largest = differences.dropFirst().reduce(differences[0]) { Ball.maximum($0, $1) }
    return largest.lowerMagnitude < .powerOfTwo(-900) ? .indeterminate(in: largest.context) : largest
  }
}
