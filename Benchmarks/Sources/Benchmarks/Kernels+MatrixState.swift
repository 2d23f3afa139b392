import CPeers
import Kernels

/// A kernel that is compared with the loop that one writes first in C, and with itself.
protocol LoopBenchmark: KernelBenchmark {}

extension LoopBenchmark {
  var peers: [KernelPeer] { [.c, .oneThread] }
  func runSwift() {}
}

/// Mamba-2: 8 heads of 64 rows, state 128, 1024 steps.
final class DualityBenchmark: LoopBenchmark {
  let form: RecurrenceForm
  var name: String { "StateSpaceDualityKernel (1, 1024, 8, 64), state 128, \(form), Float" }
  private let a = spread([8], -1 ... -0.1)
  private let x = spread([1, 1024, 8, 64], -1...1)
  private let delta = spread([1, 1024, 8], 0.001...0.1)
  private let b = spread([1, 1024, 1, 128], -1...1)
  private let c = spread([1, 1024, 1, 128], -1...1)
  private var y: [Float] = Array(repeating: 0, count: 1024 * 8 * 64)
  private var state: [Float] = Array(repeating: 0, count: 64 * 128)

  init(form: RecurrenceForm) { self.form = form }

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in
      try StateSpaceDualityKernel(eigenvalues: a).run(
        input: x, steps: delta, inputGains: b, outputGains: c, form: form, execution: Execution(threads: threads))
    }
  }

  func runC() {
    peers_state_space_duality(
      a.elements, x.elements, delta.elements, b.elements, c.elements, &y, &state, 1024, 8, 64, 128)
  }
}

/// Gated DeltaNet: 8 heads, keys and values of 64, 1024 steps.
final class DeltaRuleBenchmark: LoopBenchmark {
  let form: RecurrenceForm
  var name: String { "GatedDeltaRuleKernel (1, 1024, 8, 64), keys 64, \(form), Float" }
  private let q = spread([1, 1024, 8, 64], -1...1)
  private let k = spread([1, 1024, 8, 64], -0.125...0.125)
  private let v = spread([1, 1024, 8, 64], -1...1)
  private let g = spread([1, 1024, 8], -0.1...0)
  private let beta = spread([1, 1024, 8], 0.1...0.9)
  private var o: [Float] = Array(repeating: 0, count: 1024 * 8 * 64)
  private var state: [Float] = Array(repeating: 0, count: 64 * 64)

  init(form: RecurrenceForm) { self.form = form }

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in
      try GatedDeltaRuleKernel.run(
        queries: q, keys: k, values: v, logGates: g, rates: beta, form: form, execution: Execution(threads: threads))
    }
  }

  func runC() {
    peers_delta_rule(
      q.elements, k.elements, v.elements, g.elements, beta.elements, &o, &state, 1024, 8, 64, 64)
  }
}

/// One channel, 2^18 steps, a decay for each of them.
final class SingleChannelBenchmark: LoopBenchmark {
  let order: ScanOrder
  var name: String { "DiagonalScanKernel (1, 2^18, 1), \(order), Float" }
  private let a = spread([1, 1 << 18, 1], 0.5...0.99)
  private let b = spread([1, 1 << 18, 1], -1...1)
  private var h: [Float] = Array(repeating: 0, count: 1 << 18)

  init(order: ScanOrder) { self.order = order }

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in
      try DiagonalScanKernel.run(decay: a, input: b, order: order, execution: Execution(threads: threads))
    }
  }

  func runC() { peers_varying_scan(a.elements, b.elements, &h, 1 << 18) }
}

/// 32 channels, 4096 steps and as many taps; the loop in C is the sum that defines the convolution.
final class ConvolutionBenchmark: LoopBenchmark {
  let name = "FFTConvolutionKernel (1, 32, 4096), 4096 taps, Float"
  private let u = spread([1, 32, 4096], -1...1)
  private let taps = spread([32, 4096], -1...1)
  private let kernel: FFTConvolutionKernel<Float>
  private var y: [Float] = Array(repeating: 0, count: 32 * 4096)

  init() {
    let taps = taps
    kernel = required { () throws(KernelError) in try FFTConvolutionKernel(kernel: taps, length: 4096) }
  }

  func runKernel(threads: Int) {
    _ = required { () throws(KernelError) in try kernel.run(input: u, execution: Execution(threads: threads)) }
  }

  func runC() { peers_convolution(u.elements, taps.elements, &y, 32, 4096) }
}
