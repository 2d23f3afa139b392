import Arithmetic
import Definitions

/// How a step moves an error of the state: the sizes of D + a b^T.
struct TransitionSize {
  /// |D|, |a| and |b|, each at least.
  let diagonal: [Double]
  let target: [Double]
  let source: [Double]
  /// At least |D + a b^T|_2.
  let norm: Double
  /// D and a, b as evaluated in `Double`.
  let values: (diagonal: [Double], correction: (target: [Double], source: [Double])?)
  /// At least |fl(M' X) - M X|/|X| in the Frobenius norm, for the product in `Double` with the evaluated M'.
  let productError: Double

  init(_ step: AffineStep<RoundingBound>) {
    func sizes(_ x: RoundingBound.Vector) -> [Double] { x.elements.map { (abs($0.value) + $0.valueError).nextUp } }
    func values(_ x: RoundingBound.Vector) -> [Double] { x.elements.map(\.value) }
    func spread(_ x: RoundingBound.Vector) -> [Double] { x.elements.map(\.valueError) }
    diagonal = sizes(step.decay)
    guard let (a, b) = step.correction else {
      (target, source) = ([], [])
      norm = diagonal.max() ?? 0
      self.values = (values(step.decay), nil)
      productError = (spread(step.decay).max() ?? 0) + norm * 0x1p-52
      return
    }
    target = sizes(a)
    source = sizes(b)
    // The exact matrix, where the values are those of `Double`.
    let spreadOfRankOne =
      ErrorModel.norm(spread(a)) * ErrorModel.norm(source) + ErrorModel.norm(target) * ErrorModel.norm(spread(b))
    let inexactness = (spread(step.decay).max() ?? 0) + spreadOfRankOne
    self.values = (values(step.decay), (values(a), values(b)))
    norm =
      (ErrorModel.transitionNorm(diagonal: values(step.decay), values(a), values(b)) + inexactness)
      * (1 + 0x1p-50)
    let roundings =
      2 * (diagonal.max() ?? 0) + Double(source.count + 4) * ErrorModel.norm(target) * ErrorModel.norm(source)
    productError = (inexactness + roundings * 0x1p-52) * (1 + 0x1p-50)
  }
}

/// Upper bounds of the errors of a state of shape (rows, columns), by entry and by column in the 2-norm.
struct StateErrors {
  private var entries: [Double]
  private var norms: [Double]
  private let rows: Int
  private let columns: Int
  /// More than the roundings of a sum over the rows.
  private let slack: Double
  private var propagators: ErrorPropagators

  init(entries: [Double], columns: Int) {
    self.entries = entries
    self.columns = columns
    rows = entries.count / columns
    slack = 1 + Double(rows + 8) * 0x1p-52
    norms = (0..<columns).map { j in
      ErrorModel.norm(stride(from: j, to: entries.count, by: columns).map { entries[$0] })
    }
    propagators = ErrorPropagators(rows: rows, errors: norms)
    reconcile()
  }

  func entry(_ index: Int) -> Double { entries[index] }

  /// Both at least the error after the linear part of a step, S -> D S + a (b^T S).
  mutating func advance(_ step: TransitionSize) {
    var projection = Array(repeating: 0.0, count: columns)
    for i in step.source.indices {
      for j in 0..<columns { projection[j] += step.source[i] * entries[i * columns + j] }
    }
    for i in 0..<rows {
      for j in 0..<columns {
        let corrected = step.target.isEmpty ? 0 : step.target[i] * projection[j]
        entries[i * columns + j] = (step.diagonal[i] * entries[i * columns + j] + corrected) * slack
      }
    }
    for j in 0..<columns { norms[j] = (norms[j] * step.norm).nextUp }
    propagators.advance(step)
    reconcile()
  }

  /// Adds errors by entry.
  mutating func add(_ errors: [Double]) {
    let added = (0..<columns).map { ErrorModel.norm(column($0, of: errors)) }
    for j in 0..<columns { norms[j] = (norms[j] + added[j]).nextUp }
    for i in entries.indices { entries[i] = (entries[i] + errors[i]).nextUp }
    propagators.add(added)
    reconcile()
    propagators.closeBlock(norms: norms)
  }

  /// At least |q^T e| for each column: Cauchy and Schwarz, by entries, or by what carries the errors.
  ///
  /// - Parameters:
  ///   - query: q as evaluated.
  ///   - spread: at least what its entries are off by.
  func read(_ query: [Double], spread: [Double]) -> [Double] {
    let sizes = zip(query, spread).map { (abs($0) + $1).nextUp }
    let size = ErrorModel.norm(sizes)
    let carried = propagators.read(query, norm: size, spread: ErrorModel.norm(spread))
    return (0..<columns).map { j in
      var sum = 0.0
      for i in 0..<rows { sum += sizes[i] * entries[i * columns + j] }
      return min(sum * slack, (size * norms[j]).nextUp, carried[j])
    }
  }

  private func column(_ j: Int, of matrix: [Double]) -> [Double] {
    stride(from: j, to: matrix.count, by: columns).map { matrix[$0] }
  }

  /// An entry is at most its column's norm, which is at most the norm of its entries.
  private mutating func reconcile() {
    for (j, norm) in propagators.norms.enumerated() { norms[j] = min(norms[j], norm) }
    for i in 0..<rows {
      for (j, entry) in propagators.row(i).enumerated() {
        entries[i * columns + j] = min(entries[i * columns + j], entry)
      }
    }
    for j in 0..<columns {
      norms[j] = min(norms[j], ErrorModel.norm(column(j, of: entries)))
      for i in 0..<rows { entries[i * columns + j] = min(entries[i * columns + j], norms[j]) }
    }
  }
}
