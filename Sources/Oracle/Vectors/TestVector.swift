import Arithmetic
import PropertyTesting

/// A call of a kernel and its outputs, each element the exact value rounded once: a test vector for other projects.
public struct TestVector: Sendable {
  public let call: KernelCall
  /// The outputs in the format asked for.
  public let outputs: [String: NumericTensor]
  /// The bound of each element for a kernel that computes in single precision, in the order of the outputs' values.
  public let bounds: [String: [Double]]

  /// - Parameters:
  ///   - format: of the outputs; the inputs' widest where nil.
  ///   - precisionLimit: the precision up to which an element is evaluated until its rounding is certain.
  /// - Throws: ``Undecided`` where the rounding of an element is not certain at that precision.
  public init(
    _ definition: some KernelDefinition, _ call: KernelCall, format: FloatFormat? = nil,
    precisionLimit: Precision = 4096
  ) throws {
    self.call = call
    let widest = call.tensors.values.compactMap(\.format.float).max { $0.significandBits < $1.significandBits }
    let format = format ?? widest ?? .binary32
    var outputs: [String: NumericTensor] = [:]
    var bounds: [String: [Double]] = [:]
    for part in 0..<definition.partCount(of: call) {
      var precision: Precision = .reference
      var rounded: [(OutputPart<Balls>, [Double])]?
      while rounded == nil {
        let evaluation = Evaluation<Balls>(of: definition, call, in: precision)
        rounded = definition.evaluate(part: part, in: evaluation).flatMap { parts in
          var result: [(OutputPart<Balls>, [Double])] = []
          for part in parts {
            let values = part.values.compactMap { $0.rounded(to: format) }
            guard values.count == part.values.count else { return nil }
            result.append((part, values))
          }
          return result
        }
        guard rounded == nil else { break }
        precision = Precision(bits: 2 * precision.bits)
        if precision > precisionLimit { throw Undecided(part: part) }
      }
      let model = Evaluation<Bounds>(of: definition, call, in: PrecisionPlan().arithmetic)
      let bound = definition.evaluate(part: part, in: model) ?? []
      for (place, (part, values)) in (rounded ?? []).enumerated() {
        let zeros = NumericTensor(zeros: part.shape, format: .float(format), isComplex: part.isComplex)
        for (index, position) in part.positions.enumerated() {
          outputs[part.name, default: zeros].values[position] = values[index]
          bounds[part.name, default: zeros.values][position] = bound[place].values[index].bound()
        }
      }
    }
    self.outputs = outputs
    self.bounds = bounds
  }

  /// The rounding of an element is not certain at the highest precision allowed: it lies on or very near to the middle of
  /// two numbers of the format.
  public struct Undecided: Error, Sendable, CustomStringConvertible {
    public let part: Int
    public var description: String {
      "part \(part): the rounding of an element is not certain at the highest precision"
    }
  }
}

extension Ball {
  /// The number of a format to which everything in the ball rounds; nil where the ball does not say.
  fileprivate func rounded(to format: FloatFormat) -> Double? {
    guard isDefined else { return nil }
    let (low, high) = (lower.rounded(to: format), upper.rounded(to: format))
    // 0 and -0 are one number here.
    return low == high ? low.double() : nil
  }
}
