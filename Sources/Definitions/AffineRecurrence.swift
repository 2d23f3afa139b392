import Arithmetic

/// When a matrix-state recurrence is read: with the state before this step's update, or after it.
public enum ReadTime: Sendable {
  case beforeUpdate, afterUpdate
}

/// One step of the affine matrix-state recurrence
///
///     S_t = D_t S_(t-1) + a_t (b_t^T S_(t-1)) + k_t v_t^T,   y_t = S^T q_t
///
/// where D_t is diagonal and the rank-one correction is optional.
public struct AffineStep<A: Arithmetic>: Sendable {
  /// The diagonal of D_t, shape (rows).
  public var decay: A.Vector
  /// k_t, shape (rows).
  public var key: A.Vector
  /// v_t, shape (columns).
  public var value: A.Vector
  /// q_t, shape (rows).
  public var query: A.Vector
  /// The rank-one correction (a_t, b_t), each of shape (rows).
  public var correction: (target: A.Vector, source: A.Vector)?
  /// log D_t, shape (rows), where the model gives its gate as a natural logarithm: what the forms with cumulative
  /// log-gates add up. The recurrence itself reads ``decay`` alone, which is e^logDecay.
  public var logDecay: A.Vector?

  public init(
    decay: A.Vector, key: A.Vector, value: A.Vector, query: A.Vector,
    correction: (target: A.Vector, source: A.Vector)? = nil, logDecay: A.Vector? = nil
  ) {
    self.decay = decay
    self.logDecay = logDecay
    self.key = key
    self.value = value
    self.query = query
    self.correction = correction
  }
}

/// The affine matrix-state recurrence, of which most models are instances: a model maps its parameters and its inputs
/// to ``AffineStep``s, the equation of its paper and nothing more.
///
///     S_t = D_t S_(t-1) + a_t (b_t^T S_(t-1)) + k_t v_t^T,   y_t = S^T q_t
///
/// The state is a (rows, columns) matrix, row by row. Over an enclosure the state encloses the exact one; over
/// `Rational` it is the exact one; over a rounding arithmetic each step rounds as that arithmetic's vectors do.
public struct AffineRecurrence<A: Arithmetic>: Sendable {
  /// S, shape (rows, columns).
  @inlinable public var state: A.Vector { matrix }
  public let rows: Int
  public let columns: Int
  public let readTime: ReadTime

  @usableFromInline var matrix: A.Vector

  /// Scratch for b^T S, shape (columns).
  @usableFromInline var projection: A.Vector

  /// - Parameter initialState: S_(-1), shape (rows, columns).
  public init(initialState: A.Vector, columns: Int, readTime: ReadTime = .afterUpdate) {
    precondition(columns > 0 && initialState.count % columns == 0, "the state is a (rows, columns) matrix")
    matrix = initialState
    rows = initialState.count / columns
    self.columns = columns
    self.readTime = readTime
    projection = A.Vector(zeros: columns, in: initialState.context)
  }

  /// From the zero state.
  public init(rows: Int, columns: Int, in context: A.Context, readTime: ReadTime = .afterUpdate) {
    self.init(initialState: A.Vector(zeros: rows * columns, in: context), columns: columns, readTime: readTime)
  }

  /// One step: updates the state and writes y_t, shape (columns), into `output`.
  ///
  /// - Parameter rounding: called on the updated state before it is read, where a kernel stores it in a narrower format.
  @inlinable public mutating func advance(
    _ step: AffineStep<A>, output: inout A.Vector, rounding: ((inout A.Vector) -> Void)? = nil
  ) {
    if readTime == .beforeUpdate { output.formProduct(step.query, matrix: matrix) }
    update(step)
    rounding?(&matrix)
    if readTime == .afterUpdate { output.formProduct(step.query, matrix: matrix) }
  }

  /// The update alone: S becomes D S + a (b^T S) + k v^T.
  @inlinable public mutating func update(_ step: AffineStep<A>) {
    if let correction = step.correction {
      projection.formProduct(correction.source, matrix: matrix)
      matrix.multiplyRows(by: step.decay)
      matrix.addOuterProduct(correction.target, projection)
    } else {
      matrix.multiplyRows(by: step.decay)
    }
    matrix.addOuterProduct(step.key, step.value)
  }
}
