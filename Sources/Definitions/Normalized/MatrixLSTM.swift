import Arithmetic

/// One head of the mLSTM, with the stabilizer m that keeps its exponential gates in range:
///
///     m_t = max(log f_t + m_(t-1), i_t)
///     C_t = e^(log f_t + m_(t-1) - m_t) C_(t-1) + e^(i_t - m_t) k_t v_t^T
///     n_t = e^(log f_t + m_(t-1) - m_t) n_(t-1) + e^(i_t - m_t) k_t
///     h_t = C_t^T q_t/(max(|n_t^T q_t|, e^-m_t) + epsilon)
///
/// The normalizer n is one more column of the memory (C | n), shape (key, value + 1), whose value is 1.
///
/// The memory may be scaled by e^-c with any numbers c in place of m: with epsilon e^(m - c) the output is the same. Here c
/// is m as a constant, so that the error of m, which cancels in the output, is counted where it matters alone: in m itself
/// and in the scale of the last memory.
///
/// - Source: Beck et al., arXiv 2405.04517, section 2.3 and appendix; epsilon is that of the released code.
public struct MatrixLSTM<A: RealElementaryArithmetic>: Sendable {
  /// log f_t, shape (length).
  public var logForget: [A]
  /// i_t before its exponential, shape (length).
  public var input: [A]
  /// q_t and k_t, shape (length, key), with the scale on one of them.
  public var queries: [A.Vector]
  public var keys: [A.Vector]
  /// (v_t, 1), shape (length, value + 1).
  public var values: [A.Vector]
  /// (C | n) before the first step.
  public var initialMemory: A.Vector
  /// m before the first step.
  public var initialStabilizer: A
  public var epsilon: A

  /// - Parameter values: v_t, shape (length, value); the column of the normalizer is added.
  public init(
    logForget: [A], input: [A], queries: [A.Vector], keys: [A.Vector], values: [A.Vector], initialMemory: A.Vector,
    initialStabilizer: A, epsilon: A
  ) {
    self.logForget = logForget
    self.input = input
    self.queries = queries
    self.keys = keys
    let one = A(1, in: initialStabilizer.context)
    self.values = values.map { A.Vector($0.elements + [one], in: $0.context) }
    self.initialMemory = initialMemory
    self.initialStabilizer = initialStabilizer
    self.epsilon = epsilon
  }

  /// m_t, shape (length).
  public var stabilizers: [A] {
    var stabilizer = initialStabilizer
    return zip(logForget, input).map { logForget, input in
      stabilizer = A.maximum(logForget + stabilizer, input)
      return stabilizer
    }
  }

  /// c: m as a constant.
  public static func scale(of stabilizer: A) -> A { A(stabilizer.approximation, in: stabilizer.context) }

  /// (C | n) scaled by e^-m, from what it is scaled by e^-c.
  public static func rescaled(_ memory: A.Vector, scale: A, stabilizer: A) -> A.Vector {
    var memory = memory
    memory.multiply(by: A.exp(scale - stabilizer))
    return memory
  }

  /// Step t of (C | n), given c_(t-1) and c_t, as a step of the affine recurrence.
  public func step(_ t: Int, previous: A, scale: A) -> AffineStep<A> {
    let gate = logForget[t] + previous - scale
    var (decay, logDecay) = (keys[t], keys[t])
    decay.fill(with: A.exp(gate))
    logDecay.fill(with: gate)
    var key = keys[t]
    key.multiply(by: A.exp(input[t] - scale))
    return AffineStep(decay: decay, key: key, value: values[t], query: queries[t], logDecay: logDecay)
  }

  /// h_t from (C | n)^T q_t.
  public func readout(_ product: A.Vector, scale: A, stabilizer: A) -> A.Vector {
    let columns = product.count - 1
    let normalizer =
      A.maximum(product[columns].magnitude, A.exp(-scale)) + epsilon * A.exp(stabilizer - scale)
    return A.Vector((0..<columns).map { product[$0] / normalizer }, in: product.context)
  }

  /// h_t, and (C | n) and m after the last step.
  public typealias Solution = (outputs: [A.Vector], memory: A.Vector, stabilizer: A)

  /// Without a stabilizer: (C | n) grows with e^i, and the output is C^T q/(max(|n^T q|, 1) + epsilon e^m).
  public func plain() -> Solution {
    let stabilizers = stabilizers
    let last = stabilizers.last ?? initialStabilizer
    var start = initialMemory
    start.multiply(by: A.exp(initialStabilizer))
    var recurrence = AffineRecurrence<A>(initialState: start, columns: values.first?.count ?? 1)
    let one = A(1, in: last.context)
    let zero = A(0, in: last.context)
    var product = A.Vector(zeros: recurrence.columns, in: last.context)
    let outputs = keys.indices.map { t in
      recurrence.advance(step(t, previous: zero, scale: zero), output: &product)
      let columns = product.count - 1
      let normalizer = A.maximum(product[columns].magnitude, one) + epsilon * A.exp(stabilizers[t])
      return A.Vector((0..<columns).map { product[$0] / normalizer }, in: product.context)
    }
    var memory = recurrence.state
    memory.multiply(by: A.exp(-last))
    return (outputs, memory, last)
  }

  /// Chunks of `size` steps: inside a chunk attention with the weights e^(F_t - F_s + i_s - m_t), where F is the
  /// cumulative log-gate of the chunk and m_t the largest exponent of the row. One chunk is the parallel form.
  public func chunkwise(size: Int) -> Solution {
    var (memory, stabilizer, carried) = (initialMemory, initialStabilizer, initialStabilizer)
    var outputs: [A.Vector] = []
    for start in stride(from: 0, to: keys.count, by: size) {
      let chunk = start..<min(start + size, keys.count)
      let before = stabilizer
      var sums: [A] = []
      for t in chunk { sums.append(sums.last.map { $0 + logForget[t] } ?? logForget[t]) }
      for t in chunk {
        let total = sums[t - start]
        let exponents = (start...t).map { total - sums[$0 - start] + input[$0] }
        stabilizer = exponents.reduce(total + before, A.maximum)
        let scale = Self.scale(of: stabilizer)
        var product = A.Vector(zeros: values[t].count, in: memory.context)
        product.formProduct(queries[t], matrix: memory)
        product.multiply(by: A.exp(total + carried - scale))
        for s in start...t {
          product.addProduct(A.exp(exponents[s - start] - scale) * queries[t].dot(keys[s]), values[s])
        }
        outputs.append(readout(product, scale: scale, stabilizer: stabilizer))
      }
      guard let total = sums.last else { continue }
      let scale = Self.scale(of: stabilizer)
      memory.multiply(by: A.exp(total + carried - scale))
      for s in chunk {
        var key = keys[s]
        key.multiply(by: A.exp(total - sums[s - start] + input[s] - scale))
        memory.addOuterProduct(key, values[s])
      }
      carried = scale
    }
    return (outputs, Self.rescaled(memory, scale: carried, stabilizer: stabilizer), stabilizer)
  }
}
