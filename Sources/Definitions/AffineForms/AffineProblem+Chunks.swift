import Arithmetic

/// What becomes of each row of a triangular system X = R + A X once it is computed, A strictly lower triangular: where an
/// error analysis takes a hand, which knows more of (I - A)^-1 than the rows computed one from another do.
///
/// - Parameters:
///   - row: X_t = R_t + sum_(s < t) A_ts X_s, from earlier rows as they were `solved`.
///   - weights: A_ts for s < t.
/// - Returns: the row for the later rows of the system, and the row for all else.
package typealias TriangularSettling<A: Arithmetic> =
  (_ row: A.Vector, _ weights: [A]) -> (solved: A.Vector, final: A.Vector)

/// What an analysis changes in a chunked form.
struct ChunkOptions<A: Arithmetic> {
  var settling: TriangularSettling<A>?
  var defect: ChunkDefect?
}

/// How the corrections z_t = S_(t-1)^T b_t of a chunk are found, which depend on each other: (I - A) Z = R.
enum CorrectionSolver {
  /// Z row by row.
  case substitution
  /// Z = U + W S, with T = (I - A)^-1, W = T B and U = T (A_ak V).
  case inverse
}

extension AffineProblem {
  /// Attention within chunks of `size` steps and the recurrence between them. With z_t = S_(t-1)^T b_t and the decays
  /// Gamma of a chunk, positions counted from its start S_0:
  ///
  ///     z_t = (b_t . Gamma(t-1, 0))^T S_0 + sum_(s < t) (b_t^T Gamma(t-1, s) k_s) v_s + (b_t^T Gamma(t-1, s) a_s) z_s
  ///     y_t = (q_t . Gamma(t, 0))^T S_0 + sum_(s <= t) (q_t^T Gamma(t, s) k_s) v_s + (q_t^T Gamma(t, s) a_s) z_s
  ///     S_n = Gamma(n, 0) S_0 + sum_s (Gamma(n, s) k_s) v_s^T + (Gamma(n, s) a_s) z_s^T
  ///
  /// Read before the update, y_t has t - 1 in place of t. Of the four matrices of weights the two of z_t are strictly
  /// lower triangular, and their decays end one step earlier, because a correction reads the state before the decay.
  ///
  /// - Source: Peng et al., arXiv 2503.14456; Yang et al., arXiv 2406.06484; Dao, Gu, arXiv 2405.21060, section 6.
  func chunked(
    size: Int, corrections: CorrectionSolver = .substitution, _ options: ChunkOptions<A> = ChunkOptions(),
    _ decays: (ArraySlice<AffineStep<A>>) -> ChunkDecays<A>?
  ) -> Solution? {
    precondition(size > 0, "a chunk has a step")
    var state = initialState
    if options.defect == .initialStateDropped { state.fill(with: A(0, in: context)) }
    var outputs: [A.Vector] = []
    outputs.reserveCapacity(steps.count)
    for start in stride(from: 0, to: steps.count, by: size) {
      let steps = steps[start..<min(start + size, steps.count)]
      guard let decays = decays(steps) else { return nil }
      if options.defect == .carryDropped && start > 0 { state.fill(with: A(0, in: context)) }
      var chunk = AffineChunk(
        state: state, columns: columns, readTime: readTime, casts: casts, solver: corrections, options: options)
      for step in steps { outputs.append(chunk.output(of: step, decays)) }
      state = chunk.finalState(decays)
      roundState?(&state)
    }
    return (outputs, state)
  }
}

/// One chunk, while its steps are read in turn.
private struct AffineChunk<A: Arithmetic> {
  let state: A.Vector
  let columns: Int
  let readTime: ReadTime
  let casts: ChunkCasts<A>
  let solver: CorrectionSolver
  let options: ChunkOptions<A>

  /// What step s adds to the state: left_s right_s^T, where the right side is v_s or z_s.
  private struct Term {
    let position: Int
    let left: A.Vector
    let right: A.Vector
  }

  /// k_s and v_s.
  private var inputs: [Term] = []
  /// a_s and z_s.
  private var corrections: [Term] = []
  /// z_s as the later corrections meet it, or the rows of T as later ones do.
  private var solved: [A.Vector] = []
  /// The rows of B and of A_ak V.
  private var readings: [A.Vector] = []
  private var sources: [A.Vector] = []
  /// Gamma(t, s), s = 0 ... t, of the step last read.
  private var row: [A.Vector] = []

  init(
    state: A.Vector, columns: Int, readTime: ReadTime, casts: ChunkCasts<A>, solver: CorrectionSolver,
    options: ChunkOptions<A>
  ) {
    self.state = state
    self.columns = columns
    self.readTime = readTime
    self.casts = casts
    self.solver = solver
    self.options = options
    var one = A.Vector(zeros: state.count / columns, in: state.context)
    one.fill(with: A(1, in: state.context))
    row = [one]
  }

  mutating func output(of step: AffineStep<A>, _ decays: ChunkDecays<A>) -> A.Vector {
    let previous = row
    let position = previous.count
    var output = readTime == .beforeUpdate ? read(step.query) : A.Vector(zeros: columns, in: state.context)
    if let correction = step.correction {
      var source = correction.source
      if options.defect == .unshiftedCorrections { source.multiply(by: step.decay) }
      let right = correctionValue(of: source)
      corrections.append(Term(position: position, left: correction.target, right: right))
    }
    row = decays.row(position, previous)
    inputs.append(Term(position: position, left: step.key, right: step.value))
    if readTime == .afterUpdate { output = read(step.query) }
    return output
  }

  /// q^T S at the position last reached.
  private func read(_ query: A.Vector) -> A.Vector {
    var output = projection(of: scaled(query, decayOfCarry(row)))
    addProduct(weights(query, inputs), inputs, to: &output)
    addProduct(weights(query, corrections), corrections, to: &output)
    return output
  }

  /// z_t = S^T b at the position last reached.
  private mutating func correctionValue(of source: A.Vector) -> A.Vector {
    let reading = scaled(source, row[0])
    var weightsOfEarlier = rawWeights(source, corrections)
    if options.defect == .wrongSign { weightsOfEarlier = weightsOfEarlier.map { -$0 } }
    switch solver {
    case .substitution:
      var value = projection(of: reading)
      addProduct(rawWeights(source, inputs), inputs, to: &value)
      for (weight, row) in zip(weightsOfEarlier, solved) { value.addProduct(weight, row) }
      return settled(value, weightsOfEarlier)
    case .inverse:
      var fromInputs = A.Vector(zeros: columns, in: state.context)
      addProduct(rawWeights(source, inputs), inputs, to: &fromInputs)
      readings.append(reading)
      sources.append(fromInputs)
      let row = inverseRow(weightsOfEarlier)
      var pseudoKey = combination(row, readings)
      var value = combination(row, sources)
      casts.pseudoValues?(&pseudoKey)
      casts.pseudoValues?(&value)
      value.add(projection(of: pseudoKey))
      return value
    }
  }

  /// Row t of T = (I - A)^-1: e_t + sum_(s < t) A_ts T_s.
  private mutating func inverseRow(_ weights: [A]) -> A.Vector {
    var row = A.Vector(zeros: weights.count + 1, in: state.context)
    for (s, weight) in weights.enumerated() {
      for j in 0...s { row[j] = row[j].addingProduct(weight, solved[s][j]) }
    }
    row[weights.count] = A(1, in: state.context)
    row = settled(row, weights)
    casts.inverse?(&row)
    return row
  }

  /// Notes a row of the triangular system for the later ones, and gives it for all else.
  private mutating func settled(_ row: A.Vector, _ weights: [A]) -> A.Vector {
    let rows = options.settling?(row, weights) ?? (solved: row, final: row)
    solved.append(rows.solved)
    return rows.final
  }

  /// S at the end of the chunk.
  func finalState(_ decays: ChunkDecays<A>) -> A.Vector {
    let row = decays.end?() ?? row
    var result = state
    result.multiplyRows(by: decayOfCarry(row))
    for term in inputs + corrections {
      var left = scaled(term.left, row[options.defect == .decayFromChunkStart ? 0 : term.position])
      casts.scaledKey?(&left)
      result.addOuterProduct(left, term.right)
    }
    return result
  }

  /// Gamma(t, 0).
  private func decayOfCarry(_ row: [A.Vector]) -> A.Vector {
    row[options.defect == .carryWithoutFirstGate ? min(1, row.count - 1) : 0]
  }

  private func scaled(_ x: A.Vector, _ decay: A.Vector) -> A.Vector {
    var result = x
    result.multiply(by: decay)
    return result
  }

  /// S_0^T x.
  private func projection(of x: A.Vector) -> A.Vector {
    var result = A.Vector(zeros: columns, in: state.context)
    result.formProduct(x, matrix: state)
    return result
  }

  /// x^T Gamma(t, s) left_s for each term, where t is the position last reached.
  private func rawWeights(_ x: A.Vector, _ terms: [Term]) -> [A] {
    terms.map { scaled(x, row[$0.position]).dot($0.left) }
  }

  /// The weights of an output, as a kernel stores them.
  private func weights(_ x: A.Vector, _ terms: [Term]) -> [A] {
    let weights = outputWeights(x, terms)
    guard let cast = casts.weights, !weights.isEmpty else { return weights }
    var row = A.Vector(weights, in: state.context)
    cast(&row)
    return row.elements
  }

  private func outputWeights(_ x: A.Vector, _ terms: [Term]) -> [A] {
    switch options.defect {
    case .gateOnDiagonal: terms.map { scaled(x, row[$0.position - 1]).dot($0.left) }
    case .undecayedWeights: terms.map { x.dot($0.left) }
    case .strictMask:
      terms.map { $0.position == row.count - 1 ? A(0, in: x.context) : scaled(x, row[$0.position]).dot($0.left) }
    default: rawWeights(x, terms)
    }
  }

  private func addProduct(_ weights: [A], _ terms: [Term], to result: inout A.Vector) {
    for (weight, term) in zip(weights, terms) { result.addProduct(weight, term.right) }
  }

  /// sum_s row_s x_s.
  private func combination(_ row: A.Vector, _ x: [A.Vector]) -> A.Vector {
    var result = A.Vector(zeros: x[0].count, in: state.context)
    for s in 0..<row.count { result.addProduct(row[s], x[s]) }
    return result
  }
}
