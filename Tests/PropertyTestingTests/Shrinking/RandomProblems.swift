import PropertyTesting

/// A random property about values of a random generator: what a shrinker is tested with.
struct RandomProblem {
  let generator: Generator<Shape>
  let predicate: String
  let property: Property

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let generator = RandomProblem.generator(&random, depth: 3)
    let (predicate, fails) = RandomProblem.predicate(&random)
    self.generator = generator
    self.predicate = predicate
    property = Property("random problem") { draw in
      let value = try draw(generator)
      try draw.verify(!fails(value))
    }
  }

  private static func generator(_ random: inout SplitMix64, depth: Int) -> Generator<Shape> {
    let last: UInt64 = depth == 0 ? 1 : 8
    let first: UInt64 = depth == 3 ? 2 : 0
    switch first + random.below(last + 1 - first) {
    case 0:
      let bound = Int(random.below(1000))
      return Generator<Int>.integer(in: -bound...1000).map { Shape($0) }
    case 1: return Generator<Double>.double(in: -100...100).map { .number($0) }
    case 2, 3:
      let least = Int(random.below(3))
      return Generator<[Shape]>.array(of: generator(&random, depth: depth - 1), count: least...8).map { .container($0) }
    case 4:
      let (x, y) = (generator(&random, depth: depth - 1), generator(&random, depth: depth - 1))
      return Generator { .container([try $0(x, "x"), try $0(y, "y")]) }
    case 5:
      let leaf = generator(&random, depth: 0)
      return .recursive(leaf, depth: 4) { inner in
        Generator<[Shape]>.array(of: inner, count: 1...3).map { .container($0) }
      }
    case 6:
      let part = generator(&random, depth: depth - 1)
      return Generator<Int>.integer(in: 0...6).flatMap { count in
        Generator { draw in .container(try (0..<count).map { _ in try draw(part) }) }
      }
    case 7: return generator(&random, depth: depth - 1).filter { Int($0.size) % 5 != 3 }
    default: return .oneOf(generator(&random, depth: depth - 1), generator(&random, depth: depth - 1))
    }
  }

  private static func predicate(_ random: inout SplitMix64) -> (String, @Sendable (Shape) -> Bool) {
    let small = Int(random.below(4)) + 2
    let bound = 300 * random.unit()
    switch random.below(8) {
    case 0: return ("the sum exceeds \(bound)", { $0.leaves.reduce(0, +) > bound })
    case 1:
      return (
        "two neighbours differ by more than \(bound)",
        { value in zip(value.leaves, value.leaves.dropFirst()).contains { abs($0 - $1) > bound } }
      )
    case 2: return ("\(small) distinct numbers", { Set($0.leaves).count >= small })
    case 3: return ("depth \(small)", { $0.depth >= small })
    case 4: return ("out of order", { zip($0.leaves, $0.leaves.dropFirst()).contains { $0 > $1 } })
    case 5: return ("a product beyond \(100 * bound)", { $0.leaves.reduce(1, *).magnitude > 100 * bound })
    case 6: return ("\(small * 2) leaves", { $0.leaves.count >= small * 2 })
    default:
      return ("two numbers one apart", { value in value.leaves.contains { value.leaves.contains($0 + 1) } })
    }
  }
}

extension Shape {
  var leaves: [Double] {
    switch self {
    case .integer(let number): [Double(number)]
    case .number(let number): [number]
    case .container(let parts, _): parts.flatMap(\.leaves)
    }
  }

  var depth: Int {
    if case .container(let parts, _) = self { 1 + (parts.map(\.depth).max() ?? 0) } else { 0 }
  }
}
