import Arithmetic
import PropertyTesting

/// A call that is hard on kernels, named.
public struct AdversarialCall: Sendable {
  public let name: String
  public let call: KernelCall
}

extension KernelDefinition {
  /// Calls that are hard on kernels, made of a random one of each shape: gates at their ends, magnitudes 2^12 and 2^-12,
  /// one large element, alternating signs, all equal, lengths at and beside chunk sizes.
  ///
  /// - Parameters:
  ///   - seed: of the random calls.
  ///   - lengths: of the time axis.
  public func adversarialCalls(
    seed: UInt64 = 0, format: FloatFormat = .binary32, lengths: [Int] = [1, 15, 16, 17, 55]
  ) -> [AdversarialCall] {
    let changes: [(String, @Sendable (Int, Double) -> Double)] = [
      ("plain", { $1 }),
      ("large", { $1 * 0x1p12 }),
      ("small", { $1 * 0x1p-12 }),
      ("one large element", { $0 == 0 ? 0x1p12 : $1 }),
      ("alternating signs", { $0 % 2 == 0 ? abs($1) : -abs($1) }),
      ("all equal", { _, _ in 0.75 }),
    ]
    let gates: [(String, Double?)] = [
      ("", nil), (", gates 1", 0), (", gates 1 - 2^-9", -0x1p-9), (", gates e^-20", -20), (", gates e^-100", -100),
    ]
    var result: [AdversarialCall] = []
    for length in lengths {
      for (index, change) in changes.enumerated() {
        for gate in index == 0 ? gates : Array(gates.prefix(1)) {
          var draw = Draw(seed: seed, name: "\(identifier) adversarial \(length) \(change.0)\(gate.0)", index: 0)
          guard
            let call = try? draw(
              calls(CallStyle(format: format, lengths: [length], givesOptional: true)), "call")
          else { continue }
          var tensors = call.tensors
          for specification in tensors.keys.sorted().compactMap({ specification(of: $0) }) {
            guard var tensor = tensors[specification.name] else { continue }
            switch specification.domain {
            case .signed:
              tensor.values = tensor.values.enumerated().map { format.rounded(change.1($0.offset, $0.element)) }
            case .logarithmicGate:
              if let value = gate.1 { tensor.values = tensor.values.map { _ in format.rounded(value) } }
            default: continue
            }
            tensors[specification.name] = tensor
          }
          guard let changed = try? KernelCall(of: self, tensors: tensors, flags: call.flags) else { continue }
          result.append(AdversarialCall(name: "length \(length), \(change.0)\(gate.0)", call: changed))
        }
      }
    }
    return result
  }
}
