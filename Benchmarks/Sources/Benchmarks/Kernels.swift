import CPeers
import Foundation
import Kernels

extension Benchmarks {
  /// Our kernels, on one thread unless said otherwise, against loops that one writes first, in C and in Swift.
  static var kernels: [() -> Row] {
    let benchmarks: [any KernelBenchmark] = [
      SelectiveBenchmark(), DiagonalModelBenchmark(), DiagonalScanBenchmark(), DualityBenchmark(form: .chunked),
      DualityBenchmark(form: .recurrent), DeltaRuleBenchmark(form: .chunked), DeltaRuleBenchmark(form: .recurrent),
      SingleChannelBenchmark(order: .sequential), SingleChannelBenchmark(order: .blocks), ConvolutionBenchmark(),
    ]
    return benchmarks.flatMap { benchmark in
      benchmark.peers.map { peer in { benchmark.row(against: peer) } }
    }
  }
}

/// What a kernel is compared with.
enum KernelPeer: String {
  case c = "C, scalar loop"
  case swift = "Swift, naive loop"
  /// The kernel itself, two threads against one by the wall clock.
  case oneThread = "the same on one thread, wall clock"
}

protocol KernelBenchmark {
  var name: String { get }
  var peers: [KernelPeer] { get }
  func runKernel(threads: Int)
  func runC()
  func runSwift()
}

extension KernelBenchmark {
  var peers: [KernelPeer] { [.c, .swift, .oneThread] }

  func row(against peer: KernelPeer) -> Row {
    switch peer {
    case .c:
      Row(subject: name, peer: peer.rawValue, ratio: Ratio(of: { runKernel(threads: 1) }, to: runC))
    case .swift:
      Row(subject: name, peer: peer.rawValue, ratio: Ratio(pairs: 11, of: { runKernel(threads: 1) }, to: runSwift))
    case .oneThread:
      Row(
        subject: "\(name), two threads", peer: peer.rawValue,
        ratio: Ratio(
          clock: peers_wall_seconds, of: { runKernel(threads: 2) }, to: { runKernel(threads: 1) }))
    }
  }
}

/// Numbers from a fixed sequence, evenly spread over a range.
func spread(_ shape: [Int], _ range: ClosedRange<Float>) -> ShapedArray<Float> {
  let count = shape.reduce(1, *)
  let numbers = (0..<count).map { i in
    let fraction = Float((i &* 7919) % 10007) / 10007
    return range.lowerBound + (range.upperBound - range.lowerBound) * fraction
  }
  return required { () throws(KernelError) in try ShapedArray(numbers, shape: shape) }
}

/// The result of a call whose arguments are right: an error is ours, and ends the run.
func required<Result>(_ body: () throws(KernelError) -> Result) -> Result {
  do {
    return try body()
  } catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(1)
  }
}

/// 256 channels, 1024 steps, state 16.
final class SelectiveBenchmark: KernelBenchmark {
  let name = "SelectiveScanKernel (1, 256, 1024), state 16, Float"
  private let (channels, length, state) = (256, 1024, 16)
  private let a = spread([256, 16], -8 ... -0.1)
  private let u = spread([1, 256, 1024], -1...1)
  private let delta = spread([1, 256, 1024], 0.001...0.1)
  private let b = spread([1, 16, 1024], -1...1)
  private let c = spread([1, 16, 1024], -0.9...1)
  private var y: [Float] = Array(repeating: 0, count: 256 * 1024)

  func runKernel(threads: Int) {
    let kernel = required { () throws(KernelError) in try SelectiveScanKernel(eigenvalues: a) }
    _ = required { () throws(KernelError) in
      try kernel.run(
        input: u, steps: delta, inputGains: b, outputGains: c, execution: Execution(threads: threads))
    }
  }

  func runC() {
    var h = [Float](repeating: 0, count: state)
    peers_selective_scan(
      a.elements, u.elements, delta.elements, b.elements, c.elements, &y, &h, channels, length, state)
  }

  func runSwift() {
    let (a, u, delta, b, c) = (a.elements, u.elements, delta.elements, b.elements, c.elements)
    var output = [Float](repeating: 0, count: channels * length)
    for i in 0..<channels {
      var h = [Float](repeating: 0, count: state)
      for t in 0..<length {
        let step = delta[i * length + t]
        let drive = step * u[i * length + t]
        var sum: Float = 0
        for n in 0..<state {
          h[n] = exp(step * a[i * state + n]) * h[n] + drive * b[n * length + t]
          sum += c[n * length + t] * h[n]
        }
        output[i * length + t] = sum
      }
    }
    y = output
  }
}

/// 64 channels of 32 conjugate pairs, 4096 steps.
final class DiagonalModelBenchmark: KernelBenchmark {
  let name = "DiagonalModelKernel (1, 4096, 64), 32 pairs, Float"
  private let (channels, length, state) = (64, 4096, 32)
  private let a = (spread([64, 32], -0.6...0.6), spread([64, 32], -0.5...0.6))
  private let b = (spread([64, 32], -1...1), spread([64, 32], -0.5...1))
  private let c = (spread([64, 32], -1...0.5), spread([64, 32], -0.2...1))
  private let u = spread([1, 4096, 64], -1...1)
  private var y: [Float] = Array(repeating: 0, count: 4096 * 64)

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in
      let kernel = try DiagonalModelKernel(
        transition: ComplexShapedArray(real: a.0, imaginary: a.1),
        inputGain: ComplexShapedArray(real: b.0, imaginary: b.1),
        outputGain: ComplexShapedArray(real: c.0, imaginary: c.1), modesAreConjugateHalves: true)
      return try kernel.run(input: u, execution: Execution(threads: threads))
    }
  }

  func runC() {
    var real = [Float](repeating: 0, count: channels * state)
    var imaginary = real
    peers_diagonal_model(
      a.0.elements, a.1.elements, b.0.elements, b.1.elements, c.0.elements, c.1.elements, u.elements, &y, &real,
      &imaginary, length, channels, state)
  }

  func runSwift() {
    var real = [Float](repeating: 0, count: channels * state)
    var imaginary = real
    let (ar, ai, br, bi) = (a.0.elements, a.1.elements, b.0.elements, b.1.elements)
    let (cr, ci, input) = (c.0.elements, c.1.elements, u.elements)
    var output = [Float](repeating: 0, count: length * channels)
    for t in 0..<length {
      for i in 0..<channels {
        let u = input[t * channels + i]
        var sum: Float = 0
        for n in i * state..<(i + 1) * state {
          let re = ar[n] * real[n] - ai[n] * imaginary[n] + br[n] * u
          let im = ar[n] * imaginary[n] + ai[n] * real[n] + bi[n] * u
          real[n] = re
          imaginary[n] = im
          sum += cr[n] * re - ci[n] * im
        }
        output[t * channels + i] = 2 * sum
      }
    }
    y = output
  }
}

/// 2048 channels, 1024 steps, the decay the same at all of them.
final class DiagonalScanBenchmark: KernelBenchmark {
  let name = "DiagonalScanKernel (1, 1024, 2048), Float"
  private let (channels, length) = (2048, 1024)
  private let a = spread([2048], 0.5...0.99)
  private let b = spread([1, 1024, 2048], -1...1)
  private var h: [Float] = Array(repeating: 0, count: 1024 * 2048)

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in
      try DiagonalScanKernel.run(decay: a, input: b, execution: Execution(threads: threads))
    }
  }

  func runC() { peers_diagonal_scan(a.elements, b.elements, &h, length, channels) }

  func runSwift() {
    let (a, b) = (a.elements, b.elements)
    var states = [Float](repeating: 0, count: length * channels)
    for t in 0..<length {
      for i in 0..<channels {
        let before = t > 0 ? states[(t - 1) * channels + i] : 0
        states[t * channels + i] = a[i] * before + b[t * channels + i]
      }
    }
    h = states
  }
}
