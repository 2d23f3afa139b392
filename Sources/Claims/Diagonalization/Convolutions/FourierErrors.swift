import Arithmetic
import Definitions
import Foundation
import Kernels
import PropertyTesting

/// How far a change of the second half of an input reaches into the first half of the outputs of Fourier convolutions
/// in float32. The kernel decays like e^(-t/100), the input is drawn, the change is a sign.
struct FourierLeak {
  /// The largest change of the first half of the outputs: of the padded transform, and of one of L points.
  let padded, unpadded: Double
  /// The sum of the a-priori bounds of the two padded runs.
  let bound: Double

  init(length: Int) throws {
    var random = Draw(seed: 1, name: "leak", index: length)
    let taps = (0..<length).map { Float(exp(-Double($0) / 100)) }
    let input = (0..<length).map { _ in Float(random.integer(in: -1 << 12...1 << 12)) / Float(1 << 12) }
    let changed = input.enumerated().map { $0 < length / 2 ? $1 : -$1 }
    let kernel = try FFTConvolutionKernel(kernel: ShapedArray(taps, shape: [1, length]), length: length)
    func run(_ u: [Float]) throws -> [Float] {
      try kernel.run(input: ShapedArray(u, shape: [1, 1, length])).elements
    }
    func difference(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).prefix(length / 2).reduce(0) { max($0, Double(($1.0 - $1.1).magnitude)) }
    }
    padded = difference(try run(input), try run(changed))
    bound =
      kernel.errorBound(input: input.map(Double.init), taps: taps.map(Double.init))
      + kernel.errorBound(input: changed.map(Double.init), taps: taps.map(Double.init))

    // The circle of L points, by a transform of radix 2.
    let levels = length.trailingZeroBitCount
    let angle = -2 * Double.pi / Double(length)
    let root = Complex(Float(cos(angle)), Float(sin(angle)))
    let transform = MonarchTransform(factors: Array(repeating: 2, count: levels), root: root)
    func circle(_ u: [Float]) -> [Float] {
      fourierConvolution(
        u.map { Complex($0, 0) }, taps.map { Complex($0, 0) }, by: transform, count: length
      ).map(\.real)
    }
    unpadded = difference(circle(input), circle(changed))
  }
}

extension FFTConvolutionKernel where Scalar == Float {
  /// The a-priori bound E_4 of the kernel's documentation for one channel, in double precision.
  func errorBound(input w: [Double], taps k: [Double]) -> Double {
    func norms(_ x: [Double]) -> (one: Double, two: Double) {
      (x.reduce(0) { $0 + abs($1) }, x.reduce(0) { $0 + $1 * $1 }.squareRoot())
    }
    let (w, k) = (norms(w), norms(k))
    let u = 0x1p-24
    let f = transformError * u
    let size = w.two * k.one
    var error = f * (size + w.one * k.two) + f * f * Double(transformLength).squareRoot() * w.two * k.two
    error += 2 * u * (size + error)
    error += f * (size + error)
    return error + 2 * u * (size + error)
  }
}

extension LongConvolutions {
  /// The nearest power of two: what a fast kernel's rounding is on every machine alike. A 0 is not drawn.
  private static func coarse(_ error: Double) -> Double { Conditioning.powerOfTwo(near: error) }

  static func leakageFigure() throws -> FigureData {
    let lengths = (4...13).map { 1 << $0 }
    let leaks = try lengths.map { try FourierLeak(length: $0) }
    return FigureData(
      "fft-leakage", title: "How far the future leaks into the past of a Fourier convolution in float32",
      caption: """
        The largest change of y_t, t < L/2, when the second half of the input changes its sign; exactly 0 for the \
        causal convolution. Padded to 2 L points the leak is rounding, below the sum of the two runs' a-priori bounds; \
        without padding the second half wraps around, and the leak is as large as the outputs. Measured with float32 \
        kernels, to the nearest power of two; no enclosures.
        """,
      xLabel: "L", yLabel: "largest change before t = L/2", logX: true, logY: true,
      x: .init("L", lengths.map(Double.init)),
      curves: [
        .init("padded to 2 L", leaks.map { coarse($0.padded) }, style: .points),
        .init("a-priori bound", leaks.map(\.bound), style: .dashedLine),
        .init("no padding", leaks.map { coarse($0.unpadded) }, style: .points),
      ])
  }

  /// The kernel of S4D-Real, eigenvalues -(n + 1), n < 4, step 1/100, output coefficients 1, against what a Fourier
  /// convolution in float32 makes of an impulse.
  static func floorFigure(_ precision: Precision) throws -> FigureData {
    let (length, stride) = (4096, 32)
    let modes = (1...4).map { n in
      Discretization.zeroOrderHold.discretize(Ball(-n, in: precision), step: Ball(Rational(1, 100), in: precision))
    }
    func tap(_ t: Int) -> Ball {
      modes.reduce(Ball(0, in: precision)) { $0 + Ball.pow($1.transition, t) * $1.inputGain }
    }
    let taps = (0..<length).map { Float(tap($0).approximation) }
    let kernel = try FFTConvolutionKernel(kernel: ShapedArray(taps, shape: [1, length]), length: length)
    let impulse = (0..<length).map { Float($0 == 0 ? 1 : 0) }
    let output = try kernel.run(input: ShapedArray(impulse, shape: [1, 1, length])).elements
    let times = Array(Swift.stride(from: 0, to: length, by: stride))
    let floor = kernel.errorBound(input: [1], taps: taps.map(Double.init))
    return FigureData(
      "fft-floor", title: "The decaying tail of a kernel and the floor of a Fourier convolution in float32",
      caption: """
        The response to an impulse of S4D-Real with eigenvalues -1 ... -4 and step 1/100, certified, and what a \
        Fourier convolution in float32 gives, to the nearest power of two: from where the tail falls below about the \
        unit roundoff times the kernel's 2-norm the computed tail is noise of constant size, while the true one goes on \
        to e^-40. The a-priori bound of the transform is above the noise; a recurrence has no such floor.
        """,
      xLabel: "t", yLabel: "|y_t|", logY: true, x: .init("t", times.map(Double.init)),
      curves: [
        .init("exact, certified", times.map(tap)),
        .init("float32 Fourier convolution", times.map { coarse(Double(output[$0].magnitude)) }, style: .points),
        .init("a-priori bound", times.map { _ in floor }, style: .dashedLine),
      ])
  }
}
