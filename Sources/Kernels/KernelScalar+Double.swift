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

  public static func _run(_ scan: _DiagonalScan<Double>, _ set: InstructionSet) {
    csimd_diagonal_scan_f64(
      scan.a, scan.aStride, scan.b, scan.initial, scan.states, scan.length, scan.stride, scan.count, set.code)
  }

  public static func _run(_ scan: _ComplexDiagonalScan<Double>, _ set: InstructionSet) {
    let a = [scan.a.0, scan.a.1]
    let b = [scan.b.0, scan.b.1]
    let initial = [scan.initial.0, scan.initial.1]
    let states = [scan.states.0, scan.states.1]
    csimd_complex_scan_f64(a, scan.aStride, b, initial, states, scan.length, scan.stride, scan.count, set.code)
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
      channels: scan.channels, length: scan.length, state: scan.state, u: scan.input, delta: scan.steps, z: scan.gate,
      y: scan.output, a: scan.eigenvalues, b: scan.inputGains, c: scan.outputGains, d: scan.feedthrough,
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
}
