import Arithmetic

/// One whole call of an ``AffineRecurrence``: the initial state, the steps and the read time.
///
/// A kernel's front-end makes one of these; ``solve(_:)`` then evaluates it in any of the algebraically equal forms that
/// kernels use, in any arithmetic.
public struct AffineProblem<A: Arithmetic>: Sendable {
  /// S_(-1), shape (rows, columns).
  public var initialState: A.Vector
  public let columns: Int
  public var steps: [AffineStep<A>]
  public var readTime: ReadTime
  /// Called on a state that a kernel stores in a narrower format: after each update in the recurrent form, at the end of
  /// each chunk in the chunked ones. Nil for none.
  public var roundState: (@Sendable (inout A.Vector) -> Void)?
  /// Where a chunked kernel rounds what it computes within a chunk.
  public var casts = ChunkCasts<A>()

  public init(
    initialState: A.Vector, columns: Int, steps: [AffineStep<A>], readTime: ReadTime = .afterUpdate,
    roundState: (@Sendable (inout A.Vector) -> Void)? = nil
  ) {
    precondition(columns > 0 && initialState.count % columns == 0, "the state is a (rows, columns) matrix")
    self.initialState = initialState
    self.columns = columns
    self.steps = steps
    self.readTime = readTime
    self.roundState = roundState
  }

  public var rows: Int { initialState.count / columns }
  public var context: A.Context { initialState.context }

  /// y_t for each step, shape (columns), and the state after the last one.
  public typealias Solution = (outputs: [A.Vector], finalState: A.Vector)
}

/// What a chunked kernel stores in a narrower format within a chunk; nil where it does not.
public struct ChunkCasts<A: Arithmetic>: Sendable {
  public typealias Rounding = @Sendable (inout A.Vector) -> Void

  /// A row of the attention weights q_t^T Gamma(t, s) k_s, before they meet the values.
  public var weights: Rounding?
  /// A key decayed to the end of its chunk, before it meets its value.
  public var scaledKey: Rounding?
  /// A row of T = (I - A)^-1 in the WY form.
  public var inverse: Rounding?
  /// A row of W or of U = T (...) in the WY form.
  public var pseudoValues: Rounding?

  public init(
    weights: Rounding? = nil, scaledKey: Rounding? = nil, inverse: Rounding? = nil, pseudoValues: Rounding? = nil
  ) {
    self.weights = weights
    self.scaledKey = scaledKey
    self.inverse = inverse
    self.pseudoValues = pseudoValues
  }
}
