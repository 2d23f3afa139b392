import Arithmetic

/// A stretch of a batch row that is a sequence of its own, with its own initial and final state: a whole row, or what lies
/// between two offsets of `cu_seqlens`.
public struct Segment: Hashable, Sendable {
  /// The batch row.
  public let row: Int
  /// Its place among the sequences, which is that of its states.
  public let index: Int
  /// Its steps.
  public let range: Range<Int>
}

extension TensorSpecification {
  /// The offsets of sequences of different lengths that stand one after another in one batch row.
  public static let offsets = TensorSpecification(
    "cu_seqlens", [Axis("sequences", plus: 1)], isOptional: true, domain: .offsets(of: DimensionSpecification.time),
    summary: "offsets of the sequences in the one batch row: 0, ..., length; absent where each row is a sequence")
}

extension DimensionSpecification {
  /// The sequences that `cu_seqlens` separates; as many as batch rows where it is absent.
  public static let sequences = DimensionSpecification(
    "sequences", "sequences with a state of their own: batch rows, or those of cu_seqlens", sizes: [2, 1, 3])
}

extension KernelCall {
  /// The offsets of sequences in the one batch row, if they were given.
  private var offsets: [Double]? { tensors[TensorSpecification.offsets.name]?.values }

  /// The number of independent sequences.
  public var segmentCount: Int {
    offsets.map { $0.count - 1 } ?? dimensions[DimensionSpecification.batch] ?? 0
  }

  /// The sequence at a place: a batch row, or a stretch of the one row that there is.
  public func segment(_ index: Int) -> Segment {
    guard let offsets else {
      return Segment(row: index, index: index, range: 0..<(dimensions[DimensionSpecification.time] ?? 0))
    }
    return Segment(row: 0, index: index, range: Int(offsets[index])..<Int(offsets[index + 1]))
  }
}

extension KernelDefinition {
  /// Checks that there is one batch row where offsets are given, that they go from 0 to the length without decreasing,
  /// and that there are as many states as sequences.
  public func checkSegments(_ call: KernelCall) throws(KernelCallError) {
    func error(_ subject: String, _ expected: String, _ found: String) -> KernelCallError {
      KernelCallError(kernel: identifier, subject: "'\(subject)'", expected: expected, found: found)
    }
    let name = TensorSpecification.offsets.name
    if let offsets = call.tensors[name]?.values {
      let rows = call.dimensions[DimensionSpecification.batch] ?? 0
      guard rows == 1 else { throw error(name, "one batch row", "\(rows)") }
      let length = call.dimensions[DimensionSpecification.time] ?? 0
      guard offsets.first == 0, offsets.last == Double(length), zip(offsets, offsets.dropFirst()).allSatisfy(<=) else {
        let found = offsets.map { "\(Int($0))" }.joined(separator: ", ")
        throw error(name, "offsets from 0 to \(length) that do not decrease", "[\(found)]")
      }
    }
    for state in tensors where state.hasOneStateASequence && !state.isOutput {
      guard let found = call.tensors[state.name]?.shape.first, found != call.segmentCount else { continue }
      throw error(state.name, "the states of \(call.segmentCount) sequences", "those of \(found)")
    }
  }

  /// Makes random tensors a call with one batch row where there are offsets, and with one state a batch row where not.
  public func adjustSegments(_ tensors: inout [String: NumericTensor]) {
    let batched = self.tensors.filter { $0.layouts[0].first == Axis(DimensionSpecification.batch) }
    if tensors[TensorSpecification.offsets.name] != nil {
      for specification in batched { tensors[specification.name] = tensors[specification.name]?.resized(to: 1) }
    } else {
      let rows = batched.compactMap { tensors[$0.name]?.shape[0] }.first ?? 1
      for state in self.tensors where state.hasOneStateASequence {
        tensors[state.name] = tensors[state.name]?.resized(to: rows)
      }
    }
  }
}

extension TensorSpecification {
  fileprivate var hasOneStateASequence: Bool { layouts[0].first == Axis(DimensionSpecification.sequences.name) }
}

extension NumericTensor {
  /// The tensor with so many rows along the first axis: the first ones, or more of the same elements in another order.
  fileprivate func resized(to rows: Int) -> NumericTensor {
    guard let old = shape.first, old > 0, old != rows else { return self }
    let size = values.count / old
    let resized = (0..<rows * size).map { values[($0 + $0 / values.count) % values.count] }
    return NumericTensor(resized, shape: [rows] + shape.dropFirst(), format: format, isComplex: isComplex)
  }
}
