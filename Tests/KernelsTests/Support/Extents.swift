import Kernels
import PropertyTesting

/// How large the arrays of an instance are: how many batch rows, time steps, channels and modes there may be.
///
/// An instance is drawn as one list for each of these, and every element of its arrays is the product of one number for each
/// of its indices: the shrinker then deletes a row, a step, a channel or a mode from all arrays at once, and an element at
/// the wrong index differs from the right one.
struct Extents {
  var rows: ClosedRange<Int>
  var steps: ClosedRange<Int>
  var channels: ClosedRange<Int>
  var modes: ClosedRange<Int>
  /// The steps that a kernel takes in one go, and the channels in one vector.
  var tile = 32
  var lanes = 16

  /// Few of everything: for the search for large errors.
  static func small(steps: Int = 8) -> Extents {
    Extents(rows: 0...2, steps: 0...steps, channels: 0...3, modes: 0...3)
  }

  /// Few channels, and steps that straddle multiples of a tile.
  static func long(tile: Int) -> Extents {
    Extents(rows: 1...2, steps: 0...4 * tile + 7, channels: 1...2, modes: 1...2, tile: tile)
  }

  /// Few steps, and channels that straddle multiples of a vector, so that tasks have several vectors and
  /// threads several tasks.
  static func wide(lanes: Int) -> Extents {
    Extents(rows: 1...2, steps: 1...3, channels: 0...4 * lanes + 7, modes: 1...2, lanes: lanes)
  }

  static func exactly(rows: Int, steps: Int, channels: Int, modes: Int = 0) -> Extents {
    Extents(rows: rows...rows, steps: steps...steps, channels: channels...channels, modes: modes...modes)
  }

  func rows<Row>(of row: Generator<Row>) -> Generator<[Row]> { .array(of: row, count: rows) }

  func steps<Step>(of step: Generator<Step>) -> Generator<[Step]> {
    .array(of: step, countAround: tile, in: steps).described(by: textByRuns)
  }

  func channels<Channel>(of channel: Generator<Channel>) -> Generator<[Channel]> {
    .array(of: channel, countAround: lanes, in: channels)
  }

  func modes<Mode>(of mode: Generator<Mode>) -> Generator<[Mode]> { .array(of: mode, count: modes) }
}

/// The elements, equal neighbours as one: [64 x 0.0, 1.0].
func textByRuns(_ elements: [some Any]) -> String {
  var runs: [(text: String, count: Int)] = []
  for element in elements {
    let text = "\(element)"
    if let last = runs.last, last.text == text {
      runs[runs.count - 1].count += 1
    } else {
      runs.append((text, 1))
    }
  }
  return "[\(runs.map { $0.count == 1 ? $0.text : "\($0.count) x \($0.text)" }.joined(separator: ", "))]"
}

extension KernelScalar {
  static var floatFormat: FloatDomain.Format { self == Float.self ? .binary32 : .binary64 }

  /// A number of the format, of every class of floating-point numbers that the range has.
  static func numbers(in range: ClosedRange<Double>) -> Generator<Double> { .double(in: range, of: floatFormat) }

  /// A factor that tells one index from another; simplest 1.
  static var factors: Generator<Double> { numbers(in: 0.5...1) }
}

extension ShapedArray where Scalar: KernelScalar {
  /// Every product of one factor from each list, rounded to the format; one dimension for each list.
  init(products lists: [Double]...) throws {
    let elements = lists.reduce([1.0]) { products, factors in
      products.flatMap { product in factors.map { product * $0 } }
    }
    try self.init(elements.map { Scalar($0) }, shape: lists.map(\.count))
  }
}

/// A complex number by its parts.
struct Parts: CustomStringConvertible {
  var real: Double
  var imaginary: Double
  var description: String { "(\(real), \(imaginary))" }

  /// Both parts of `range`.
  static func any<Scalar: KernelScalar>(_ format: Scalar.Type, in range: ClosedRange<Double>) -> Generator<Parts> {
    let part = Scalar.numbers(in: range)
    return Generator { draw in Parts(real: try draw(part), imaginary: try draw(part)) }
  }
}

extension ComplexShapedArray where Scalar: KernelScalar {
  /// The arrays of products of the real parts and of the imaginary parts; a real factor counts for both.
  init(products lists: [Parts]...) throws {
    func part(_ part: (Parts) -> Double) throws -> ShapedArray<Scalar> {
      let elements = lists.reduce([1.0]) { products, factors in
        products.flatMap { product in factors.map { product * part($0) } }
      }
      return try ShapedArray(elements.map { Scalar($0) }, shape: lists.map(\.count))
    }
    try self.init(real: part(\.real), imaginary: part(\.imaginary))
  }
}

extension [Double] {
  /// Factors of both parts of complex numbers.
  var parts: [Parts] { map { Parts(real: $0, imaginary: $0) } }
}
