import Arithmetic
import Dispatch
import Synchronization

/// sigma_min(z I - A) on a rectangular grid of points z = x + i y: the eps-pseudospectrum of A is where it is below
/// eps.
///
/// The values do not depend on the number of threads, nor on their order. Of a real matrix, rows at y and at -y are
/// computed once.
public struct PseudospectrumGrid<Real: RoundingArithmetic & RealElementaryArithmetic>: Sendable
where Real.RealPart == Real {
  /// The x of the columns.
  public let real: [Real]
  /// The y of the rows.
  public let imaginary: [Real]
  /// Row after row: the value at x_j + i y_i at i * real.count + j, as accurate as ``SmallestSingularValue`` is.
  public let values: [Real]

  public subscript(row: Int, column: Int) -> Real { values[row * real.count + column] }

  /// - Parameters:
  ///   - threads: how many work at once.
  ///   - progress: told after each row how many rows are done, of how many; on any of the threads, one at a time.
  public init(
    of matrix: SmallestSingularValue<Real>, real: [Real], imaginary: [Real], threads: Int = 1,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) {
    self.real = real
    self.imaginary = imaginary
    // For each row the first one with the same |y|, or itself.
    var sources = Array(imaginary.indices)
    if matrix.isReal {
      for i in imaginary.indices {
        sources[i] = imaginary.firstIndex { $0.magnitude.isEqual(to: imaginary[i].magnitude).isTrue } ?? i
      }
    }
    let rows = imaginary.indices.filter { sources[$0] == $0 }
    let results = Mutex<[Int: [Real]]>([:])
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(max(threads, 1), max(rows.count, 1))) { _ in
      while true {
        let position = next.add(1, ordering: .relaxed).oldValue
        guard position < rows.count else { return }
        let y = imaginary[rows[position]]
        let row = matrix.values(at: real.map { Complex($0, y) })
        results.withLock {
          $0[rows[position]] = row
          progress?($0.count, rows.count)
        }
      }
    }
    let found = results.withLock { $0 }
    values = sources.flatMap { found[$0] ?? [] }
  }

  /// Evenly spaced points of a rectangle, its edges included.
  public init(
    of matrix: SmallestSingularValue<Real>, real: ClosedRange<Double>, imaginary: ClosedRange<Double>, columns: Int,
    rows: Int, in context: Real.Context, threads: Int = 1,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) {
    self.init(
      of: matrix, real: Self.points(real, columns, in: context), imaginary: Self.points(imaginary, rows, in: context),
      threads: threads, progress: progress)
  }

  /// (lower (n - 1 - k) + upper k)/(n - 1): of a range [-a, a] exactly symmetric.
  private static func points(_ range: ClosedRange<Double>, _ count: Int, in context: Real.Context) -> [Real] {
    guard count > 1 else { return count == 1 ? [Real(range.lowerBound, in: context)] : [] }
    let (lower, upper) = (Real(range.lowerBound, in: context), Real(range.upperBound, in: context))
    return (0..<count).map { k in
      (lower * Real(count - 1 - k, in: context) + upper * Real(k, in: context)) / Real(count - 1, in: context)
    }
  }
}
