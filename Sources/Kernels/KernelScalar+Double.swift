import CSIMD

extension Double: KernelScalar {
  public static var _lanes: Int { csimd_lanes_f64() }

  public static func _exp(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, _ set: InstructionSet
  ) {
    csimd_exp_f64(x, y, count, set.code)
  }

  public static func _softplus(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, _ set: InstructionSet
  ) {
    csimd_softplus_f64(x, y, count, set.code)
  }

  public static func _silu(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, _ set: InstructionSet
  ) {
    csimd_silu_f64(x, y, count, set.code)
  }

  public static func _run(
    _ scan: _DiagonalScan<Double>, row: Int, from: Int, initial: _DiagonalScan<Double>.Pair,
    _ range: (first: Int, count: Int), _ execution: Execution
  ) {
    guard scan.length > from else { return }
    let direction = scan.isReversed ? -1 : 1
    let step = row * scan.length + (scan.isReversed ? scan.length - 1 - from : from)
    let (now, decay) = (step * scan.channels + range.first, scan.decayVaries ? step * scan.channels : 0)
    let stride = direction * scan.channels
    let a = [scan.a.0, scan.a.1].map { $0.map { $0 + decay + range.first } }
    let b = [scan.b.0, scan.b.1].map { $0.map { $0 + now } }
    let initial = [initial.0, initial.1].map { $0.map { $0 + range.first } }
    let states = [scan.states.0, scan.states.1].map { $0.map { $0 + now } }
    let resets = scan.resets.map { $0 + step }
    let (length, set) = (scan.length - from, execution.instructionSet.code)
    if scan.parts == 1 {
      csimd_diagonal_scan_f64(
        a[0], scan.decayVaries ? stride : 0, b[0], initial[0], resets, direction, states[0], length, stride,
        range.count,
        set)
    } else {
      csimd_complex_scan_f64(
        a, scan.decayVaries ? stride : 0, b, initial, resets, direction, states, length, stride, range.count, set)
    }
  }

  public static func _scratch(scanBlocksChannels channels: Int) -> Int { csimd_scan_blocks_scratch_f64(channels) }

  public static func _run(
    _ scan: _DiagonalScan<Double>, _ blocks: _ScanBlocks<Double>, totals: Bool, first: Int, count: Int,
    scratch: UnsafeMutableRawPointer, _ set: InstructionSet
  ) {
    func row(_ pointer: UnsafePointer<Double>?, _ offset: Int) -> UnsafePointer<Double>? { pointer.map { $0 + offset } }
    func row(_ pointer: UnsafeMutablePointer<Double>?, _ offset: Int) -> UnsafeMutablePointer<Double>? {
      pointer.map { $0 + offset }
    }
    let now = blocks.row * scan.length * scan.channels
    let decay = scan.decayVaries ? now : 0
    let at = blocks.row * (blocks.blocks + 1) * scan.channels
    var arguments = csimd_scan_blocks_f64(
      length: scan.length, channels: scan.channels, block: blocks.block, reversed: scan.isReversed ? 1 : 0,
      a_varies: scan.decayVaries ? 1 : 0, a: (row(scan.a.0, decay), row(scan.a.1, decay)),
      b: (row(scan.b.0, now), row(scan.b.1, now)), h: (row(scan.states.0, now), row(scan.states.1, now)),
      resets: scan.resets.map { $0 + blocks.row * scan.length },
      total: (row(blocks.total.0, at), row(blocks.total.1, at)),
      product: (row(blocks.product.0, at), row(blocks.product.1, at)),
      carry: (UnsafePointer(row(blocks.carry.0, at)), UnsafePointer(row(blocks.carry.1, at))))
    csimd_scan_blocks_run_f64(&arguments, Int32(scan.parts), totals ? 1 : 0, first, count, scratch, set.code)
  }

  public static func _scratch(diagonalModelChannels channels: Int, state: Int) -> Int {
    csimd_diagonal_model_scratch_f64(channels, state)
  }

  public static func _scratch(selectiveScanChannels channels: Int, state: Int) -> Int {
    csimd_selective_scan_scratch_f64(channels, state)
  }

  public static func _run(
    _ model: _DiagonalModel<Double>, row: Int, first: Int, count: Int, scratch: UnsafeMutableRawPointer,
    _ set: InstructionSet
  ) {
    var arguments = csimd_diagonal_model_f64(
      length: model.length, channels: model.channels, state: model.state, u: model.input, y: model.output,
      a: model.transition, b: model.inputGain, c: model.outputGain, d: model.feedthrough, initial: model.initial,
      final_state: model.final, factor: model.factor)
    csimd_diagonal_model_run_f64(&arguments, row, first, count, scratch, set.code)
  }

  public static func _run(
    _ scan: _SelectiveScan<Double>, row: Int, first: Int, count: Int, scratch: UnsafeMutableRawPointer,
    _ set: InstructionSet
  ) {
    var arguments = csimd_selective_scan_f64(
      groups: scan.groups, channels: scan.channels, length: scan.length, state: scan.state, u: scan.input,
      delta: scan.steps, z: scan.gate,
      y: scan.output, a: scan.eigenvalues, b: scan.inputGains, c: scan.outputGains,
      own_b: scan.inputGainsAreConstant ? 1 : 0, own_c: scan.outputGainsAreConstant ? 1 : 0, d: scan.feedthrough,
      bias: scan.stepBias, initial: scan.initial, final_state: scan.final, softplus: scan.softplus ? 1 : 0)
    csimd_selective_scan_run_f64(&arguments, row, first, count, scratch, set.code)
  }

  public static func _scratch(linearAttentionKeys keys: Int, values: Int, chunk: Int) -> Int {
    csimd_linear_attention_scratch_f64(keys, values, chunk)
  }

  public static func _run(
    _ head: _LinearAttention<Double>, scratch: UnsafeMutableRawPointer, _ set: InstructionSet
  ) {
    var arguments = csimd_linear_attention_f64(
      length: head.length, keys: head.keys, values: head.values, chunk: head.chunk, q: head.queries, k: head.keyRows,
      v: head.valueRows, q_stride: head.keyStride, k_stride: head.keyStride, v_stride: head.valueStride,
      g: head.logGates, g_stride: head.stepStride, multiplier: head.multipliers, multiplier_stride: head.stepStride,
      beta: head.strengths, beta_stride: head.stepStride, d: head.feedthrough, d_varies: head.feedthroughVaries ? 1 : 0,
      z: head.gate, z_stride: head.valueStride, starts: head.starts, scale: head.scale, initial: head.initial,
      final_state: head.final, state_key: head.stateStrides.0, state_value: head.stateStrides.1, o: head.output,
      o_stride: head.valueStride)
    csimd_linear_attention_run_f64(&arguments, scratch, set.code)
  }

  public static func _run(_ update: _SelectiveUpdate<Double>, _ set: InstructionSet) {
    var arguments = csimd_selective_update_f64(
      rows: update.rows, state: update.state, before: update.before, after: update.after, x: update.input,
      z: update.gate, y: update.output, b: update.inputGains, c: update.outputGains, a: update.eigenvalues,
      a_stride: update.eigenvalueStride, a_varies: update.eigenvaluesVary ? 1 : 0, delta: update.steps,
      delta_stride: update.stepStride, d: update.feedthrough, d_stride: update.feedthroughStride)
    csimd_selective_update_run_f64(&arguments, set.code)
  }

  public static func _normalize(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, rows: Int, count: Int, epsilon: Double,
    _ set: InstructionSet
  ) {
    csimd_normalize_rows_f64(x, y, rows, count, epsilon, set.code)
  }

  public static func _scratch(transformLength: Int) -> Int { csimd_fft_scratch_f64(transformLength) }

  public static func _formSpectrum(
    _ plan: _TransformPlan<Double>, _ kernels: [UnsafePointer<Double>?], reversed: [UnsafePointer<Double>?]?,
    count: Int,
    spectrum: UnsafeMutableRawPointer, _ set: InstructionSet
  ) {
    var plan = csimd_fft_plan_f64(length: plan.length, roots: plan.roots, positions: plan.positions)
    kernels.withUnsafeBufferPointer { kernels in
      reversed.withOptionalPointer { reversed in
        csimd_fft_kernel_f64(&plan, kernels.baseAddress, reversed, count, kernels.count, spectrum, set.code)
      }
    }
  }

  public static func _convolve(
    _ plan: _TransformPlan<Double>, _ convolution: _Convolution<Double>, count: Int, spectrum: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer, _ set: InstructionSet
  ) {
    var plan = csimd_fft_plan_f64(length: plan.length, roots: plan.roots, positions: plan.positions)
    let lanes = convolution.input.count
    convolution.input.withUnsafeBufferPointer { u in
      convolution.preGate.withOptionalPointer { pre in
        convolution.postGate.withOptionalPointer { post in
          convolution.feedthrough.withOptionalPointer { d in
            convolution.output.withUnsafeBufferPointer { y in
              var sequences = csimd_fft_lanes_f64(u: u.baseAddress, pre: pre, post: post, d: d, y: y.baseAddress)
              csimd_fft_apply_f64(&plan, &sequences, count, lanes, spectrum, scratch, set.code)
            }
          }
        }
      }
    }
  }
}
