import Arithmetic

/// An output that is wrong without any kernel behind it: what a comparison rule must never accept.
public struct Attack: Sendable {
  public let name: String
  /// What it gives in place of the right outputs; nil where it is no attack on this call.
  private let body: @Sendable (KernelCall, _ right: [String: NumericTensor]) -> [String: NumericTensor]?

  /// The outputs of the attack, where they differ from the right ones.
  ///
  /// - Parameters:
  ///   - right: the outputs of a right kernel.
  public func outputs(of call: KernelCall, right: [String: NumericTensor]) -> [String: NumericTensor]? {
    body(call, right).flatMap { wrong in
      wrong.contains { name, tensor in right[name].map { $0.values != tensor.values } ?? false } ? wrong : nil
    }
  }

  /// Zeros, a constant, the mean, a copied input, the outputs in the reverse order, every element of the one before it,
  /// outputs that stop half-way, a NaN, an infinity, a sign.
  public static let all: [Attack] = [
    elementwise("zeros") { _, _ in 0 },
    elementwise("ones") { _, _ in 1 },
    elementwise("mean") { _, values in values.reduce(0, +) / Double(max(values.count, 1)) },
    elementwise("negated") { position, values in -values[position] },
    elementwise("doubled") { position, values in 2 * values[position] },
    elementwise("reversed") { position, values in values[values.count - 1 - position] },
    elementwise("shifted by one element") { position, values in values[max(position - 1, 0)] },
    elementwise("truncated") { position, values in 2 * position < values.count ? values[position] : 0 },
    elementwise("NaN") { position, values in position == values.count - 1 ? .nan : values[position] },
    elementwise("infinity") { position, values in position == values.count - 1 ? .infinity : values[position] },
    Attack(name: "copied input") { call, right in
      var wrong = right
      for (name, tensor) in right {
        guard let input = call.names.lazy.compactMap({ call.tensors[$0] }).first(where: { $0.shape == tensor.shape }),
          input.isComplex == tensor.isComplex
        else { continue }
        wrong[name]?.values = input.values
      }
      return wrong
    },
  ]

  private static func elementwise(
    _ name: String, _ element: @escaping @Sendable (Int, [Double]) -> Double
  ) -> Attack {
    Attack(name: name) { _, right in
      right.mapValues { tensor in
        var wrong = tensor
        wrong.values = tensor.values.indices.map {
          (tensor.format.float ?? .binary64).rounded(element($0, tensor.values))
        }
        return wrong
      }
    }
  }
}
