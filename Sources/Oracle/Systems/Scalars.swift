import Arithmetic
import Definitions

/// The real or the complex numbers of a system: what a kernel that takes both is written on.
public struct Scalars<N: NumberSystem, Scalar: ElementaryArithmetic>: Sendable
where Scalar.Context == N.Real.Context {
  public let isComplex: Bool
  /// The number as one of these.
  public let fromReal: @Sendable (N.Real) -> Scalar
  /// Its real part.
  public let realPart: @Sendable (Scalar) -> N.Real
  fileprivate let load: @Sendable (InputTensor<N>, [Int]) -> Scalar
  fileprivate let loadVector: @Sendable (InputTensor<N>, _ axis: Int, [Int]) -> Scalar.Vector
  fileprivate let store: @Sendable (Scalar, inout OutputPart<N>, [Int]) -> Void
  fileprivate let solver:
    @Sendable (AffineProblem<Scalar>, AffineForm) -> (outputs: [Scalar.Vector], finalState: Scalar.Vector)?

  /// The element of a tensor.
  public func element(_ tensor: InputTensor<N>, _ indices: Int...) -> Scalar { load(tensor, indices) }

  /// The vector along an axis of a tensor, from the indices given.
  public func vector(_ tensor: InputTensor<N>, along axis: Int, from indices: Int...) -> Scalar.Vector {
    loadVector(tensor, axis, indices)
  }

  /// Adds an element to an output.
  public func append(_ value: Scalar, to output: inout OutputPart<N>, at indices: Int...) {
    store(value, &output, indices)
  }

  /// The outputs and final state of a recurrence in the evaluation's form.
  ///
  /// - Parameter chunk: where the state is lost at the start of every so many steps: a defect.
  public func solve(
    _ problem: AffineProblem<Scalar>, in evaluation: Evaluation<N>, losingStateEvery chunk: Int? = nil
  ) -> (outputs: [Scalar.Vector], finalState: Scalar.Vector)? {
    guard let chunk else { return solver(problem, evaluation.form.affine) }
    var outputs: [Scalar.Vector] = []
    var state = problem.initialState
    for start in stride(from: 0, to: max(problem.steps.count, 1), by: chunk) {
      var part = problem
      part.steps = Array(problem.steps[start..<min(start + chunk, problem.steps.count)])
      if start > 0 { part.initialState.fill(with: Scalar(0, in: evaluation.context)) }
      guard let solution = solver(part, evaluation.form.affine) else { return nil }
      outputs += solution.outputs
      state = solution.finalState
    }
    return (outputs, state)
  }
}

extension NumberSystem {
  /// The real numbers.
  public static var realNumbers: Scalars<Self, Real> {
    Scalars(
      isComplex: false, fromReal: { $0 }, realPart: { $0 }, load: { $0.real($1) },
      loadVector: { $0.vector(along: $1, from: $2) },
      store: { $1.append($0, at: $2) }, solver: { solve($0, $1) })
  }

  /// The complex numbers.
  public static var complexNumbers: Scalars<Self, ComplexNumber> {
    Scalars(
      isComplex: true, fromReal: { ComplexNumber($0) }, realPart: { $0.real }, load: { $0.complex($1) },
      loadVector: { tensor, axis, indices in
        let rest = indices[axis]..<tensor.shape[axis]
        var place = indices
        let elements = rest.map { index in
          place[axis] = index
          return tensor.complex(place)
        }
        return ComplexNumber.Vector(elements, in: tensor.context)
      },
      store: { $1.append($0, at: $2) }, solver: { $0.solve($1) })
  }
}
