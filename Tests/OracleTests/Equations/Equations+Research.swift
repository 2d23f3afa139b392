import Foundation
import Oracle

let researchEquations: [Equation] = [
  Equation("rtf", "y") { call, set in
    let order = call.count("order")
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        // w at all times, those before the first step from the state on.
        var w = (0..<order).map { call.has("initial_state") ? call["initial_state", b, c, order - 1 - $0] : 0 }
        for t in 0..<call.count("length") {
          let past = Array(w.reversed().prefix(order))
          w.append(call["u", b, c, t] - (0..<order).reduce(0) { $0 + call["a", c, $1] * past[$1] })
          let feedthrough = call["h_0", c] * call["u", b, c, t]
          set((0..<order).reduce(feedthrough) { $0 + call["b", c, $1] * past[$1] }, b, c, t)
        }
      }
    }
  },
  Equation("spacetime", "y") { call, set in
    let state = call.count("state")
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        let norm = (0..<state).reduce(0) { $0 + abs(call["a", c, $1]) }
        var x = (0..<state).map { call.has("initial_state") ? call["initial_state", b, c, $0] : 0 }
        for t in 0..<call.count("length") {
          // The matrix, element by element: ones below the diagonal, and the last column.
          x = (0..<state).map { i in
            (0..<state).reduce(call["b", c, i] * call["u", b, c, t]) { sum, j in
              var element = i == j + 1 ? 1.0 : 0
              if j == state - 1 { element += call["a", c, i] / norm }
              return sum + element * x[j]
            }
          }
          set((0..<state).reduce(0) { $0 + call["c", c, $1] * x[$1] }, b, c, t)
        }
      }
    }
  },
  Equation("liquid_s4", "y") { call, set in
    let isComplex = call.call.tensors["A"]!.isComplex
    func pair(_ name: String, _ c: Int, _ n: Int) -> (Double, Double) {
      isComplex ? (call[name, c, n, 0], call[name, c, n, 1]) : (call[name, c, n], 0)
    }
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        var x = (0..<call.count("state")).map { n in
          guard call.has("initial_state") else { return (0.0, 0.0) }
          return isComplex
            ? (call["initial_state", b, c, n, 0], call["initial_state", b, c, n, 1])
            : (call["initial_state", b, c, n], 0)
        }
        for t in 0..<call.count("length") {
          let u = call["u", b, c, t]
          var y = 0.0
          for n in x.indices {
            let (a, gain, read) = (pair("A", c, n), pair("B", c, n), pair("C", c, n))
            let transition = (a.0 + gain.0 * u, a.1 + gain.1 * u)
            x[n] = (
              transition.0 * x[n].0 - transition.1 * x[n].1 + gain.0 * u,
              transition.0 * x[n].1 + transition.1 * x[n].0 + gain.1 * u
            )
            y += read.0 * x[n].0 - read.1 * x[n].1
          }
          set((isComplex ? 2 * y : y) + (call.has("D") ? call["D", c] * u : 0), b, c, t)
        }
      }
    }
  },
  Equation("ssm2d", "y") { call, set in
    let (height, width) = (call.count("height"), call.count("width"))
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        var y = [Double](repeating: 0, count: height * width)
        for n in 0..<call.count("state") {
          // States with a border of zeros above and on the left.
          var h = [[Double]](repeating: [Double](repeating: 0, count: width + 1), count: height + 1)
          var v = h
          for i in 1...height {
            for j in 1...width {
              let u = call["u", b, c, i - 1, j - 1]
              h[i][j] = call["A_1", c, n] * h[i][j - 1] + call["A_2", c, n] * v[i][j - 1] + call["B_1", c, n] * u
              v[i][j] = call["A_3", c, n] * h[i - 1][j] + call["A_4", c, n] * v[i - 1][j] + call["B_2", c, n] * u
              y[(i - 1) * width + j - 1] += call["C_1", c, n] * h[i][j] + call["C_2", c, n] * v[i][j]
            }
          }
        }
        for (place, value) in y.enumerated() { set(value, b, c, place / width, place % width) }
      }
    }
  },
  Equation("s4nd", "y") { call, set in
    for b in 0..<call.count("batch") {
      for c in 0..<call.count("channels") {
        for i in 0..<call.count("height") {
          for j in 0..<call.count("width") {
            var y = call.has("D") ? call["D", c] * call["u", b, c, i, j] : 0
            for s in 0...i where i - s < call.count("rows") {
              for r in 0...j where j - r < call.count("columns") {
                y += call["k1", c, i - s] * call["k2", c, j - r] * call["u", b, c, s, r]
              }
            }
            set(y, b, c, i, j)
          }
        }
      }
    }
  },
  Equation("titans", "o") { call, set in
    let (keys, values) = (0..<call.count("key"), 0..<call.count("value"))
    for b in 0..<call.count("batch") {
      for h in 0..<call.count("heads") {
        func start(_ name: String) -> [[Double]] {
          keys.map { a in values.map { call.has(name) ? call[name, b, h, a, $0] : 0 } }
        }
        var (memory, momentum) = (start("initial_state"), start("initial_momentum"))
        for t in 0..<call.count("length") {
          let error = values.map { j in
            keys.reduce(-call["v", b, t, h, j]) { $0 + call["k", b, t, h, $1] * memory[$1][j] }
          }
          for a in keys {
            for j in values {
              // The derivative of sum_j (k^T M - v)_j^2 with respect to M_aj.
              let gradient = 2 * call["k", b, t, h, a] * error[j]
              momentum[a][j] = call["eta", b, t, h] * momentum[a][j] - call["theta", b, t, h] * gradient
              memory[a][j] = (1 - call["alpha", b, t, h]) * memory[a][j] + momentum[a][j]
            }
          }
          for j in values { set(keys.reduce(0) { $0 + call["q", b, t, h, $1] * memory[$1][j] }, b, t, h, j) }
        }
      }
    }
  },
  Equation("mamba3.siso", "Out") { call, set in
    let (state, ratio) = (call.count("state"), call.count("heads") / call.count("groups"))
    for b in 0..<call.count("batch") {
      for h in 0..<call.count("heads") {
        var angle = call.has("Angle_State") ? call["Angle_State", b, h, 0] : 0
        func vector(_ name: String, _ t: Int) -> [Double] {
          var x = (0..<state).map {
            call[name, b, t, h / ratio, $0] + (call.has("\(name)_bias") ? call["\(name)_bias", h, $0] : 0)
          }
          (x[0], x[1]) = (cos(angle) * x[0] - sin(angle) * x[1], sin(angle) * x[0] + cos(angle) * x[1])
          return x
        }
        let values = 0..<call.count("value")
        var memory = values.map { j in (0..<state).map { call.has("SSM_State") ? call["SSM_State", b, h, j, $0] : 0 } }
        var lastKey = (0..<state).map { call.has("K_State") ? call["K_State", b, h, $0] : 0 }
        var lastValue = values.map { call.has("V_State") ? call["V_State", b, h, $0] : 0 }
        for t in 0..<call.count("length") {
          let (step, decay) = (call["DT", b, h, t], exp(call["ADT", b, h, t]))
          let share = sigmoid(call["Trap", b, h, t])
          if call.has("Angles") { angle += step * Double.pi * tanh(call["Angles", b, t, h, 0]) }
          let (q, k) = (vector("Q", t), vector("K", t))
          for j in values {
            let v = call["V", b, t, h, j]
            for n in 0..<state {
              memory[j][n] =
                decay * memory[j][n] + decay * (1 - share) * step * lastKey[n] * lastValue[j] + share * step * k[n] * v
            }
            lastValue[j] = v
            var y = (0..<state).reduce(call.has("D") ? call["D", h] * v : 0) { $0 + memory[j][$1] * q[$1] }
            if call.has("Z") { y *= call["Z", b, t, h, j] * sigmoid(call["Z", b, t, h, j]) }
            set(y, b, t, h, j)
          }
          lastKey = k
        }
      }
    }
  },
  Equation("ttt.linear", "XQW") { call, set in
    let size = 0..<call.count("size")
    let shared = call.call.tensors["W0"]!.shape.count == 3
    for b in 0..<call.count("batch") {
      for h in 0..<call.count("heads") {
        var weights = size.map { i in size.map { shared ? call["W0", h, i, $0] : call["W0", b, h, i, $0] } }
        let sharedBias = call.call.tensors["b0"]!.shape.count == 3
        var bias = size.map { sharedBias ? call["b0", h, 0, $0] : call["b0", b, h, 0, $0] }
        func norm(_ z: [Double]) -> [Double] {
          guard call.has("ln_weight") else { return z }
          let mean = z.reduce(0, +) / Double(z.count)
          let variance = z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(z.count)
          let root = (variance + call.number("eps")!).squareRoot()
          return size.map { i in
            call["ln_weight", h, i] * (z[i] - mean) / root + (call.has("ln_bias") ? call["ln_bias", h, i] : 0)
          }
        }
        /// The gradient of the loss through the Jacobian of the norm, element by element.
        func gradient(_ z: [Double], _ target: [Double]) -> [Double] {
          let slope = zip(norm(z), target).map { $0 - $1 }
          guard call.has("ln_weight") else { return slope }
          let count = Double(z.count)
          let mean = z.reduce(0, +) / count
          let variance = z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count + call.number("eps")!
          return size.map { j in
            size.reduce(0) { sum, i in
              let centring = (i == j ? 1.0 : 0) - 1 / count
              let scaling = (z[i] - mean) * (z[j] - mean) / (count * variance)
              return sum + slope[i] * call["ln_weight", h, i] * (centring - scaling) / variance.squareRoot()
            }
          }
        }
        for batch in 0..<call.count("length") {
          func vector(_ name: String, _ t: Int) -> [Double] { size.map { call[name, b, h, batch, t, $0] } }
          func predicted(_ x: [Double], _ w: [[Double]], _ bias: [Double]) -> [Double] {
            size.map { j in size.reduce(bias[j]) { $0 + x[$1] * w[$1][j] } }
          }
          let gradients = (0..<call.count("tokens")).map { s in
            let key = vector("XK", s)
            return gradient(predicted(key, weights, bias), zip(vector("XV", s), key).map { $0 - $1 })
          }
          let (start, startBias) = (weights, bias)
          for t in 0..<call.count("tokens") {
            (weights, bias) = (start, startBias)
            for s in 0...t {
              let rate = call["eta", b, h, batch, t, s]
              for j in size {
                for i in size { weights[i][j] -= rate * call["XK", b, h, batch, s, i] * gradients[s][j] }
                bias[j] -= rate * gradients[s][j]
              }
            }
            let query = vector("XQ", t)
            let output = norm(predicted(query, weights, bias))
            for j in size { set(query[j] + output[j], b, h, batch, t, j) }
          }
        }
      }
    }
  },
]
