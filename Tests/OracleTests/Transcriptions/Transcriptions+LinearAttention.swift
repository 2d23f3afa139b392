import Foundation

extension Transcription {
  /// Kernels whose update is S_ij = a_i S_ij + k_i v_j.
  private static func gated(
    _ kernel: String, query: String = "q", value: String = "v",
    decay: @escaping @Sendable (Inputs, Place, _ channel: Int) -> Double,
    key: @escaping @Sendable (Inputs, Place, _ channel: Int) -> Double = { $0("k", $1.row, $1.time, $1.head, $2) }
  ) -> Transcription {
    Transcription(kernel: kernel) { state, x, at in
      let v = x.vector(value, at.row, at.time, at.head)
      for i in state.indices {
        let (a, k) = (decay(x, at, i), key(x, at, i))
        for j in v.indices { state[i][j] = a * state[i][j] + k * v[j] }
      }
      return read(state, x.vector(query, at.row, at.time, at.head).map { x.scale * $0 })
    }
  }

  /// y_j = sum_i r_i (S_ij + u_i k_i v_j), then S_ij = w_i S_ij + k_i v_j.
  private static func bonus(
    _ kernel: String, decay: @escaping @Sendable (Inputs, Place, _ channel: Int) -> Double
  ) -> Transcription {
    Transcription(kernel: kernel) { state, x, at in
      let (r, k) = (x.vector("r", at.row, at.time, at.head), x.vector("k", at.row, at.time, at.head))
      let (v, u) = (x.vector("v", at.row, at.time, at.head), x.vector("u", at.head))
      var y = v.map { _ in 0.0 }
      for i in state.indices {
        let w = decay(x, at, i)
        for j in v.indices {
          y[j] += x.scale * r[i] * (state[i][j] + u[i] * k[i] * v[j])
          state[i][j] = w * state[i][j] + k[i] * v[j]
        }
      }
      return y
    }
  }

  static let linearAttention: [Transcription] = [
    gated("simple_gla", decay: { x, at, _ in exp(x("g", at.row, at.time, at.head)) * exp(x("g_gamma", at.head)) }),
    gated(
      "retention",
      decay: { x, at, _ in x.has("g_gamma") ? exp(x("g_gamma", at.head)) : 1 - pow(0.5, Double(5 + at.head)) }),
    gated(
      "lightning",
      decay: { x, at, _ in
        if x.has("g_gamma") { return exp(x("g_gamma", at.head)) }
        let slope = 8 / Double(x.size("heads")) * Double(at.head)
        return exp(-slope * (1 - x.number("layer_idx")! / x.number("num_layers")!))
      }),
    gated("gla", decay: { x, at, i in exp(x("g", at.row, at.time, at.head, i)) }),
    gated("hgrn2", value: "i", decay: forgetGate, key: { 1 - forgetGate($0, $1, $2) }),
    bonus("rwkv5", decay: { x, at, i in exp(-exp(x("w", at.head, i))) }),
    bonus(
      "rwkv6",
      decay: { x, at, i in
        let w = x("w", at.row, at.time, at.head, i)
        return x.word("gate_domain") == "log" ? exp(w) : exp(-exp(w))
      }),
  ]

  @Sendable private static func forgetGate(_ x: Inputs, _ at: Place, _ channel: Int) -> Double {
    let bound = x("lower_bound", at.head, channel)
    return bound + (1 - bound) * sigmoid(x("f", at.row, at.time, at.head, channel))
  }
}
