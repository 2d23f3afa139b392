import Arithmetic
import Foundation
import Oracle

extension PlainLoops {
  /// RG-LRU (arXiv 2402.19427), affine scan, minGRU (2410.01201), HGRN (2311.04823) and RWKV-4 (2305.13048).
  static let gatedRecurrences: [PlainLoops] = [
    PlainLoops(identifier: "rglru") { call in
      let (x, channels) = (call.plain("x")!, call.size("channels"))
      var y = x
      var last = LoopTensor(call.size("batch"), channels)
      func gate(_ name: String, _ row: Int, _ t: Int, _ d: Int) -> Double {
        if let gate = call.plain(name) { return gate[row, t, d] }
        let weight = call.plain(name + "_weight")!
        let width = weight.tensor.shape[1]
        var sum = call.plain(name + "_bias")?[d / width, d % width] ?? 0
        for i in 0..<width { sum += x[row, t, d / width * width + i] * weight[d / width, i, d % width] }
        return sigmoid(sum)
      }
      for row in 0..<call.size("batch") {
        for d in 0..<channels {
          var h = call.plain("cache")?[row, d] ?? 0
          for t in 0..<call.size("length") {
            let log = -8 * gate("recurrent_gate", row, t, d) * softplus(call.plain("a_param")![d])
            let isFirst = call.plain("segment_pos").map { $0[row, t] == 0 } ?? false
            let scale = isFirst ? 1 : (-expm1(2 * log)).squareRoot()
            h = (isFirst ? 0 : exp(log)) * h + scale * gate("input_gate", row, t, d) * x[row, t, d]
            y[row, t, d] = h
          }
          last[row, d] = h
        }
      }
      return ["y": y, "last_h": last]
    },
    PlainLoops(identifier: "scan.affine") { call in
      let isComplex = ["a", "b", "h0"].contains { call.tensors[$0]?.isComplex == true }
      let (a, b) = (call.plain("a")!, call.plain("b")!)
      let (length, channels) = (call.size("length"), call.size("channels"))
      var h = LoopTensor(call.size("batch"), length, channels, isComplex: isComplex)
      var last = LoopTensor(call.size("batch"), channels, isComplex: isComplex)
      for row in 0..<call.size("batch") {
        for d in 0..<channels {
          var state = call.plain("h0")?[complex: row, d] ?? Complex(0, 0)
          for t in call.isTrue("reverse") ? Array((0..<length).reversed()) : Array(0..<length) {
            if let reset = call.plain("reset"), reset[row, t] != 0 { state = Complex(0, 0) }
            state = a[complex: row, t, d] * state + b[complex: row, t, d]
            if isComplex { h[complex: row, t, d] = state } else { h[row, t, d] = state.real }
          }
          if isComplex { last[complex: row, d] = state } else { last[row, d] = state.real }
        }
      }
      return ["h": h, "h_last": last]
    },
    PlainLoops(identifier: "mingru") { call in
      var o = call.plain("x")!
      let (x, g) = (o, call.plain("g")!)
      var final = LoopTensor(call.size("batch"), call.size("channels"))
      for row in 0..<call.size("batch") {
        for d in 0..<call.size("channels") {
          var h = call.plain("initial_state")?[row, d] ?? 0
          for t in 0..<call.size("length") {
            let candidate = x[row, t, d] >= 0 ? x[row, t, d] + 0.5 : sigmoid(x[row, t, d])
            h = sigmoid(-g[row, t, d]) * h + sigmoid(g[row, t, d]) * candidate
            o[row, t, d] = h
          }
          final[row, d] = h
        }
      }
      return ["o": o, "final_state": final]
    },
    PlainLoops(identifier: "hgrn") { call in
      var o = call.plain("x")!
      let (x, g) = (o, call.plain("g")!)
      let sequences = call.call.segmentCount
      var final = LoopTensor(sequences, call.size("channels"))
      for place in 0..<sequences {
        let segment = call.call.segment(place)
        for d in 0..<call.size("channels") {
          var h = call.plain("initial_state")?[place, d] ?? 0
          for t in segment.range {
            h = exp(g[segment.row, t, d]) * h + x[segment.row, t, d]
            o[segment.row, t, d] = h
          }
          final[place, d] = h
        }
      }
      return ["o": o, "final_state": final]
    },
    PlainLoops(identifier: "rwkv4") { call in
      var y = call.plain("v")!
      let (v, k) = (y, call.plain("k")!)
      var final = LoopTensor(call.size("batch"), 3, call.size("channels"))
      for row in 0..<call.size("batch") {
        for d in 0..<call.size("channels") {
          var w = call.plain("w")![d]
          if call.word("gate_domain") == "loglog" { w = -exp(w) }
          // The sums as they are written, with the state as one more term.
          let state = call.plain("state")
          func sum(_ t: Int, _ place: Int, _ value: (Int) -> Double) -> Double {
            var sum = state.map { exp(Double(t) * w + $0[row, 2, d]) * $0[row, place, d] } ?? 0
            for s in 0..<t { sum += exp(Double(t - 1 - s) * w + k[row, s, d]) * value(s) }
            return sum
          }
          let length = call.size("length")
          for t in 0..<length {
            let own = exp(call.plain("u")![d] + k[row, t, d])
            let numerator = sum(t, 0) { v[row, $0, d] } + own * v[row, t, d]
            y[row, t, d] = numerator / (sum(t, 1) { _ in 1 } + own)
          }
          var exponents = (0..<length).map { Double(length - 1 - $0) * w + k[row, $0, d] }
          if let state { exponents.append(Double(length) * w + state[row, 2, d]) }
          let largest = exponents.max()!
          final[row, 0, d] = sum(length, 0) { v[row, $0, d] } * exp(-largest)
          final[row, 1, d] = sum(length, 1) { _ in 1 } * exp(-largest)
          final[row, 2, d] = largest
        }
      }
      return ["y": y, "final_state": final]
    },
  ]
}
