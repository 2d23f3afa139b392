import Foundation
import Oracle

/// The mean of softmax weights of logits.
func softmaxMean(_ logits: [Double], _ values: [Double]) -> Double {
  let top = logits.max() ?? 0
  let weights = logits.map { exp($0 - top) }
  return zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
}

let normalizedEquations: [Equation] = [
  Equation("mlstm", "h") { call, set in
    let (keys, values) = (call.count("key"), call.count("value"))
    for b in 0..<call.count("batch") {
      for h in 0..<call.count("heads") {
        // Without the stabilizer: C~ = e^m C.
        var m = call.has("m_initial") ? call["m_initial", b, h, 0] : 0
        var c = (0..<keys).map { a in
          (0..<values).map { call.has("c_initial") ? exp(m) * call["c_initial", b, h, a, $0] : 0 }
        }
        var n = (0..<keys).map { call.has("n_initial") ? exp(m) * call["n_initial", b, h, $0] : 0 }
        for t in 0..<call.count("length") {
          let (i, logForget) = (call["i", b, h, t], -softplus(-call["f", b, h, t]))
          let root = Double(keys).squareRoot()
          m = max(logForget + m, i)
          for a in 0..<keys {
            let key = call["k", b, h, t, a] / (call.word("scaled") == "k" ? root : 1)
            for j in 0..<values { c[a][j] = exp(logForget) * c[a][j] + exp(i) * key * call["v", b, h, t, j] }
            n[a] = exp(logForget) * n[a] + exp(i) * key
          }
          let q = (0..<keys).map { call["q", b, h, t, $0] / (call.word("scaled") == "q" ? root : 1) }
          let normalizer = zip(n, q).reduce(0) { $0 + $1.0 * $1.1 }
          let denominator = max(abs(normalizer), 1) + call.number("eps")! * exp(m)
          for j in 0..<values { set((0..<keys).reduce(0) { $0 + c[$1][j] * q[$1] } / denominator, b, h, t, j) }
        }
      }
    }
  },
  Equation("slstm", "h") { call, set in
    let cells = call.count("cells")
    for b in 0..<call.count("batch") {
      for head in 0..<call.count("heads") {
        func state(_ place: Int, _ j: Int) -> Double { call.has("state") ? call["state", place, b, head, j] : 0 }
        var h = (0..<cells).map { state(0, $0) }
        var c = (0..<cells).map { exp(state(3, $0)) * state(1, $0) }
        var n = (0..<cells).map { exp(state(3, $0)) * state(2, $0) }
        for t in 0..<call.count("length") {
          let before = h
          for j in 0..<cells {
            let gates = (0..<4).map { gate in
              call["Wx", b, t, gate, head, j] + (call.has("b") ? call["b", gate, head, j] : 0)
                + (0..<cells).reduce(0) { $0 + call["R", head, gate, $1, j] * before[$1] }
            }
            c[j] = sigmoid(gates[1]) * c[j] + exp(gates[0]) * tanh(gates[2])
            n[j] = sigmoid(gates[1]) * n[j] + exp(gates[0])
            h[j] = sigmoid(gates[3]) * c[j] / n[j]
            set(h[j], b, t, head, j)
          }
        }
      }
    }
  },
  Equation("fox", "o") { call, set in
    let ratio = call.count("queries") / call.count("heads")
    for sequence in call.sequences {
      for h in 0..<call.count("queries") {
        for t in sequence.steps {
          let visible = sequence.steps.filter { $0 <= t && Double(t - $0) < call.number("window_size") ?? .infinity }
          let logits = visible.map { s in
            (0..<call.count("key")).reduce(0) {
              $0 + call["q", sequence.row, t, h, $1] * call["k", sequence.row, s, h / ratio, $1]
            } / Double(call.count("key")).squareRoot()
              + (s..<t).reduce(0) { $0 + call["g", sequence.row, $1 + 1, h] }
          }
          for j in 0..<call.count("value") {
            set(softmaxMean(logits, visible.map { call["v", sequence.row, $0, h / ratio, j] }), sequence.row, t, h, j)
          }
        }
      }
    }
  },
  Equation("gsa", "o") { call, set in
    let slots = call.count("slots")
    for sequence in call.sequences {
      for h in 0..<call.count("heads") {
        var keys = (0..<slots).map { m in
          (0..<call.count("key")).map {
            call.has("initial_state_k") ? call["initial_state_k", sequence.index, h, $0, m] : 0
          }
        }
        var values = (0..<slots).map { m in
          (0..<call.count("value")).map {
            call.has("initial_state_v") ? call["initial_state_v", sequence.index, h, m, $0] : 0
          }
        }
        for t in sequence.steps {
          for m in 0..<slots {
            let (gate, s) = (exp(call["g", sequence.row, t, h, m]), call["s", sequence.row, t, h, m])
            for a in keys[m].indices { keys[m][a] = gate * keys[m][a] + s * call["k", sequence.row, t, h, a] }
            for j in values[m].indices { values[m][j] = gate * values[m][j] + s * call["v", sequence.row, t, h, j] }
          }
          let logits = keys.map { key in
            key.indices.reduce(0) { $0 + key[$1] * call["q", sequence.row, t, h, $1] } / Double(key.count).squareRoot()
          }
          for j in 0..<call.count("value") { set(softmaxMean(logits, values.map { $0[j] }), sequence.row, t, h, j) }
        }
      }
    }
  },
  Equation("abc", "o") { call, set in
    // A slot is the mean of the keys, and of the values, that it has seen, weighted by e^s.
    for b in 0..<call.count("batch") {
      for h in 0..<call.count("heads") {
        for t in 0..<call.count("length") {
          func slot(_ m: Int, _ name: String, _ i: Int) -> Double {
            softmaxMean((0...t).map { call["s", b, $0, h, m] }, (0...t).map { call[name, b, $0, h, i] })
          }
          let keys = 0..<call.count("key")
          let logits = (0..<call.count("slots")).map { m in
            keys.reduce(0) { $0 + slot(m, "k", $1) * call["q", b, t, h, $1] } / Double(keys.count).squareRoot()
          }
          for j in 0..<call.count("value") {
            set(softmaxMean(logits, logits.indices.map { slot($0, "v", j) }), b, t, h, j)
          }
        }
      }
    }
  },
]
