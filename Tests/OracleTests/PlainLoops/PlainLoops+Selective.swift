import Foundation
import Oracle

extension PlainLoops {
  /// Mamba-2's recurrence, arXiv 2405.21060, section 7, and its decode step.
  static let selective: [PlainLoops] = [
    PlainLoops(identifier: "mamba2.ssd") { call in
      let (heads, width, modes) = (call.size("heads"), call.size("headdim"), call.size("state"))
      let (x, dt, a) = (call.plain("x")!, call.plain("dt")!, call.plain("A")!)
      let (b, c) = (call.plain("B")!, call.plain("C")!)
      var y = LoopTensor(call.size("batch"), call.size("length"), heads, width)
      var final = LoopTensor(call.size("batch"), heads, width, modes)
      var documents = LoopTensor(call.size("sequences"), heads, width, modes)
      for row in 0..<call.size("batch") {
        for h in 0..<heads {
          let group = h / (heads / call.size("groups"))
          for p in 0..<width {
            var state = (0..<modes).map { call.plain("initial_states")?[row, h, p, $0] ?? 0 }
            var document = 0
            for t in 0..<call.size("length") {
              if let id = call.plain("seq_idx"), t > 0, id[row, t] != id[row, t - 1] {
                state = state.map { _ in 0 }
                document += 1
              }
              var step = dt[row, t, h] + (call.plain("dt_bias")?[h] ?? 0)
              if call.isTrue("dt_softplus") { step = softplus(step) }
              step = max(step, call.number("dt_limit_low")!)
              if let high = call.number("dt_limit_high") { step = min(step, high) }
              var sum = 0.0
              for n in 0..<modes {
                state[n] = exp(step * a[h]) * state[n] + step * b[row, t, group, n] * x[row, t, h, p]
                sum += c[row, t, group, n] * state[n]
                if call.plain("cu_seqlens") != nil { documents[document, h, p, n] = state[n] }
              }
              if let d = call.plain("D") { sum += (d.tensor.shape.count == 1 ? d[h] : d[h, p]) * x[row, t, h, p] }
              if let z = call.plain("z") { sum *= silu(z[row, t, h, p]) }
              y[row, t, h, p] = sum
            }
            for n in 0..<modes { final[row, h, p, n] = state[n] }
          }
        }
      }
      let outputs = ["y": y, "final_states": final]
      return call.plain("cu_seqlens") == nil ? outputs : outputs.merging(["varlen_states": documents]) { $1 }
    },
    PlainLoops(identifier: "mamba.ssu") { call in
      // In one layout: Mamba's is one head in one group.
      func headed(_ name: String, _ shape: [Int]) -> LoopTensor? {
        call.tensors[name].map { LoopTensor(NumericTensor($0.values, shape: shape, format: $0.format)) }
      }
      let (rows, heads, width) = (call.size("batch"), call.size("heads"), call.size("headdim"))
      let (groups, modes) = (call.size("groups"), call.size("state"))
      let (each, gains) = ([rows, heads, width], [rows, groups, modes])
      var out = headed("x", each)!
      var state = headed("state", each + [modes])!
      let (x, dt, a) = (out, headed("dt", each)!, headed("A", [heads, width, modes])!)
      for row in 0..<rows {
        for h in 0..<heads {
          for p in 0..<width {
            var step = dt[row, h, p] + (headed("dt_bias", [heads, width])?[h, p] ?? 0)
            if call.isTrue("dt_softplus") { step = softplus(step) }
            var sum = 0.0
            for n in 0..<modes {
              let b = headed("B", gains)![row, h * groups / heads, n]
              state[row, h, p, n] = exp(step * a[h, p, n]) * state[row, h, p, n] + step * b * x[row, h, p]
              sum += headed("C", gains)![row, h * groups / heads, n] * state[row, h, p, n]
            }
            if let d = headed("D", [heads, width]) { sum += d[h, p] * x[row, h, p] }
            if let z = headed("z", each) { sum *= silu(z[row, h, p]) }
            out[row, h, p] = sum
          }
        }
      }
      func unheaded(_ tensor: LoopTensor, like name: String) -> LoopTensor {
        LoopTensor(NumericTensor(tensor.tensor.values, shape: call.tensors[name]!.shape, format: .float(.binary64)))
      }
      return ["out": unheaded(out, like: "x"), "final_state": unheaded(state, like: "state")]
    },
  ]

  /// What stands before and after the scans.
  static let auxiliaries: [PlainLoops] = [
    PlainLoops(identifier: "causal_conv1d") { call in
      let (length, width) = (call.size("length"), call.size("width"))
      let (x, weight) = (call.plain("x")!, call.plain("weight")!)
      var out = LoopTensor(call.size("batch"), call.size("channels"), length)
      var final = LoopTensor(call.size("batch"), call.size("channels"), width - 1)
      for row in 0..<call.size("batch") {
        for d in 0..<call.size("channels") {
          let before = (0..<width - 1).map { call.plain("initial_states")?[row, d, $0] ?? 0 }
          let all = before + (0..<length).map { x[row, d, $0] }
          for t in 0..<length {
            var sum = call.plain("bias")?[d] ?? 0
            for j in 0..<width {
              if let id = call.plain("seq_idx"), t - width + 1 + j < 0 || id[row, t - width + 1 + j] != id[row, t] {
                continue
              }
              sum += weight[d, j] * all[t + j]
            }
            out[row, d, t] = call.word("activation") == "none" ? sum : silu(sum)
          }
          for j in 0..<width - 1 { final[row, d, j] = all[length + j] }
        }
      }
      return ["out": out, "final_states": final]
    },
    PlainLoops(identifier: "causal_conv1d.update") { call in
      let (width, held) = (call.size("width"), call.size("state_length"))
      var (out, state) = (call.plain("x")!, call.plain("conv_state")!)
      let (x, weight) = (out, call.plain("weight")!)
      let hasTime = x.tensor.shape.count == 3
      for row in 0..<call.size("batch") {
        for d in 0..<call.size("channels") {
          let new = (0..<call.size("length")).map { hasTime ? x[row, d, $0] : x[row, d] }
          let all = (0..<held).map { state[row, d, $0] } + new
          for t in new.indices {
            var sum = call.plain("bias")?[d] ?? 0
            for j in 0..<width { sum += weight[d, j] * all[held + t - width + 1 + j] }
            let y = call.word("activation") == "none" ? sum : silu(sum)
            if hasTime { out[row, d, t] = y } else { out[row, d] = y }
          }
          for j in 0..<held { state[row, d, j] = all[new.count + j] }
        }
      }
      return ["out": out, "final_state": state]
    },
    PlainLoops(identifier: "rmsnorm_gated") { call in
      var out = call.plain("x")!
      let (x, channels) = (out, call.size("channels"))
      let size = min(Int(call.number("group_size") ?? Double(channels)), channels)
      for row in 0..<call.size("batch") {
        for t in 0..<call.size("length") {
          for group in 0..<channels / size {
            let places = group * size..<(group + 1) * size
            func gate(_ i: Int) -> Double { call.plain("z").map { silu($0[row, t, i]) } ?? 1 }
            let first = !call.isTrue("norm_before_gate")
            let v = places.map { x[row, t, $0] * (first ? gate($0) : 1) }
            let root = (v.map { $0 * $0 }.reduce(0, +) / Double(size) + call.number("eps")!).squareRoot()
            for (i, value) in zip(places, v) {
              let y = value / root * call.plain("weight")![i] + (call.plain("bias")?[i] ?? 0)
              out[row, t, i] = first ? y : y * gate(i)
            }
          }
        }
      }
      return ["out": out]
    },
    PlainLoops(identifier: "l2norm") { call in
      let x = call.tensors["x"]!
      var y = NumericTensor(zeros: x.shape, format: .float(.binary64))
      let (size, eps) = (call.size("channels"), call.number("eps")!)
      for start in stride(from: 0, to: x.count, by: size) {
        let squares = x.values[start..<start + size].map { $0 * $0 }.reduce(0, +)
        let norm =
          call.word("eps_placement") == "inside" ? (squares + eps).squareRoot() : max(squares.squareRoot(), eps)
        for i in start..<start + size { y.values[i] = x.values[i] / norm }
      }
      return ["y": LoopTensor(y)]
    },
  ]
}
