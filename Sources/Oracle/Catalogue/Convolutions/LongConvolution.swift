import Arithmetic
import Definitions

extension Form {
  /// The sum over all pairs of positions.
  static let direct = Form("direct", .definition, .recurrent, "the sum over all pairs of positions")
  /// Fast Fourier transforms of the padded sequences; the bound is that of the whole output's norm.
  static let fourier = Form("fft", .lessAccurate, .recurrent, "fast Fourier transforms, judged by the output's norm")
}

extension Evaluation {
  /// The causal convolution y_t = sum_(s <= t) k_(t-s) u_s of as many outputs as inputs, in the evaluation's form.
  ///
  /// - Parameter size: of the transforms; the least power of two without wrap-around where nil.
  func convolution(_ input: N.Real.Vector, _ taps: N.Real.Vector, size: Int? = nil) -> N.Real.Vector {
    let least = max(input.count + max(taps.count, 1) - 1, 1)
    let size = size ?? 1 << (Int.bitWidth - (least - 1).leadingZeroBitCount)
    return form == .fourier
      ? N.transformConvolution(input, taps, size: size, count: input.count)
      : circularConvolution(input, taps, size: size, count: input.count)
  }

  /// The elements of a channel along the last axis.
  func channel(_ name: String, _ indices: Int...) -> N.Real.Vector? {
    guard let tensor = optionalInput(name) else { return nil }
    let count = tensor.shape.last ?? 0
    return N.Real.Vector((0..<count).map { tensor.real(indices + [$0]) }, in: context)
  }
}

/// Known defects of long convolutions and of the operators made of them.
public enum ConvolutionMutation: String, KernelMutation {
  case circularWrap = "circular-wrap"
  case correlation = "correlation"
  case scaledTwice = "scaled-twice"
  case lagOne = "lag-one"
  case tapsFlipped = "taps-flipped"
  case lastTapLost = "last-tap-lost"
  case feedthroughTwice = "feedthrough-twice"
  case feedthroughNegative = "feedthrough-negative"

  public var statement: String {
    switch self {
    case .circularWrap: "transforms of the input's length, which wrap around"
    case .correlation: "the spectrum of the filter conjugated: a correlation with later inputs"
    case .scaledTwice: "the inverse transform divided by its size twice"
    case .lagOne: "the filter delayed by one step"
    case .tapsFlipped: "the filter read from its last tap to its first"
    case .lastTapLost: "the last tap of the filter lost"
    case .feedthroughTwice: "the feedthrough added twice"
    case .feedthroughNegative: "the feedthrough subtracted"
    }
  }
}

extension Evaluation {
  /// ``convolution(_:_:size:)`` as a mutation alters it.
  func convolution(
    _ input: N.Real.Vector, _ taps: N.Real.Vector, size: Int? = nil, as mutation: ConvolutionMutation?
  ) -> N.Real.Vector {
    let count = input.count
    switch mutation {
    case .circularWrap:
      let kept = N.Real.Vector(taps.elements.prefix(count), in: context)
      return convolution(input, kept, size: max(count, 1))
    case .correlation: return convolution(input.flipped, taps).flipped
    case .scaledTwice:
      var output = convolution(input, taps, size: size)
      output.multiply(by: 1 / constant(Double(2 * max(count, 1))))
      return output
    case .lagOne: return convolution(input, N.Real.Vector([constant(0)] + taps.elements, in: context))
    case .tapsFlipped: return convolution(input, taps.flipped, size: size)
    case .lastTapLost: return convolution(input, N.Real.Vector(taps.elements.dropLast(), in: context), size: size)
    case .feedthroughTwice, .feedthroughNegative, nil: return convolution(input, taps, size: size)
    }
  }

  /// D . u as a mutation alters it.
  func feedthrough(_ gain: N.Real, _ input: N.Real.Vector, as mutation: ConvolutionMutation?) -> N.Real.Vector {
    var output = input
    output.multiply(by: mutation == .feedthroughNegative ? -gain : gain)
    if mutation == .feedthroughTwice { output.add(output) }
    return output
  }
}
