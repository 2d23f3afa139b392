import Arithmetic
import PropertyTesting

/// How random calls of a kernel are drawn.
public struct CallStyle: Sendable {
  /// The format of floating-point tensors.
  public var format: FloatFormat
  /// Whether numbers are small fractions, and logarithms of gates integers: so that `ExponentialRational` evaluates
  /// exactly.
  public var isExact: Bool
  /// The lengths of the time axis; where nil those of the kernel.
  public var lengths: [Int]?
  /// Sizes of other dimensions that replace the kernel's.
  public var sizes: [String: [Int]]
  /// Whether optional tensors are given: nil for at random.
  public var givesOptional: Bool?

  public init(
    format: FloatFormat = .binary32, isExact: Bool = false, lengths: [Int]? = nil, sizes: [String: [Int]] = [:],
    givesOptional: Bool? = nil
  ) {
    self.format = format
    self.isExact = isExact
    self.lengths = lengths
    self.sizes = sizes
    self.givesOptional = givesOptional
  }

  /// Calls in small fractions.
  public static let exact = CallStyle(format: .binary64, isExact: true)
}

extension KernelDefinition {
  /// Random calls of the kernel.
  public func calls(_ style: CallStyle = CallStyle()) -> Generator<KernelCall> {
    Generator { draw in
      var dimensions: [String: Int] = [:]
      for dimension in self.dimensions {
        let own = dimension.name == DimensionSpecification.time ? style.lengths : nil
        let size = draw.choice(of: own ?? style.sizes[dimension.name] ?? dimension.sizes)
        dimensions[dimension.name] = size * (dimension.multipleOf.flatMap { dimensions[$0] } ?? 1)
      }
      let isComplex = self.tensors.contains { $0.isComplex == nil && !$0.isOutput } && draw.bool(probability: 0.25)
      var tensors: [String: NumericTensor] = [:]
      for specification in self.tensors where !specification.isOutput {
        if specification.isOptional, !(style.givesOptional ?? draw.bool()) { continue }
        let layout = specification.layouts.count > 1 ? draw.choice(of: specification.layouts) : specification.layouts[0]
        let shape = layout.compactMap { $0.length(in: dimensions) }
        tensors[specification.name] = draw.tensor(
          specification.domain, shape: shape, isComplex: specification.isComplex ?? isComplex, style, dimensions)
      }
      var flags: [String: FlagValue] = [:]
      for flag in self.flags where !flag.tries.isEmpty { flags[flag.name] = draw.choice(of: flag.tries) }
      for flag in self.flags {
        if let length = dimensions[flag.name] { flags[flag.name] = .number(Double(length)) }
      }
      self.adjust(&tensors, &flags, style)
      return try KernelCall(of: self, tensors: tensors, flags: flags)
    }
    .described { "\(self.identifier) \($0.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })" }
  }
}

extension Draw {
  /// One of several, simplest first.
  fileprivate mutating func choice<Value>(of values: [Value]) -> Value { values[integer(in: 0...values.count - 1)] }

  /// A random tensor.
  fileprivate mutating func tensor(
    _ domain: ElementDomain, shape: [Int], isComplex: Bool, _ style: CallStyle, _ dimensions: [String: Int]
  ) -> NumericTensor {
    let count = shape.reduce(1, *)
    switch domain {
    case .sequenceIdentifiers:
      var values: [Double] = []
      let row = shape.last ?? 1
      for position in 0..<count {
        let isNew = position % row > 0 && bool(probability: 0.2)
        values.append(position % row == 0 ? 0 : values[position - 1] + (isNew ? 1 : 0))
      }
      return NumericTensor(values, shape: shape, format: .integer)
    case .offsets(let dimension):
      let end = dimensions[dimension] ?? 0
      let inner = (0..<max(count - 2, 0)).map { _ in Double(integer(in: 0...end)) }.sorted()
      return NumericTensor([0] + inner + (count > 1 ? [Double(end)] : []), shape: shape, format: .integer)
    case .integers(let range):
      return NumericTensor((0..<count).map { _ in Double(integer(in: range)) }, shape: shape, format: .integer)
    case .unitVectors where !style.isExact:
      var values = (0..<count).map { _ in float(FloatDomain(-1...1)) }
      let size = shape.last ?? 1
      for start in stride(from: 0, to: count, by: max(size, 1)) {
        let norm = values[start..<start + size].reduce(0) { $0 + $1 * $1 }.squareRoot()
        for i in start..<start + size { values[i] = norm > 0 ? values[i] / norm : (i == start ? 1 : 0) }
      }
      return NumericTensor(values.map { style.format.rounded($0) }, shape: shape, format: .float(style.format))
    default:
      let values = (0..<count * (isComplex ? 2 : 1)).map { _ in
        style.isExact ? fraction(domain) : style.format.rounded(number(domain))
      }
      return NumericTensor(values, shape: shape, format: .float(style.format), isComplex: isComplex)
    }
  }

  private mutating func number(_ domain: ElementDomain) -> Double {
    switch domain {
    case .positive(let scale): scale * float(FloatDomain(0.0625...2))
    case .logarithmicGate(let scale): -scale * float(FloatDomain(0...1))
    case .between(let low, let high): float(FloatDomain(low...high))
    case .signed(let scale): scale * float(FloatDomain(-2...2))
    default: float(FloatDomain(-1...1))
    }
  }

  /// A small fraction of the domain; an integer where its exponential is taken.
  private mutating func fraction(_ domain: ElementDomain) -> Double {
    switch domain {
    case .positive: Double(integer(in: 1...3, origin: 1))
    case .logarithmicGate: -Double(integer(in: 0...3))
    case .between(let low, let high):
      low.rounded(.up) <= high.rounded(.down)
        ? Double(integer(in: Int(low.rounded(.up))...Int(high.rounded(.down)), origin: Int(high.rounded(.down))))
        : low + (high - low) * Double(integer(in: 1...7, origin: 4)) / 8
    default: Double(integer(in: -6...6)) / 4
    }
  }
}
