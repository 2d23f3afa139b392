import Foundation
import Oracle

/// Linear attention with its normalizer, by sums over all pairs of steps.
struct NormalizedAttentionTranscription: KernelImplementation {
  func outputs(of call: KernelCall) -> [String: NumericTensor] {
    let x = Transcription.Inputs(call: call)
    let (rows, length, heads) = (x.size("batch"), x.size("length"), x.size("heads"))
    let offsets = call.tensors["cu_seqlens"]?.values.map { Int($0) }
    var o = NumericTensor(zeros: [rows, length, heads, x.size("values")])
    for (row, h) in (0..<rows).flatMap({ row in (0..<heads).map { (row, $0) } }) {
      for t in 0..<length {
        let sequence = offsets.map { $0.lastIndex { $0 <= t }! } ?? row
        let start = offsets?[sequence] ?? 0
        let q = x.vector("q", row, t, h).map { $0 * x.scale }
        var divisor = x.has("z_state") ? dot(q, x.vector("z_state", sequence, h)) : 0
        var y = [Double](repeating: 0, count: x.size("values"))
        if x.has("initial_state") { y = read(q.indices.map { x.vector("initial_state", sequence, h, $0) }, q) }
        for s in start...t {
          let weight = dot(q, x.vector("k", row, s, h))
          divisor += weight
          for j in y.indices { y[j] += weight * x("v", row, s, h, j) }
        }
        for j in y.indices {
          o.values[o.position([row, t, h, j])] = x.flag("normalize") ? y[j] / (divisor + 1e-10) : y[j]
        }
      }
    }
    return ["o": o.rounded(to: .binary32)]
  }
}

/// Longhorn's scan, the implicit step solved as in its derivation: the state that minimizes |S - S'|^2 + beta (k^T S - u)^2.
struct LonghornTranscription: KernelImplementation {
  let isDiagonal: Bool

  func outputs(of call: KernelCall) -> [String: NumericTensor] {
    let x = Transcription.Inputs(call: call)
    var out = NumericTensor(zeros: [x.size("batch"), x.size("channels"), x.size("length")])
    for (row, d) in (0..<out.shape[0]).flatMap({ row in (0..<out.shape[1]).map { (row, $0) } }) {
      var h = x.has("initial_state") ? x.vector("initial_state", row, d) : (0..<x.size("state")).map { _ in 0 }
      for t in 0..<out.shape[2] {
        let (q, k) = (h.indices.map { x("q", row, $0, t) }, h.indices.map { x("k", row, $0, t) })
        let (u, beta) = (x("u", row, d, t), sigmoid(x("dt", row, d, t) + x("t_bias", d)))
        let rate = beta / (1 + beta * dot(k, k))
        if isDiagonal {
          h = h.indices.map { (1 - rate * k[$0] * k[$0]) * h[$0] + rate * k[$0] * u }
        } else {
          let error = u - dot(k, h)
          h = h.indices.map { h[$0] + rate * k[$0] * error }
        }
        let y = dot(q, h) + x("D", d) * u
        out.values[out.position([row, d, t])] = x.has("z") ? y * x("z", row, d, t) * sigmoid(x("z", row, d, t)) : y
      }
    }
    return ["out": out.rounded(to: .binary32)]
  }
}

/// GateLoop as attention: o_t = sum_s (q_t . k_s . Re(a_(s+1) ... a_t)) v_s.
struct GateLoopTranscription: KernelImplementation {
  func outputs(of call: KernelCall) -> [String: NumericTensor] {
    let x = Transcription.Inputs(call: call)
    let gates = call.tensors["a"]!
    var o = NumericTensor(zeros: [x.size("batch"), x.size("length"), x.size("values")])
    for (row, j) in (0..<o.shape[0]).flatMap({ row in (0..<o.shape[2]).map { (row, $0) } }) {
      for (t, i) in (0..<o.shape[1]).flatMap({ t in (0..<x.size("keys")).map { (t, $0) } }) {
        var (weight, sum) = ((re: 1.0, im: 0.0), 0.0)
        for s in stride(from: t, through: 0, by: -1) {
          sum += weight.re * x("k", row, s, i) * x("v", row, s, j)
          let place = 2 * gates.position([row, s, gates.shape[2] == 1 ? 0 : i])
          let (re, im) = (gates.values[place], gates.values[place + 1])
          weight = (weight.re * re - weight.im * im, weight.re * im + weight.im * re)
        }
        if let initial = call.tensors["initial_state"] {
          let place = 2 * initial.position([row, i, j])
          sum += weight.re * initial.values[place] - weight.im * initial.values[place + 1]
        }
        o.values[o.position([row, t, j])] += x("q", row, t, i) * sum
      }
    }
    return ["o": o.rounded(to: .binary32)]
  }
}
