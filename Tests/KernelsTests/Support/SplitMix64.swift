import Kernels

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014: the same numbers everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Numbers drawn evenly from `range`, rounded to the format.
  mutating func array<Scalar: KernelScalar>(
    _ shape: [Int], in range: ClosedRange<Double>
  ) throws -> ShapedArray<Scalar> {
    let count = shape.reduce(1, *)
    let elements = (0..<count).map { _ in Scalar(Double.random(in: range, using: &self)) }
    return try ShapedArray(elements, shape: shape)
  }
}
