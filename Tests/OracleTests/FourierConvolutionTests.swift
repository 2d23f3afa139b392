import Arithmetic
import Foundation
import Oracle
import TestSupport
import Testing

/// Long convolutions by fast Fourier transforms in single precision, against the bound of their norm.
@Suite struct FourierConvolutionTests {
  private static let kernel = FFTConvolutionKernel()

  @Test(
    "Transforms in single precision are explained, by the sum or by the transforms' bound",
    .cases(20, deep: 100, search: 10))
  func areExplained() async {
    await checkProperty("fftconv by transforms") { draw in
      var style = CallStyle()
      style.lengths = [1, 2, 5, 16, 33, 100]
      let call = try Self.withoutZeros(try draw(Self.kernel.calls(style), "call"))
      let judgement = try Judge(Self.kernel, call, candidate: ["out": transformed(call)]).run()
      try draw.verify(judgement.verdict.isAccepted, judgement.verdict.title)
    }
  }

  /// The error of a call of random numbers: within the bound, and not a thousand times below it: of the terms of a norm
  /// most errors cancel.
  @Test func boundIsMet() throws {
    let call = try Self.call(length: 32) { _ in 1 }
    var options = JudgeOptions()
    options.algorithm = "fft"
    let judgement = try Judge(Self.kernel, call, candidate: ["out": transformed(call)], options: options).run()
    let worst = try #require(judgement.headline).element
    #expect(judgement.verdict.isAccepted)
    #expect(worst.ratio >= 0.001 && worst.ratio <= 1, "error / bound is \(worst.ratio)")
  }

  /// Where the output decays, the transforms' error does not: it is uniform, and named for what it is.
  @Test func floorIsNamed() throws {
    let call = try Self.call(length: 256) { exp(-0.5 * Double($0)) }
    let judgement = try Judge(Self.kernel, call, candidate: ["out": transformed(call)]).run()
    #expect(judgement.verdict == .explainedByAlgorithm("fft"))
  }

  /// Transforms of the input's length wrap around.
  @Test func wrapIsDiagnosed() throws {
    let call = try Self.call(length: 64) { 1 / Double($0 + 1) }
    var options = JudgeOptions()
    options.algorithm = "fft"
    let outputs = ["out": transformed(call, wraps: true)]
    let judgement = try Judge(Self.kernel, call, candidate: outputs, options: options).run()
    #expect(judgement.verdict == .defect)
    #expect(judgement.diagnosis?.matches.first?.identifier == "circular-wrap")
  }

  /// The call with every number between 1/2 and 1 in size: where outputs are much smaller than the operands the bound
  /// of a norm says nothing.
  private static func withoutZeros(_ call: KernelCall) throws -> KernelCall {
    let tensors = call.tensors.mapValues { tensor in
      var tensor = tensor
      tensor.values = tensor.values.map {
        FloatFormat.binary32.rounded(($0 < 0 ? -1 : 1) * (0.5 + min(abs($0), 1) / 2))
      }
      return tensor
    }
    return try KernelCall(of: kernel, tensors: tensors, flags: call.flags)
  }

  /// One channel with as many taps as inputs, of random signs and sizes below those given; the input decays as well.
  private static func call(length: Int, envelope: (Int) -> Double) throws -> KernelCall {
    var draw = Draw(seed: 1, name: "convolution", index: 0)
    func numbers() -> NumericTensor {
      let values = (0..<length).map { place in
        FloatFormat.binary32.rounded(Double(draw.integer(in: -1_000_000...1_000_000)) * 1e-6 * envelope(place))
      }
      return NumericTensor(values, shape: [length], format: .float(.binary32))
    }
    let (u, k) = (numbers(), numbers())
    return try KernelCall(
      of: kernel,
      tensors: [
        "u": NumericTensor(u.values, shape: [1, 1, length]), "k": NumericTensor(k.values, shape: [1, length]),
      ])
  }
}

/// The output of a call by transforms in single precision.
private func transformed(_ call: KernelCall, wraps: Bool = false) -> NumericTensor {
  let plain = PlainCall(call: call)
  let length = plain.count("length")
  var out = NumericTensor(zeros: [plain.count("batch"), plain.count("channels"), length])
  for b in 0..<plain.count("batch") {
    for c in 0..<plain.count("channels") {
      let input = (0..<length).map {
        Float(plain["u", b, c, $0]) * (plain.has("pregate") ? Float(plain["pregate", b, c, $0]) : 1)
      }
      func taps(_ name: String) -> [Float] {
        let count = call.tensors[name]?.shape[1] ?? 0
        return (0..<count).map { Float(plain[name, c, $0]) }
      }
      var y = convolved(input, taps("k"), wraps: wraps)
      if plain.has("k_rev") {
        let backward: [Float] = convolved(input.reversed(), taps("k_rev"), wraps: wraps).reversed()
        y = zip(y, backward).map(+)
      }
      for t in 0..<length {
        if plain.has("D") { y[t] += Float(plain["D", c]) * input[t] }
        if plain.has("postgate") { y[t] *= Float(plain["postgate", b, c, t]) }
        out.values[out.position([b, c, t])] = Double(y[t])
      }
    }
  }
  return out
}

private func convolved(_ input: [Float], _ taps: [Float], wraps: Bool) -> [Float] {
  var size = 1
  while size < (wraps ? input.count : input.count + taps.count) { size *= 2 }
  func spectrum(_ x: [Float]) -> [(Float, Float)] {
    fourier((0..<size).map { ($0 < x.count ? x[$0] : 0, 0) }, sign: -1)
  }
  let product = zip(spectrum(input), spectrum(taps)).map { x, k in
    (x.0 * k.0 - x.1 * k.1, x.0 * k.1 + x.1 * k.0)
  }
  return fourier(product, sign: 1).prefix(input.count).map { $0.0 / Float(size) }
}

/// The radix-2 transform, with twiddle factors rounded once.
private func fourier(_ x: [(Float, Float)], sign: Double) -> [(Float, Float)] {
  guard x.count > 1 else { return x }
  let half = x.count / 2
  let even = fourier((0..<half).map { x[2 * $0] }, sign: sign)
  let odd = fourier((0..<half).map { x[2 * $0 + 1] }, sign: sign)
  var output = x
  for k in 0..<half {
    let angle = sign * 2 * Double.pi * Double(k) / Double(x.count)
    let (c, s) = (Float(cos(angle)), Float(sin(angle)))
    let turned = (c * odd[k].0 - s * odd[k].1, c * odd[k].1 + s * odd[k].0)
    output[k] = (even[k].0 + turned.0, even[k].1 + turned.1)
    output[k + half] = (even[k].0 - turned.0, even[k].1 - turned.1)
  }
  return output
}
