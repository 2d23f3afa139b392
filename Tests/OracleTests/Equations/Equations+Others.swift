import Foundation
import Oracle

let otherEquations: [Equation] = [
  Equation("crossscan", "xs") { call, set in
    let (height, width) = (call.count("height"), call.count("width"))
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        for i in 0..<height {
          for j in 0..<width {
            let x = call["x", b, c, i, j]
            set(x, b, 0, c, i * width + j)
            set(x, b, 1, c, j * height + i)
            set(x, b, 2, c, height * width - 1 - (i * width + j))
            set(x, b, 3, c, height * width - 1 - (j * height + i))
          }
        }
      }
    }
  },
  Equation("crossmerge", "merged") { call, set in
    let (height, width) = (call.count("height"), call.count("width"))
    func y(_ b: Int, _ order: Int, _ c: Int, _ place: Int) -> Double {
      call["ys", b, order, c, place / width, place % width]
    }
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        for i in 0..<height {
          for j in 0..<width {
            let (rows, columns, last) = (i * width + j, j * height + i, height * width - 1)
            set(
              y(b, 0, c, rows) + y(b, 1, c, columns) + y(b, 2, c, last - rows) + y(b, 3, c, last - columns), b, c, rows)
          }
        }
      }
    }
  },
  Equation("linoss", "y") { call, set in
    for b in 0..<call.count("batch") {
      let state = call.count("state")
      // z and x, real and imaginary parts.
      var z = (0..<state).map { p in (0..<2).map { call.has("initial_state") ? call["initial_state", b, p, 0, $0] : 0 }
      }
      var x = (0..<state).map { p in (0..<2).map { call.has("initial_state") ? call["initial_state", b, p, 1, $0] : 0 }
      }
      for t in 0..<call.count("length") {
        for p in 0..<state {
          let (a, step) = (max(call["A_diag", p], 0), sigmoid(call["steps", p]))
          for part in 0..<2 {
            let force = (0..<call.count("channels")).reduce(0) { $0 + call["B", p, $1, part] * call["u", b, t, $1] }
            z[p][part] += step * (force - a * x[p][part])
            if call.word("discretization") == "IM" { z[p][part] /= 1 + step * step * a }
            x[p][part] += step * z[p][part]
          }
        }
        for h in 0..<call.count("channels") {
          let through = call.has("D") ? call["D", h] * call["u", b, t, h] : 0
          set(
            (0..<state).reduce(through) { $0 + call["C", h, $1, 0] * x[$1][0] - call["C", h, $1, 1] * x[$1][1] }, b, t,
            h)
        }
      }
    }
  },
  Equation("hydra", "y") { call, set in
    let (heads, length) = (call.count("heads"), call.count("length"))
    let ratio = heads / call.count("groups")
    for b in 0..<call.count("batch") {
      for h in 0..<heads {
        func delta(_ t: Int, _ direction: Int) -> Double {
          softplus(call["dt", b, t, direction, h] + (call.has("dt_bias") ? call["dt_bias", h] : 0))
        }
        // The matrix of the mixer, element by element: strictly lower, strictly upper, diagonal.
        for t in 0..<length {
          var gain = call.has("D") ? call["D", h] : 0
          if call.has("fc_D_weight") {
            for other in 0..<heads {
              for p in 0..<call.count("value") {
                gain += call["fc_D_weight", h, other * call.count("value") + p] * call["x", b, t, other, p]
              }
            }
          }
          for p in 0..<call.count("value") {
            var y = gain * call["x", b, t, h, p]
            for s in 0..<length where s != t {
              let (read, direction) = s < t ? (t - 1, 0) : (t + 1, 1)
              let between = s < t ? Array(s + 1..<max(t, s + 1)) : Array(t + 1..<s)
              let decay = exp(call["A", h] * between.reduce(0) { $0 + delta($1, direction) })
              let product = (0..<call.count("state")).reduce(0) {
                $0 + call["C", b, read, h / ratio, $1] * call["B", b, s, h / ratio, $1]
              }
              y += decay * product * delta(s, direction) * call["x", b, s, h, p]
            }
            set(y, b, t, h, p)
          }
        }
      }
    }
  },
  Equation("mesa", "o") { call, set in
    let (keys, values) = (call.count("key"), call.count("value"))
    for sequence in call.sequences {
      for h in 0..<call.count("heads") {
        var kk = (0..<keys).map { a in
          (0..<keys).map { call.has("h_kk_init") ? call["h_kk_init", sequence.index, h, a, $0] : 0 }
        }
        var kv = (0..<keys).map { a in
          (0..<values).map { call.has("h_kv_init") ? call["h_kv_init", sequence.index, h, a, $0] : 0 }
        }
        for t in sequence.steps {
          let (gate, beta) = (exp(call["g", sequence.row, t, h]), call["beta", sequence.row, t, h])
          for a in 0..<keys {
            let key = beta * call["k", sequence.row, t, h, a]
            for b in 0..<keys { kk[a][b] = gate * kk[a][b] + key * call["k", sequence.row, t, h, b] }
            for j in 0..<values { kv[a][j] = gate * kv[a][j] + key * call["v", sequence.row, t, h, j] }
          }
          let x = solved(
            (0..<keys).map { a in (0..<keys).map { kk[a][$0] + (a == $0 ? call["lamb", h, a] : 0) } },
            (0..<keys).map { call["q", sequence.row, t, h, $0] })
          for j in 0..<values { set((0..<keys).reduce(0) { $0 + kv[$1][j] * x[$1] }, sequence.row, t, h, j) }
        }
      }
    }
  },
  Equation("loglinear", "o") { call, set in
    for b in 0..<call.count("batch") {
      for h in 0..<call.count("heads") {
        for t in 0..<call.count("length") {
          // The levels by the recursive halving of [0, t]: blocks of falling size from the start.
          var levels = [Int](repeating: 0, count: t + 1)
          var start = 0
          for bit in (0..<8).reversed() where t >> bit & 1 == 1 {
            for s in start..<start + 1 << bit { levels[s] = bit + 1 }
            start += 1 << bit
          }
          for j in 0..<call.count("value") {
            set(
              (0...t).reduce(0) { sum, s in
                let score = (0..<call.count("key")).reduce(0) { $0 + call["q", b, t, h, $1] * call["k", b, s, h, $1] }
                let decay = exp((s..<t).reduce(0) { $0 + call["g", b, $1 + 1, h] })
                return sum + call["level_scales", b, t, h, levels[s]] * decay * score * call["v", b, s, h, j]
              }, b, t, h, j)
          }
        }
      }
    }
  },
  Equation("stree", "h") { call, set in
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        func state(_ i: Int) -> Double {
          if i < 0 { return call.has("h0") ? call["h0", b, c] : 0 }
          return call["a", b, i, c] * state(Int(call["parents", b, i])) + call["b", b, i, c]
        }
        for i in 0..<call.count("length") { set(state(i), b, i, c) }
      }
    }
  },
]

/// The solution of a symmetric positive definite system, by Cholesky's factors.
private func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
  let n = right.count
  var factor = matrix.map { $0.map { _ in 0.0 } }
  for i in 0..<n {
    for j in 0...i {
      let rest = matrix[i][j] - (0..<j).reduce(0) { $0 + factor[i][$1] * factor[j][$1] }
      factor[i][j] = i == j ? rest.squareRoot() : rest / factor[j][j]
    }
  }
  var x = right
  for i in 0..<n { x[i] = (x[i] - (0..<i).reduce(0) { $0 + factor[i][$1] * x[$1] }) / factor[i][i] }
  for i in (0..<n).reversed() { x[i] = (x[i] - (i + 1..<n).reduce(0) { $0 + factor[$1][i] * x[$1] }) / factor[i][i] }
  return x
}
