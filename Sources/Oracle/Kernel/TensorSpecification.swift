/// The length of an axis in terms of a kernel's dimensions: a name, plus a number, times another name.
public struct Axis: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The dimension; empty for an axis of a fixed length.
  public let name: String
  /// What is added to the dimension.
  public let offset: Int
  /// Another dimension by which it is multiplied; empty for none.
  public let factor: String

  public init(_ name: String, plus offset: Int = 0, times factor: String = "") {
    self.name = name
    self.offset = offset
    self.factor = factor
  }

  public init(stringLiteral name: String) { self.init(name) }

  /// An axis of a fixed length.
  public static func fixed(_ length: Int) -> Axis { Axis("", plus: length) }

  /// The length, where the dimensions are known.
  public func length(in dimensions: [String: Int]) -> Int? {
    let base: Int? = name.isEmpty ? 0 : dimensions[name]
    let times: Int? = factor.isEmpty ? 1 : dimensions[factor]
    guard let base, let times else { return nil }
    return (base + offset) * times
  }

  public var description: String {
    if name.isEmpty { return "\(offset)" }
    let sum = offset == 0 ? name : "\(name) \(offset < 0 ? "-" : "+") \(abs(offset))"
    return factor.isEmpty ? sum : "\(offset == 0 ? sum : "(\(sum))") \(factor)"
  }
}

/// What a tensor is to a kernel.
public enum TensorRole: Hashable, Sendable {
  /// An input that the recurrence runs over, or a parameter.
  case input
  /// The state before the first step; `final` is the tensor of the state after the last, in the same layout.
  case initialState(final: String)
  case output
  /// The state after the last step.
  case finalState
}

/// Numbers that a tensor's elements may be: what is checked on reading, and what random calls draw from.
public enum ElementDomain: Hashable, Sendable {
  /// Of either sign, of size about `scale`.
  case signed(Double)
  /// Positive, of size about `scale`.
  case positive(Double)
  /// Natural logarithms of gates: from -`scale` to 0.
  case logarithmicGate(Double)
  /// From the first to the second.
  case between(Double, Double)
  /// Of either sign, each vector along the last axis of norm 1 up to rounding.
  case unitVectors
  /// Integers of a range.
  case integers(ClosedRange<Int>)
  /// Integers that name the sequence to which each place along the last axis belongs, in runs.
  case sequenceIdentifiers
  /// Offsets of sequences: 0, ..., the dimension named, not decreasing.
  case offsets(of: String)

  /// Whether elements are integers.
  public var isInteger: Bool {
    switch self {
    case .integers, .sequenceIdentifiers, .offsets: true
    case .signed, .positive, .logarithmicGate, .between, .unitVectors: false
    }
  }
}

/// A tensor that a kernel takes or gives.
public struct TensorSpecification: Sendable {
  /// The name that the upstream package gives it.
  public let name: String
  /// The axes, slowest first; several where more than one layout is accepted.
  public let layouts: [[Axis]]
  public let role: TensorRole
  public let isOptional: Bool
  /// Whether the elements are complex: nil where both are accepted.
  public let isComplex: Bool?
  public let domain: ElementDomain
  /// An input whose shape and kind of numbers an output has, in whichever of its layouts it is given.
  let shapedAs: String?
  /// A flag with which the last two axes stand in the other order; nil for none.
  let transposedBy: String?
  /// What it is, in one line.
  public let summary: String

  public init(
    _ name: String, _ layouts: [Axis]..., role: TensorRole = .input, isOptional: Bool = false, isComplex: Bool? = false,
    domain: ElementDomain = .signed(1), transposedBy: String? = nil, summary: String
  ) {
    self.init(
      name, layouts: layouts, role: role, isOptional: isOptional, isComplex: isComplex, domain: domain,
      transposedBy: transposedBy, summary: summary)
  }

  init(
    _ name: String, layouts: [[Axis]], role: TensorRole = .input, isOptional: Bool = false, isComplex: Bool? = false,
    domain: ElementDomain = .signed(1), shapedAs: String? = nil, transposedBy: String? = nil, summary: String
  ) {
    self.name = name
    self.layouts = layouts
    self.role = role
    self.isOptional = isOptional
    self.isComplex = isComplex
    self.domain = domain
    self.shapedAs = shapedAs
    self.transposedBy = transposedBy
    self.summary = summary
  }

  /// The specification with the axes that it has in a call with these flags.
  func oriented(by flags: [String: FlagValue]) -> TensorSpecification {
    guard let transposedBy, flags[transposedBy] == .bool(true) else { return self }
    return TensorSpecification(
      name, layouts: layouts.map { $0.dropLast(2) + $0.suffix(2).reversed() }, role: role, isOptional: isOptional,
      isComplex: isComplex, domain: domain, shapedAs: shapedAs, summary: summary)
  }

  /// Whether a candidate gives it.
  public var isOutput: Bool { role == .output || role == .finalState }
}

/// A dimension of a kernel: its name, what it is, and the sizes that random calls try.
public struct DimensionSpecification: Sendable {
  public let name: String
  public let summary: String
  /// Sizes of random calls, simplest first. Of the time axis, lengths around chunks are drawn besides.
  public let sizes: [Int]
  /// A dimension of which it has to be a multiple; random sizes are multiplied by that.
  public let multipleOf: String?

  public init(_ name: String, _ summary: String, sizes: [Int], multipleOf: String? = nil) {
    self.name = name
    self.summary = summary
    self.sizes = sizes
    self.multipleOf = multipleOf
  }

  /// The name of the time axis, in every kernel.
  public static let time = "length"
  /// The name of the batch axis, in every kernel.
  public static let batch = "batch"
}

/// A flag of a kernel call.
public struct FlagSpecification: Sendable {
  public enum Kind: Hashable, Sendable {
    case bool(default: Bool)
    /// `nil`: the definition says what stands for it.
    case number(default: Double?)
    /// One of several words; the first is the default.
    case choice([String])
  }

  public let name: String
  public let kind: Kind
  /// What it does, in one line.
  public let summary: String
  /// Values that random calls try; none where only the default is tried.
  public let tries: [FlagValue]

  public init(_ name: String, _ kind: Kind, _ summary: String, tries: [FlagValue] = []) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.tries = tries
  }
}

/// The value of a flag.
public enum FlagValue: Hashable, Sendable, CustomStringConvertible {
  case bool(Bool)
  case number(Double)
  case word(String)

  public var description: String {
    switch self {
    case .bool(let value): "\(value)"
    case .number(let value): "\(value)"
    case .word(let value): value
    }
  }
}
