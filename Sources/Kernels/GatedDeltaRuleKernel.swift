/// The gated delta rule (Gated DeltaNet): a matrix memory that is decayed, asked what it holds under the key, and corrected,
///
///     S' = e^(g_t) S_(t-1),   S_t = S' + beta_t k_t (v_t - S'^T k_t)^T,   o_t = S_t^T (c q_t)
///
/// with q_t and k_t of shape (keys), v_t of shape (values), S_t of shape (keys, values); value head h reads the query and the
/// key of head h / (value heads/heads). With g = 0 it is DeltaNet.
///
/// Roundings, with a = e^g: the exponential ``VectorFunctions/expErrorBound`` u, c q one; of a normalized query or key a sum
/// of squares (ceil(keys/lanes) fused multiply-adds and log2(lanes) sums), the sum with epsilon, a square root and a
/// quotient. Step by step: a S one, S'^T k one fused multiply-add a key, v - ... and the product with beta one each, and a
/// fused multiply-add for S and for o. In chunks the corrections are solved for by forward substitution, as in
///
///     w_t = beta_t (v_t - (a_0 ... a_t (S^T k_t) + sum_(s < t) ((k_t . k_s) a_(s+1) ... a_t) w_s))
///
/// with one fused multiply-add for each step of the chunk before t; no inverse is formed. Where beta |k|^2 <= 2 errors do
/// not grow from step to step; where it is larger they do, in chunks and step by step.
///
/// - Source: Yang, Kautz, Hatamizadeh, arXiv 2412.06464, section 3; Yang et al., arXiv 2406.06484, for the chunks.
public enum GatedDeltaRuleKernel {
  /// - Parameters:
  ///   - queries: `q`, shape (batch, length, heads, keys).
  ///   - keys: `k`, shape (batch, length, heads, keys).
  ///   - values: `v`, shape (batch, length, value heads, values).
  ///   - logGates: `g`, natural logarithms, shape (batch, length, value heads).
  ///   - rates: `beta`, shape (batch, length, value heads).
  ///   - scale: `c`; 1/sqrt(keys), rounded, by default.
  ///   - epsilon: queries and keys are divided by sqrt(<x, x> + epsilon); nil: they are taken as they are.
  ///   - sequences: shape (batch, length): where the index differs from that of the step before, the state starts at 0. The
  ///     first sequence of a row starts at the initial state.
  ///   - initialState: `S_(-1)`, shape (batch, value heads, keys, values); zeros by default.
  ///   - form: how time is gone through. Chunks end with a sequence: packed sequences give the same bits as single ones.
  /// - Returns: `o`, of the shape of the values, and the state after the last step, shape (batch, value heads, keys, values).
  /// - Throws: ``KernelError`` naming the argument whose shape is wrong.
  public static func run<Scalar: KernelScalar>(
    queries: ShapedArray<Scalar>, keys: ShapedArray<Scalar>, values: ShapedArray<Scalar>,
    logGates: ShapedArray<Scalar>, rates: ShapedArray<Scalar>, scale: Scalar? = nil, epsilon: Scalar? = nil,
    sequences: ShapedArray<Int32>? = nil, initialState: ShapedArray<Scalar>? = nil, form: RecurrenceForm = .chunked,
    execution: Execution = Execution()
  ) throws(KernelError) -> (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>) {
    try execution.check()
    let shape = try MatrixStateRecurrence.checkHeads(queries, keys, values)
    try KernelError.check("logGates", logGates, shape: Array(shape.dropLast()))
    try KernelError.check("rates", rates, shape: Array(shape.dropLast()))
    try KernelError.check("sequences", sequences, shape: [shape[0], shape[1]])
    try KernelError.check("initialState", initialState, shape: [shape[0], shape[2], keys.shape[3], shape[3]])
    func normalized(_ x: ShapedArray<Scalar>) -> ShapedArray<Scalar> {
      guard let epsilon, !x.elements.isEmpty else { return x }
      let count = x.shape[3]
      let elements: [Scalar] = x.elements.withUnsafeBufferPointer { x in
        filledArray(x.count) { y in
          guard let source = x.baseAddress, let y else { return }
          Scalar._normalize(
            source, y, rows: x.count / count, count: count, epsilon: epsilon, execution.instructionSet)
        }
      }
      return ShapedArray(unchecked: elements, shape: x.shape)
    }
    return try MatrixStateRecurrence(
      queries: normalized(queries), keys: normalized(keys), values: values, logGates: logGates, strengths: rates,
      sequences: sequences, scale: scale ?? MatrixStateRecurrence.scale(keys: keys.shape[3]),
      initialState: initialState, form: form
    ).run(execution)
  }
}

extension MatrixStateRecurrence {
  /// 1/sqrt(keys), rounded.
  static func scale(keys: Int) -> Scalar { Scalar(1 / Double(max(1, keys)).squareRoot()) }

  /// The shape of the values, (batch, length, heads, values); throws unless those of the queries and the keys fit it.
  static func checkHeads(
    _ queries: ShapedArray<Scalar>, _ keys: ShapedArray<Scalar>, _ values: ShapedArray<Scalar>
  ) throws(KernelError) -> [Int] {
    let shape = try KernelError.dimensions("values", values, "batch", "length", "heads", "values")
    let ofKeys = try KernelError.dimensions("keys", keys, "batch", "length", "heads", "keys")
    try KernelError.check("keys", keys, shape: [shape[0], shape[1], ofKeys[2], ofKeys[3]])
    try checkGroups("keys", groups: ofKeys[2], heads: shape[2])
    try KernelError.check("queries", queries, shape: ofKeys)
    return shape
  }
}
