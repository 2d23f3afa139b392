/// Linear attention with one gate a head and step (simple GLA), or a constant one a head (RetNet, Lightning attention):
///
///     S_t = e^(g_t) S_(t-1) + k_t v_t^T,   o_t = S_t^T (c q_t)
///
/// with q_t and k_t of shape (keys), v_t of shape (values), S_t of shape (keys, values); head h of the values reads the query
/// and the key of head h / (heads of values/heads of keys). RetNet has g = log(1 - 2^(-5-h)) for head h, linear attention
/// g = 0.
///
/// Roundings: the exponential ``VectorFunctions/expErrorBound`` u, c q one. What v_s adds to o_t meets t - s products of
/// gates and at most t - s + 1 fused multiply-adds over time, and one a key: no more than in the recurrence without fused
/// multiply-adds, in chunks and step by step.
///
/// - Source: Yang et al., arXiv 2312.06635; Sun et al., arXiv 2307.08621; Qin et al., arXiv 2401.04658.
public enum ScalarGatedAttentionKernel {
  /// - Parameters:
  ///   - queries: `q`, shape (batch, length, heads, keys).
  ///   - keys: `k`, shape (batch, length, heads, keys).
  ///   - values: `v`, shape (batch, length, heads of values, values).
  ///   - logGates: `g`, natural logarithms, shape (batch, length, heads of values), or (heads of values) where they do not
  ///     depend on time.
  ///   - scale: `c`; 1/sqrt(keys), rounded, by default.
  ///   - sequences: shape (batch, length): where the index differs from that of the step before, the state starts at 0. The
  ///     first sequence of a row starts at the initial state.
  ///   - initialState: `S_(-1)`, shape (batch, heads of values, keys, values); zeros by default.
  ///   - form: how time is gone through. Chunks end with a sequence: packed sequences give the same bits as single ones.
  /// - Returns: `o`, of the shape of the values, and the state after the last step, shape (batch, heads of values, keys,
  ///   values).
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public static func run<Scalar: KernelScalar>(
    queries: ShapedArray<Scalar>, keys: ShapedArray<Scalar>, values: ShapedArray<Scalar>,
    logGates: ShapedArray<Scalar>, scale: Scalar? = nil, sequences: ShapedArray<Int32>? = nil,
    initialState: ShapedArray<Scalar>? = nil, form: RecurrenceForm = .chunked, execution: Execution = Execution()
  ) throws(KernelError) -> (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>) {
    try execution.check()
    let shape = try MatrixStateRecurrence.checkHeads(queries, keys, values)
    let ofGates = Array(shape.dropLast())
    var gates = logGates
    if logGates.shape.count == 1 {
      try KernelError.check("logGates", logGates, shape: [shape[2]])
      let rows = repeatElement(logGates.elements, count: shape[0] * shape[1])
      gates = ShapedArray(unchecked: rows.flatMap { $0 }, shape: ofGates)
    } else {
      try KernelError.check("logGates", logGates, shape: ofGates)
    }
    try KernelError.check("sequences", sequences, shape: [shape[0], shape[1]])
    try KernelError.check("initialState", initialState, shape: [shape[0], shape[2], keys.shape[3], shape[3]])
    return try MatrixStateRecurrence(
      queries: queries, keys: keys, values: values, logGates: gates, sequences: sequences,
      scale: scale ?? MatrixStateRecurrence.scale(keys: keys.shape[3]), initialState: initialState, form: form
    ).run(execution)
  }
}
