import PropertyTesting

/// A value as it is measured and printed: a number, or a container.
indirect enum Shape: CustomStringConvertible, Sendable {
  case integer(Int)
  case number(Double)
  /// The name, of an operator, counts nothing.
  case container([Shape], named: String = "")

  init(_ number: Int) { self = .integer(number) }
  init(_ numbers: [Int]) { self = .container(numbers.map { Shape($0) }) }

  /// The number of leaves and containers, and the sum of the magnitudes of the numbers.
  var size: Double {
    switch self {
    case .integer(let number): 1 + Double(number.magnitude)
    case .number(let number): 1 + number.magnitude
    case .container(let parts, _): parts.reduce(1) { $0 + $1.size }
    }
  }

  var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .container(let parts, let name): "\(name)[\(parts.map(\.description).joined(separator: ", "))]"
    }
  }
}

/// A published example of what a shrinker should shrink.
///
/// The examples up to "nested lists" are from jlink/shrinking-challenge, many of them collected there from SmartCheck
/// (Pike, Haskell 2014) and from MacIver and Donaldson, ECOOP 2020; the last two from Hypothesis's
/// `test_shrink_quality.py` (`test_sum_of_pair_float`, `test_containment`). The same are in
/// `Benchmarks/Hypothesis/minima.py`.
struct PublishedExample: Sendable {
  let name: String
  let draw: @Sendable (inout Draw) throws -> Shape
  /// Whether a value, as drawn, falsifies the property.
  let fails: @Sendable (Shape) throws -> Bool

  var property: Property {
    Property(name) { [self] draw in
      let value = try self.draw(&draw)
      try draw.verify(!fails(value))
    }
  }

  func value(of trial: Trial) throws -> Shape {
    var replay = Draw(replaying: trial.choices)
    return try draw(&replay)
  }
}

extension Shape {
  var number: Int { if case .integer(let number) = self { number } else { 0 } }
  var parts: [Shape] { if case .container(let parts, _) = self { parts } else { [] } }
  var numbers: [Int] { parts.map(\.number) }
}

private let int = Generator<Int>.integer()
private let ints = Generator<[Int]>.array(of: int)
private let positive = Generator<Int>.integer(in: 1...1000)

private func difference(_ name: String, _ allowed: ClosedRange<Int>) -> PublishedExample {
  PublishedExample(name: name) {
    .init([try $0(positive), try $0(positive)])
  } fails: { pair in
    pair.numbers[0] >= 10 && allowed ~= abs(pair.numbers[0] - pair.numbers[1])
  }
}

extension PublishedExample {
  static let all: [PublishedExample] = [
    .init(name: "bound5") { draw in
      let list = Generator<[Int]>.array(of: .integer(in: -32768...32767), count: 0...10).filter { wrapped($0) < 256 }
      return .container(try (0..<5).map { _ in Shape(try draw(list)) })
    } fails: {
      wrapped($0.parts.flatMap(\.numbers)) >= 5 * 256
    },
    .init(name: "large union list") { draw in
      .container(try draw(.array(of: ints)).map { Shape($0) })
    } fails: {
      Set($0.parts.flatMap(\.numbers)).count >= 5
    },
    .init(name: "reverse") {
      Shape(try $0(ints))
    } fails: {
      $0.numbers != $0.numbers.reversed()
    },
    .init(name: "calculator") {
      try $0(expression)
    } fails: {
      try dividesByZero($0)
    },
    .init(name: "length list") { draw in
      let count = draw.integer(in: 1...100)
      return Shape((0..<count).map { _ in draw.integer(in: 0...1000) })
    } fails: {
      $0.numbers.max()! >= 900
    },
    difference("difference zero", 0...0),
    difference("difference small", 1...4),
    difference("difference one", 1...1),
    .init(name: "binary heap") { draw in
      let room = draw.integer(in: 0...20)
      return heap(&draw, 0, room)
    } fails: { heap in
      guard !heap.parts.isEmpty else { return false }
      let result = [heap.parts[0].number] + flattened(merged(heap.parts[1], heap.parts[2]))
      return result != result.sorted()
    },
    .init(name: "coupling") {
      Shape(try $0(.array(of: .integer(in: 0...10))))
    } fails: { list in
      let values = list.numbers
      guard values.allSatisfy({ $0 < values.count }) else { throw Discarded() }
      return values.indices.contains { $0 != values[$0] && values[values[$0]] == $0 }
    },
    .init(name: "deletion") {
      .container([Shape(try $0(ints)), Shape(try $0(int))])
    } fails: { pair in
      pair.parts[0].numbers.filter { $0 == pair.parts[1].number }.count > 1
    },
    .init(name: "distinct") {
      Shape(try $0(ints))
    } fails: {
      Set($0.numbers).count >= 3
    },
    .init(name: "nested lists") { draw in
      .container(try draw(.array(of: ints)).map { Shape($0) })
    } fails: {
      $0.parts.reduce(0) { $0 + $1.parts.count } > 10
    },
    .init(name: "sum of pair") { draw in
      .container([.number(try draw(.double(in: 0...1000))), .number(try draw(.double(in: 0...1000)))])
    } fails: { pair in
      guard case .number(let x) = pair.parts[0], case .number(let y) = pair.parts[1] else { return false }
      return x + y > 1000
    },
    .init(name: "containment") {
      .container([Shape(try $0(ints)), Shape(try $0(int))])
    } fails: { pair in
      pair.parts[1].number >= 1000 && pair.parts[0].numbers.contains(pair.parts[1].number)
    },
  ]
}

/// The sum of 16-bit integers, as it overflows.
private func wrapped(_ values: [Int]) -> Int { Int(Int16(truncatingIfNeeded: values.reduce(0, &+))) }
