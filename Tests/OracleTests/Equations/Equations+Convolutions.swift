import Foundation
import Oracle

let convolutionEquations: [Equation] = [
  Equation("fftconv", "out") { call, set in
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        let length = call.count("length")
        let input = (0..<length).map { call["u", b, c, $0] * (call.has("pregate") ? call["pregate", b, c, $0] : 1) }
        for t in 0..<length {
          var y = call.has("D") ? call["D", c] * input[t] : 0
          for s in 0..<length {
            if s <= t, t - s < call.count("taps") { y += call["k", c, t - s] * input[s] }
            if s >= t, call.has("k_rev"), s - t < call.count("reverse") { y += call["k_rev", c, s - t] * input[s] }
          }
          set(y * (call.has("postgate") ? call["postgate", b, c, t] : 1), b, c, t)
        }
      }
    }
  },
  Equation("h3", "y") { call, set in
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        var gated: [Double] = []
        for t in 0..<call.count("length") {
          var shifted = call.has("ssm_k_D") ? call["ssm_k_D", c] * call["k", b, c, t] : 0
          for lag in 0...t where lag < call.count("shift") {
            shifted += call["ssm_k_kernel", c, lag] * call["k", b, c, t - lag]
          }
          gated.append(shifted * call["v", b, c, t])
          var y = call.has("D") ? call["D", c] * gated[t] : 0
          for lag in 0...t where lag < call.count("taps") { y += call["ssm_kernel", c, lag] * gated[t - lag] }
          set(y * call["q", b, c, t], b, c, t)
        }
      }
    }
  },
  Equation("hyena", "y") { call, set in
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        let (filters, length) = (call.count("filters"), call.count("length"))
        var z = (0..<length).map { call["x", b, filters + 1, c, $0] }
        for n in 0..<filters {
          let gated = (0..<length).map { z[$0] * call["x", b, filters - n, c, $0] }
          z = (0..<length).map { t in
            (0...t).filter { $0 < call.count("taps") }.reduce(0) { $0 + call["k", n, c, $1] * gated[t - $1] }
              + (call.has("bias") ? call["bias", n, c] * gated[t] : 0)
          }
        }
        for t in 0..<length { set(z[t] * call["x", b, 0, c, t], b, c, t) }
      }
    }
  },
  Equation("mega.ema", "out") { call, set in
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        let state = call.count("state")
        var h = (0..<state).map { call.has("initial_state") ? call["initial_state", b, c, $0] : 0 }
        for t in 0..<call.count("length") {
          var y = call["omega", c] * call["x", t, b, c]
          for n in 0..<state {
            let p = sigmoid(call["delta", c, n])
            h[n] = (1 - p * sigmoid(call["alpha", c, n])) * h[n] + p * call["beta", c, n] * call["x", t, b, c]
            y += call["gamma", c, n] * h[n] / Double(state).squareRoot()
          }
          set(call.word("activation") == "silu" ? y * sigmoid(y) : y, t, b, c)
        }
      }
    }
  },
]
