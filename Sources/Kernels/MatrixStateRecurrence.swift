/// The recurrence of a (keys, values) matrix with one gate a step, for every head of every batch row:
///
///     S_t = e^(g_t) S_(t-1) + k_t w_t^T,   o_t = S_t^T (c q_t),   y_t = (o_t + D v_t) silu(z_t)
///     w_t = m_t v_t,   or with the delta rule   w_t = beta_t (v_t - e^(g_t) S_(t-1)^T k_t)
///
/// Head h reads the keys and queries of group h / (heads/groups). The kernels that are instances of it check the shapes.
///
/// In chunks, with the gates a = e^g, their products a_(s+1..t) = a_(s+1) ... a_t (never a quotient of cumulative ones) and
/// S the state before the chunk, from step s = 0 of the chunk on:
///
///     w_t = beta_t (v_t - (a_(0..t) (S^T k_t) + sum_(s < t) ((k_t . k_s) a_(s+1..t)) w_s))
///     o_t = a_(0..t) (S^T (c q_t)) + sum_(s <= t) (((c q_t) . k_s) a_(s+1..t)) w_s
///     S'  = a_(0..Q-1) S + sum_s k_s (a_(s+1..Q-1) w_s)
///
/// Products in parentheses are rounded on their own, sums run in the order written, one fused multiply-add a term. Without
/// the delta rule no term of an output or a state meets more roundings than in the recurrence step by step.
///
/// - Source: Dao, Gu, arXiv 2405.21060, section 6; Yang, Kautz, Hatamizadeh, arXiv 2412.06464, section 3, solved by forward
///   substitution for w instead of with the inverse of the triangular matrix.
struct MatrixStateRecurrence<Scalar: KernelScalar> {
  /// Shape (batch, length, groups, keys).
  var queries: ShapedArray<Scalar>
  var keys: ShapedArray<Scalar>
  /// Shape (batch, length, heads, values).
  var values: ShapedArray<Scalar>
  /// g, m, beta: shape (batch, length, heads).
  var logGates: ShapedArray<Scalar>
  var multipliers: ShapedArray<Scalar>?
  var strengths: ShapedArray<Scalar>?
  /// D, shape (heads) or (heads, values).
  var feedthrough: ShapedArray<Scalar>?
  /// z, of the shape of the values.
  var gate: ShapedArray<Scalar>?
  /// Shape (batch, length).
  var sequences: ShapedArray<Int32>?
  /// c.
  var scale: Scalar = 1
  /// Shape (batch, heads, keys, values), or (batch, heads, values, keys).
  var initialState: ShapedArray<Scalar>?
  var stateIsValuesFirst = false
  var form: RecurrenceForm

  /// - Returns: `y`, of the shape of the values, and the state after the last step, of the shape of the initial state.
  func run(_ execution: Execution) throws(KernelError) -> (output: ShapedArray<Scalar>, finalState: ShapedArray<Scalar>)
  {
    let (batch, length, heads, columns) = (values.shape[0], values.shape[1], values.shape[2], values.shape[3])
    let (groups, rows) = (keys.shape[2], keys.shape[3])
    // A short sequence takes less scratch, but no other form: its bits are those of the beginning of a longer one.
    let chunk = min(try form.chunkLength(), max(2, length))
    let starts = sequences.map { Self.starts(of: $0.elements, length: length) }
    let stateSize = rows * columns
    var final: [Scalar] = []
    let arrays = [queries, keys, values, logGates, multipliers, strengths, feedthrough, gate, initialState]
    let output = withPointers(arrays) { p in
      filledArray(values.elements.count) { y in
        final = filledArray(batch * heads * stateSize) { final in
          starts.withOptionalPointer { starts in
            execution.forEachTask(
              rows: batch, channels: heads, lanes: 1, limit: 1,
              scratch: { _ in Scalar._scratch(linearAttentionKeys: rows, values: columns, chunk: chunk) },
              { task, scratch in
                let (row, head) = (task.row, task.first)
                let key = (row * length * groups + head / (heads / groups)) * rows
                let value = (row * length * heads + head) * columns
                let step = row * length * heads + head
                let state = (row * heads + head) * stateSize
                let varies = feedthrough?.shape.count == 2
                let problem = _LinearAttention(
                  length: length, keys: rows, values: columns, chunk: chunk, queries: p[0].map { $0 + key },
                  keyRows: p[1].map { $0 + key }, keyStride: groups * rows, valueRows: p[2].map { $0 + value },
                  valueStride: heads * columns, logGates: p[3].map { $0 + step },
                  multipliers: p[4].map { $0 + step }, strengths: p[5].map { $0 + step }, stepStride: heads,
                  feedthrough: p[6].map { $0 + (varies ? head * columns : head) }, feedthroughVaries: varies,
                  gate: p[7].map { $0 + value }, starts: starts.map { $0 + row * length }, scale: scale,
                  initial: p[8].map { $0 + state }, final: final.map { $0 + state },
                  stateStrides: stateIsValuesFirst ? (1, rows) : (columns, 1), output: y.map { $0 + value })
                Scalar._run(problem, scratch: scratch, execution.instructionSet)
              })
          }
        }
      }
    }
    let stateShape = [batch, heads] + (stateIsValuesFirst ? [columns, rows] : [rows, columns])
    return (
      ShapedArray(unchecked: output, shape: values.shape), ShapedArray(unchecked: final, shape: stateShape)
    )
  }

  /// 1 where the index of the sequence differs from that of the step before.
  private static func starts(of sequences: [Int32], length: Int) -> [UInt8] {
    sequences.indices.map { i in i % length > 0 && sequences[i] != sequences[i - 1] ? 1 : 0 }
  }

  /// Throws unless heads is a multiple of groups.
  static func checkGroups(_ argument: String, groups: Int, heads: Int) throws(KernelError) {
    guard groups > 0 ? heads % groups == 0 : heads == 0 else {
      throw KernelError(argument: argument, expected: "a number of groups that divides \(heads)", found: "\(groups)")
    }
  }
}
