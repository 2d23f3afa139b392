/// The errors of blocks of steps, and the matrices that carry each to the present.
///
/// The product of the norms of many steps exceeds the norm of their product: where steps may expand, |D + a b^T|_2 > 1, as
/// with oblique corrections, by a factor that grows exponentially though the errors themselves do not. So the errors that
/// a block of steps adds, e_b in each column's 2-norm at the end of the block, are carried by the product P_b of the
/// steps since then, which is formed:
///
///     |e| <= sum_b |P_b| e_b + the error of the block in progress,
///
/// by rows of P_b for an entry, by P_b^T q for what is read. The product is formed in `Double`, and what it is off by is
/// bounded in the Frobenius norm by the recursion d' = |M| d + rounding.
struct ErrorPropagators {
  private struct Block {
    /// P_b as evaluated, shape (rows, rows), and a bound of |P_b - its exact value|.
    var product: [Double]
    var error: Double
    /// Upper bounds of the 2-norms of the rows, and of all of them together.
    var rowNorms: [Double]
    var norm: Double
    /// e_b, by column.
    let sources: [Double]
  }

  private let rows: Int
  private let columns: Int
  private var blocks: [Block] = []
  /// The errors of the block in progress, by column.
  private var current: [Double]
  private var stepsInBlock = 0
  private let slack: Double

  private static let blockLength = 64
  private static let maximumBlocks = 32

  /// - Parameter errors: upper bounds of the 2-norms of the columns' errors at the start.
  init(rows: Int, errors: [Double]) {
    self.rows = rows
    columns = errors.count
    current = errors
    slack = 1 + Double(rows + 8) * 0x1p-52
    close(errors)
  }

  /// The linear part of a step.
  mutating func advance(_ step: TransitionSize) {
    for j in current.indices { current[j] = (current[j] * step.norm).nextUp }
    for b in blocks.indices { advance(&blocks[b], step) }
    stepsInBlock += 1
  }

  /// Adds errors by column.
  mutating func add(_ errors: [Double]) {
    for j in current.indices { current[j] = (current[j] + errors[j]).nextUp }
  }

  /// Closes the block in progress where it is long enough.
  ///
  /// - Parameter norms: the best bounds of the columns' errors.
  mutating func closeBlock(norms: [Double]) {
    guard stepsInBlock >= Self.blockLength else { return }
    forgetDecayed()
    if blocks.count == Self.maximumBlocks {
      // All that there is becomes one block: once in as many steps, not at each.
      blocks = []
      close(norms)
    } else {
      close(current)
    }
  }

  /// Blocks whose errors have decayed below the others' roundings join the block in progress.
  private mutating func forgetDecayed() {
    blocks.removeAll { block in
      let remaining = block.sources.map { ($0 * block.norm).nextUp }
      guard zip(remaining, current).allSatisfy({ $0 <= 0x1p-30 * $1 }) else { return false }
      for j in current.indices { current[j] = (current[j] + remaining[j]).nextUp }
      return true
    }
  }

  private mutating func close(_ sources: [Double]) {
    var identity = Array(repeating: 0.0, count: rows * rows)
    for i in 0..<rows { identity[i * rows + i] = 1 }
    blocks.append(
      Block(
        product: identity, error: 0, rowNorms: Array(repeating: 1, count: rows),
        norm: Double(rows).squareRoot().nextUp, sources: sources))
    current = Array(repeating: 0, count: columns)
    stepsInBlock = 0
  }

  /// Upper bounds of the errors of the entries of a row.
  func row(_ i: Int) -> [Double] { combined { $0.rowNorms[i] } }

  /// Upper bounds of the 2-norms of the columns' errors.
  var norms: [Double] { combined { $0.norm } }

  /// Upper bounds of |q^T e| for each column, for a q whose entries are known to within `spread` in the 2-norm.
  func read(_ query: [Double], norm: Double, spread: Double) -> [Double] {
    combined(current: norm) { block in
      var projection = Array(repeating: 0.0, count: rows)
      block.product.withUnsafeBufferPointer { product in
        for i in 0..<rows where query[i] != 0 {
          for l in 0..<rows { projection[l] += query[i] * product[i * rows + l] }
        }
      }
      // The roundings of the sums, relative to |q| |P|.
      let inexactness = spread * block.norm + norm * (block.error + Double(rows + 2) * 0x1p-52 * block.norm)
      return ErrorModel.norm(projection) + inexactness
    }
  }

  /// sum_b size_b e_b and the block in progress.
  private func combined(current factor: Double = 1, _ size: (Block) -> Double) -> [Double] {
    var result = current.map { $0 * factor }
    for block in blocks {
      let size = size(block)
      for j in 0..<columns { result[j] += size * block.sources[j] }
    }
    return result.map { $0 * (1 + Double(blocks.count + 8) * 0x1p-52) }
  }

  /// P = D P + a (b^T P).
  private func advance(_ block: inout Block, _ step: TransitionSize) {
    let count = rows
    var projection = Array(repeating: 0.0, count: count)
    var sum = 0.0
    block.error = (block.error * step.norm + step.productError * block.norm) * slack
    let (error, slack) = (block.error, slack)
    block.rowNorms.withUnsafeMutableBufferPointer { norms in
      block.product.withUnsafeMutableBufferPointer { product in
        if let (a, b) = step.values.correction {
          for i in 0..<count where b[i] != 0 {
            for l in 0..<count { projection[l] += b[i] * product[i * count + l] }
          }
          for i in 0..<count {
            var square = 0.0
            let (d, a) = (step.values.diagonal[i], a[i])
            for l in 0..<count {
              let entry = d * product[i * count + l] + a * projection[l]
              product[i * count + l] = entry
              square += entry * entry
            }
            sum += square
            norms[i] = (square * slack).squareRoot() * slack + error + 0x1p-500
          }
        } else {
          for i in 0..<count {
            var square = 0.0
            for l in 0..<count {
              product[i * count + l] *= step.values.diagonal[i]
              square += product[i * count + l] * product[i * count + l]
            }
            sum += square
            norms[i] = (square * slack).squareRoot() * slack + error + 0x1p-500
          }
        }
      }
    }
    block.norm = (sum * slack * slack).squareRoot() * slack + error + 0x1p-500
  }
}
