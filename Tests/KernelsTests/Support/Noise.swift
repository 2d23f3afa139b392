import Kernels
import PropertyTesting

/// Arrays of numbers that do not depend on each other, from one drawn number: for instances whose sizes are what shrinks.
struct Noise {
  private var state: UInt64

  init(_ draw: inout Draw) throws { state = try draw(.integer(in: 0...UInt64(UInt32.max)), "noise") }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Evenly spread over `range`, one in sixteen the end of the range that is nearer to 0, or 0 where the range has it.
  mutating func array<Scalar: KernelScalar>(
    _ shape: [Int], in range: ClosedRange<Double>
  ) throws -> ShapedArray<Scalar> {
    let simplest = max(range.lowerBound, min(range.upperBound, 0))
    let elements = (0..<shape.reduce(1, *)).map { _ in
      let bits = next()
      let fraction = Double(bits >> 11) * 0x1p-53
      return Scalar(bits & 15 == 0 ? simplest : range.lowerBound + (range.upperBound - range.lowerBound) * fraction)
    }
    return try ShapedArray(elements, shape: shape)
  }

  /// For each row the indices of its sequences, which rise by one now and then.
  mutating func sequences(_ shape: [Int]) throws -> ShapedArray<Int32> {
    var index = Int32(3)
    return try ShapedArray(
      (0..<shape.reduce(1, *)).map { _ in
        if next() & 7 == 0 { index += 1 }
        return index
      }, shape: shape)
  }
}

extension ShapedArray where Scalar: Sendable {
  /// The part of axis 1 (time) in `range`.
  func steps(_ range: Range<Int>) throws -> ShapedArray {
    let inner = shape.dropFirst(2).reduce(1, *)
    let row = shape[1] * inner
    let rows = (0..<shape[0]).flatMap {
      elements[$0 * row + range.lowerBound * inner..<$0 * row + range.upperBound * inner]
    }
    return try ShapedArray(rows, shape: [shape[0], range.count] + shape.dropFirst(2))
  }
}
