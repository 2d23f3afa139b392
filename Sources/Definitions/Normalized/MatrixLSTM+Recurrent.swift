import Arithmetic

extension MatrixLSTM {
  /// How the normalizer n^T q of a memory that is scaled by e^-c is kept away from 0.
  public enum Floor: Sendable {
    /// max(|n^T q|, e^-c) + epsilon e^(m - c), with m the stabilizer: the same for all c.
    case invariant
    /// max(|n^T q|, e^-c) + epsilon, as the released code has it with its own c.
    case epsilonAdded
    /// max(|n^T q|, 1), as without a scale.
    case one
  }

  /// Step by step with the memory scaled by e^-c_t, for any numbers c_t: with c = m the stabilized form, with c = 0 the
  /// plain one.
  ///
  /// - Parameter scales: c_t, shape (length).
  public func recurrent(scales: [A], floor: Floor = .invariant) -> Solution {
    let stabilizers = stabilizers
    var recurrence = AffineRecurrence<A>(initialState: initialMemory, columns: values.first?.count ?? 1)
    var product = A.Vector(zeros: recurrence.columns, in: initialStabilizer.context)
    var previous = initialStabilizer
    let outputs = keys.indices.map { t in
      recurrence.advance(step(t, previous: previous, scale: scales[t]), output: &product)
      previous = scales[t]
      return output(product, scale: scales[t], stabilizer: stabilizers[t], floor)
    }
    let last = stabilizers.last ?? initialStabilizer
    return (outputs, Self.rescaled(recurrence.state, scale: previous, stabilizer: last), last)
  }

  private func output(_ product: A.Vector, scale: A, stabilizer: A, _ floor: Floor) -> A.Vector {
    switch floor {
    case .invariant: return readout(product, scale: scale, stabilizer: stabilizer)
    case .epsilonAdded: return readout(product, scale: scale, stabilizer: scale)
    case .one:
      let columns = product.count - 1
      let normalizer = A.maximum(product[columns].magnitude, A(1, in: scale.context))
      return A.Vector((0..<columns).map { product[$0] / normalizer }, in: product.context)
    }
  }

  /// max(|n^T q|, e^-c) for a memory scaled by e^-c, at each step.
  public func normalizers(scales: [A]) -> [A] {
    var recurrence = AffineRecurrence<A>(initialState: initialMemory, columns: values.first?.count ?? 1)
    var product = A.Vector(zeros: recurrence.columns, in: initialStabilizer.context)
    var previous = initialStabilizer
    return keys.indices.map { t in
      recurrence.advance(step(t, previous: previous, scale: scales[t]), output: &product)
      previous = scales[t]
      return A.maximum(product[product.count - 1].magnitude, A.exp(-scales[t]))
    }
  }

  /// The same model with its keys, or its queries, multiplied by a factor: the two places of the scale 1/sqrt(key
  /// size).
  public func scaled(by factor: A, keys scalesKeys: Bool) -> MatrixLSTM {
    var model = self
    for t in keys.indices {
      if scalesKeys { model.keys[t].multiply(by: factor) } else { model.queries[t].multiply(by: factor) }
    }
    return model
  }
}
