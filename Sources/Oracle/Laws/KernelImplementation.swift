import Arithmetic
import Definitions

/// An implementation of a kernel: what is judged, and what the laws are checked on.
public protocol KernelImplementation: Sendable {
  /// The outputs of a call, by name: at least one of the kernel's.
  ///
  /// - Throws: what keeps it from computing them.
  func outputs(of call: KernelCall) throws -> [String: NumericTensor]
}

/// A closure as an implementation.
public struct ClosureImplementation: KernelImplementation {
  private let body: @Sendable (KernelCall) throws -> [String: NumericTensor]

  public init(_ body: @escaping @Sendable (KernelCall) throws -> [String: NumericTensor]) { self.body = body }

  public func outputs(of call: KernelCall) throws -> [String: NumericTensor] { try body(call) }
}

/// The definition evaluated in a number system: a naive float kernel, or one with a known defect.
public struct NaiveImplementation<Definition: KernelDefinition, N: NumberSystem>: KernelImplementation {
  public let definition: Definition
  public let context: N.Real.Context
  public var form: Form?
  public var mutation: String?
  public var storage: [RoundingPoint: FloatFormat] = [:]
  /// The format of the outputs; the inputs' where nil.
  public var format: FloatFormat?

  public init(
    _ definition: Definition, in context: N.Real.Context, over system: N.Type, form: Form? = nil,
    mutation: String? = nil, storage: [RoundingPoint: FloatFormat] = [:], format: FloatFormat? = nil
  ) {
    self.definition = definition
    self.context = context
    self.form = form
    self.mutation = mutation
    self.storage = storage
    self.format = format
  }

  /// - Throws: ``FormDoesNotApply``.
  public func outputs(of call: KernelCall) throws -> [String: NumericTensor] {
    let evaluation = Evaluation<N>(
      of: definition, call, in: context, form: form, mutation: mutation, storage: storage)
    let stored = call.tensors.values.compactMap(\.format.float).max { $0.significandBits < $1.significandBits }
    let format = format ?? stored ?? .binary32
    var outputs: [String: NumericTensor] = [:]
    for part in 0..<definition.partCount(of: call) {
      guard let results = definition.evaluate(part: part, in: evaluation) else { throw FormDoesNotApply() }
      for output in results {
        let zeros = NumericTensor(zeros: output.shape, format: .float(format), isComplex: output.isComplex)
        for (position, value) in zip(output.positions, output.values) {
          outputs[output.name, default: zeros].values[position] = format.rounded(value.approximation)
        }
      }
    }
    return outputs
  }
}

/// A form that cannot compute a call: one with logarithms where a gate is 0.
public struct FormDoesNotApply: Error, Sendable, CustomStringConvertible {
  public init() {}
  public var description: String { "this form does not apply to the call" }
}
