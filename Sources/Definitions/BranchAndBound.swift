import Arithmetic

/// An enclosure of the supremum of a function over an interval, by branch and bound.
///
/// - Parameters:
///   - lower, upper: the ends of the interval.
///   - tolerance: the width of the enclosure at which the search ends.
///   - budget: the largest number of enclosures evaluated; where it runs out the enclosure is wider, and still right.
///   - enclosure: an enclosure of the function's values over an enclosure of its arguments.
/// - Returns: an interval that contains the supremum.
public func supremum(
  from lower: Double, to upper: Double, tolerance: Double, budget: Int = 20_000, precision: Precision,
  of enclosure: (Ball) -> Ball
) -> Ball {
  struct Piece {
    let a: Double
    let b: Double
    let bound: Double
  }
  func bound(_ a: Double, _ b: Double) -> Piece {
    let values = enclosure(Ball.hull(Ball(a, in: precision), Ball(b, in: precision)))
    return Piece(a: a, b: b, bound: values.isDefined ? values.upper.double(rounding: .up) : .infinity)
  }
  var best = -Double.infinity
  // A heap on the bound: the largest is at the root.
  var heap = [bound(lower, upper)]
  func precedes(_ x: Piece, _ y: Piece) -> Bool { x.bound > y.bound }
  func push(_ piece: Piece) {
    heap.append(piece)
    var child = heap.count - 1
    while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }
  func pop() -> Piece {
    let top = heap[0]
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return top }
      if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      guard precedes(heap[child], heap[parent]) else { return top }
      heap.swapAt(child, parent)
      parent = child
    }
  }
  var spent = 0
  while spent < budget, heap[0].bound - best > tolerance {
    let piece = pop()
    let middle = (piece.a + piece.b) / 2
    let value = enclosure(Ball(middle, in: precision))
    if value.isDefined { best = max(best, value.lower.double(rounding: .down)) }
    push(bound(piece.a, middle))
    push(bound(middle, piece.b))
    spent += 3
  }
  return Ball.hull(Ball(best, in: precision), Ball(heap[0].bound, in: precision))
}
