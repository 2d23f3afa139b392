/// The one-to-one assignment of n columns to n rows with the least sum of costs.
///
/// Shortest augmenting paths with potentials, O(n^3): Jonker & Volgenant, A shortest augmenting path algorithm for
/// dense and sparse linear assignment problems, Computing 38 (1987).
///
/// - Parameter cost: n rows of n finite costs.
/// - Returns: the column of each row. Ties fall to the first column, so that the result is the same on every machine.
public func leastAssignment(_ cost: [[Double]]) -> [Int] {
  let n = cost.count
  precondition(cost.allSatisfy { $0.count == n }, "as many columns as rows")
  guard n > 0 else { return [] }
  var (rowPotential, columnPotential) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n + 1))
  // Of each column the row assigned to it; column n stands for the row that is being added.
  var rowOf = [Int?](repeating: nil, count: n + 1)
  for row in 0..<n {
    rowOf[n] = row
    var column = n
    var least = [Double](repeating: .infinity, count: n)
    var previous = [Int](repeating: n, count: n)
    var isReached = [Bool](repeating: false, count: n + 1)
    while let current = rowOf[column] {
      isReached[column] = true
      var (step, next) = (Double.infinity, column)
      for j in 0..<n where !isReached[j] {
        let reduced = cost[current][j] - rowPotential[current] - columnPotential[j]
        if reduced < least[j] { (least[j], previous[j]) = (reduced, column) }
        if least[j] < step { (step, next) = (least[j], j) }
      }
      guard next != column else { break }
      for j in 0...n {
        if isReached[j] {
          if let assigned = rowOf[j] { rowPotential[assigned] += step }
          columnPotential[j] -= step
        } else if j < n {
          least[j] -= step
        }
      }
      column = next
    }
    // Along the path, each column takes the row of the one before it.
    while column != n {
      rowOf[column] = rowOf[previous[column]]
      column = previous[column]
    }
  }
  var columnOf = [Int](repeating: 0, count: n)
  for j in 0..<n { if let row = rowOf[j] { columnOf[row] = j } }
  return columnOf
}
