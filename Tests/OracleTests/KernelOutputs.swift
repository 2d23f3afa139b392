import Arithmetic
import Oracle

/// The outputs of one part of a call, or of all, by name and position.
struct KernelOutputs<Number: RealArithmetic>: CustomStringConvertible {
  /// The values of each output at their row-major positions.
  private(set) var values: [String: [Int: Number]] = [:]

  mutating func add<N: NumberSystem>(_ output: OutputPart<N>) where N.Real == Number {
    for (position, value) in zip(output.positions, output.values) {
      values[output.name, default: [:]][position] = value
    }
  }

  /// Whether every value is a number.
  var isDefined: Bool { values.values.allSatisfy { $0.values.allSatisfy(\.isDefined) } }

  /// Whether the same positions have values that may be equal: over exact numbers, that are.
  func overlaps(_ other: KernelOutputs) -> Bool {
    values.keys == other.values.keys
      && values.allSatisfy { name, own in
        let others = other.values[name] ?? [:]
        return own.count == others.count
          && own.allSatisfy { position, value in
            others[position].map { !value.isEqual(to: $0).isFalse } ?? false
          }
      }
  }

  /// Whether a value is defined here and there, and certainly another one.
  func differs(from other: KernelOutputs) -> Bool {
    values.contains { name, own in
      own.contains { position, value in
        guard let reference = other.values[name]?[position], reference.isDefined, value.isDefined else { return false }
        return value.isEqual(to: reference).isFalse
      }
    }
  }

  var description: String {
    values.sorted { $0.key < $1.key }
      .map { name, own in "\(name) \(own.sorted { $0.key < $1.key }.map(\.value))" }
      .joined(separator: ", ")
  }
}

extension KernelDefinition {
  /// The outputs of a part of a call, or of all parts; nil where the form does not apply.
  func outputs<N: NumberSystem>(
    of call: KernelCall, part: Int? = nil, _ evaluation: Evaluation<N>
  ) -> KernelOutputs<N.Real>? {
    var outputs = KernelOutputs<N.Real>()
    for part in part.map({ $0..<$0 + 1 }) ?? 0..<partCount(of: call) {
      guard let parts = evaluate(part: part, in: evaluation) else { return nil }
      for output in parts { outputs.add(output) }
    }
    return outputs
  }
}
