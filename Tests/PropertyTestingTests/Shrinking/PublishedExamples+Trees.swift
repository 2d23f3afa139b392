import PropertyTesting

/// Integers, sums and quotients.
let expression = Generator<Shape>.recursive(Generator<Int>.integer().map { Shape($0) }, depth: 6) { inner in
  .oneOf(
    Generator { .container([try $0(inner), try $0(inner)], named: "+") },
    Generator { .container([try $0(inner), try $0(inner)], named: "/") })
}

/// Whether an expression without a literal zero as a divisor divides by zero; one with it is discarded.
@Sendable func dividesByZero(_ expression: Shape) throws -> Bool {
  struct DividedByZero: Error {}
  func check(_ expression: Shape) throws {
    guard case .container(let parts, let name) = expression else { return }
    if name == "/", case .integer(0) = parts[1] { throw Discarded() }
    try parts.forEach(check)
  }
  func evaluate(_ expression: Shape) throws -> Int {
    guard case .container(let parts, let name) = expression else { return expression.number }
    let (x, y) = (try evaluate(parts[0]), try evaluate(parts[1]))
    if name == "+" { return x &+ y }
    guard y != 0 else { throw DividedByZero() }
    let quotient = x.dividedReportingOverflow(by: y).partialValue
    return x % (y == -1 ? 1 : y) != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient
  }
  try check(expression)
  do {
    _ = try evaluate(expression)
    return false
  } catch is DividedByZero {
    return true
  }
}

/// A heap: nothing is the number 0, a node a container of its head and two heaps.
func heap(_ draw: inout Draw, _ least: Int, _ room: Int) -> Shape {
  draw.span(fingerprint("heap")) { draw in
    guard room > 0, draw.bool() else { return Shape(0) }
    let head = draw.integer(in: least...Int(Int32.max))
    return .container([Shape(head), heap(&draw, head, room / 2), heap(&draw, head, room / 2)])
  }
}

func flattened(_ heap: Shape) -> [Int] {
  heap.parts.isEmpty ? [] : [heap.parts[0].number] + flattened(heap.parts[1]) + flattened(heap.parts[2])
}

func merged(_ x: Shape, _ y: Shape) -> Shape {
  guard !x.parts.isEmpty else { return y }
  guard !y.parts.isEmpty else { return x }
  return x.parts[0].number <= y.parts[0].number
    ? .container([x.parts[0], merged(x.parts[2], y), x.parts[1]])
    : .container([y.parts[0], merged(y.parts[2], x), y.parts[1]])
}
