import CPeers
import Foundation
import Kernels

extension Benchmarks {
  /// Our kernels, on one thread unless said otherwise, against loops that one writes first, in C and in Swift.
  static let kernels: [() -> Row] = [
    { SelectiveBenchmark().row(against: .c) },
    { SelectiveBenchmark().row(against: .swift) },
    { SelectiveBenchmark().row(against: .oneThread) },
    { DiagonalModelBenchmark().row(against: .c) },
    { DiagonalModelBenchmark().row(against: .swift) },
    { DiagonalModelBenchmark().row(against: .oneThread) },
    { DiagonalScanBenchmark().row(against: .c) },
    { DiagonalScanBenchmark().row(against: .swift) },
    { DiagonalScanBenchmark().row(against: .oneThread) },
  ]
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
  func runKernel(threads: Int)
  func runC()
  func runSwift()
}

extension KernelBenchmark {
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
private func spread(_ shape: [Int], _ range: ClosedRange<Float>) -> ShapedArray<Float> {
  let count = shape.reduce(1, *)
  let numbers = (0..<count).map { i in
    let fraction = Float((i &* 7919) % 10007) / 10007
    return range.lowerBound + (range.upperBound - range.lowerBound) * fraction
  }
  return required { () throws(KernelError) in try ShapedArray(numbers, shape: shape) }
}

/// The result of a call whose arguments are right: an error is ours, and ends the run.
private func required<Result>(_ body: () throws(KernelError) -> Result) -> Result {
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
    for i in 0..<channels {
      var h = [Float](repeating: 0, count: state)
      for t in 0..<length {
        let step = delta.elements[i * length + t]
        let drive = step * u.elements[i * length + t]
        var sum: Float = 0
        for n in 0..<state {
          h[n] = exp(step * a.elements[i * state + n]) * h[n] + drive * b.elements[n * length + t]
          sum += c.elements[n * length + t] * h[n]
        }
        y[i * length + t] = sum
      }
    }
  }
}

/// 64 channels of 32 conjugate pairs, 1024 steps.
final class DiagonalModelBenchmark: KernelBenchmark {
  let name = "DiagonalModelKernel (1, 1024, 64), 32 pairs, Float"
  private let (channels, length, state) = (64, 1024, 32)
  private let a = (spread([64, 32], -0.6...0.6), spread([64, 32], -0.5...0.6))
  private let b = (spread([64, 32], -1...1), spread([64, 32], -0.5...1))
  private let c = (spread([64, 32], -1...0.5), spread([64, 32], -0.2...1))
  private let u = spread([1, 1024, 64], -1...1)
  private var y: [Float] = Array(repeating: 0, count: 64 * 1024)
  private var x = (real: [Float](repeating: 0, count: 64 * 32), imaginary: [Float](repeating: 0, count: 64 * 32))

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
    peers_diagonal_model(
      a.0.elements, a.1.elements, b.0.elements, b.1.elements, c.0.elements, c.1.elements, u.elements, &y, &x.real,
      &x.imaginary, length, channels, state)
  }

  func runSwift() {
    x.real = Array(repeating: 0, count: channels * state)
    x.imaginary = x.real
    for t in 0..<length {
      for i in 0..<channels {
        let input = u.elements[t * channels + i]
        var sum: Float = 0
        for n in i * state..<(i + 1) * state {
          let (ar, ai) = (a.0.elements[n], a.1.elements[n])
          let re = ar * x.real[n] - ai * x.imaginary[n] + b.0.elements[n] * input
          let im = ar * x.imaginary[n] + ai * x.real[n] + b.1.elements[n] * input
          x.real[n] = re
          x.imaginary[n] = im
          sum += c.0.elements[n] * re - c.1.elements[n] * im
        }
        y[t * channels + i] = 2 * sum
      }
    }
  }
}

/// 512 channels, 1024 steps, the decay the same at all of them.
final class DiagonalScanBenchmark: KernelBenchmark {
  let name = "DiagonalScanKernel (1, 1024, 512), Float"
  private let (channels, length) = (512, 1024)
  private let a = spread([512], 0.5...0.99)
  private let b = spread([1, 1024, 512], -1...1)
  private var h: [Float] = Array(repeating: 0, count: 512 * 1024)

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in
      try DiagonalScanKernel.run(decay: a, input: b, execution: Execution(threads: threads))
    }
  }

  func runC() { peers_diagonal_scan(a.elements, b.elements, &h, length, channels) }

  func runSwift() {
    for i in 0..<channels {
      var state: Float = 0
      for t in 0..<length {
        state = a.elements[i] * state + b.elements[t * channels + i]
        h[t * channels + i] = state
      }
    }
  }
}
