import Kernels
import TestSupport

typealias SplitMix64 = TestSupport.SplitMix64

extension SplitMix64 {
  /// Numbers drawn evenly from `range`, rounded to the format.
  mutating func array<Scalar: KernelScalar>(
    _ shape: [Int], in range: ClosedRange<Double>
  ) throws -> ShapedArray<Scalar> {
    let count = shape.reduce(1, *)
    let elements = (0..<count).map { _ in Scalar(Double.random(in: range, using: &self)) }
    return try ShapedArray(elements, shape: shape)
  }
}
