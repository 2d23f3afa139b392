import Arithmetic

/// A place in a kernel where a value is stored, perhaps in a narrower format than that in which it was computed.
public struct RoundingPoint: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral name: String) { self.init(name) }
  public var description: String { name }

  /// The recurrent state, after each step.
  public static let state: RoundingPoint = "state"
  /// The recurrent state, where a chunk ends.
  public static let chunkState: RoundingPoint = "chunk state"
  /// Time steps.
  public static let step: RoundingPoint = "step"
  /// What is read from the state: the state as it meets the query, and the sum.
  public static let readout: RoundingPoint = "readout"
  /// Gates and decays.
  public static let decay: RoundingPoint = "decay"
  /// Products of queries, keys and decays, before they meet the values.
  public static let scores: RoundingPoint = "scores"
  /// Keys and values, scaled.
  public static let operand: RoundingPoint = "operand"

  /// All of them.
  public static let customary: [RoundingPoint] = [.state, .chunkState, .step, .decay, .operand, .scores, .readout]
}

/// In which formats a kernel computes and stores: what the error bound assumes.
public struct PrecisionPlan: Hashable, Sendable {
  /// The format of the arithmetic, and how accurate its functions are.
  public var arithmetic: FloatModel
  /// The formats of stored values that are narrower; where nothing is said a value is kept as computed.
  public var storage: [RoundingPoint: FloatFormat]

  public init(arithmetic: FloatModel = .kernel, storage: [RoundingPoint: FloatFormat] = [:]) {
    self.arithmetic = arithmetic
    self.storage = storage
  }
}

extension FloatModel {
  /// Single precision with the functions of CPUs or GPUs: what is assumed of a kernel of which nothing is known.
  public static let kernel: FloatModel = {
    var model = FloatModel.single
    model.functions = .gpu
    return model
  }()
}
