import Foundation

extension Transcription {
  /// S_ij = a_i S_ij, e_j = v_j - sum_i p_i S_ij, S_ij = S_ij + beta k_i e_j.
  private static func correct(
    _ state: inout [[Double]], decays: [Double], probe: [Double], key: [Double], value: [Double], rate: Double
  ) {
    for i in state.indices { state[i] = state[i].map { decays[i] * $0 } }
    let held = read(state, probe)
    for i in state.indices {
      for j in value.indices { state[i][j] += rate * key[i] * (value[j] - held[j]) }
    }
  }

  /// The vector of the key head that a value head reads, of length 1 where the kernel normalizes.
  private static func vector(_ x: Inputs, _ name: String, _ at: Place, time: Int? = nil, group: Int = 1) -> [Double] {
    let vector = x.vector(name, at.row, time ?? at.time, at.head / group)
    guard x.flag("use_qk_l2norm_in_kernel") else { return vector }
    return vector.map { $0 / (dot(vector, vector) + 1e-6).squareRoot() }
  }

  private static func rate(_ x: Inputs, _ at: Place) -> Double {
    let beta = x("beta", at.row, at.time, at.head)
    guard x.flag("use_beta_sigmoid_in_kernel") else { return beta }
    return (x.flag("allow_neg_eigval") ? 2 : 1) * sigmoid(beta)
  }

  private static let gatedDeltaRule = Transcription(kernel: "gdn", heads: "value heads") { state, x, at in
    let group = x.size("value heads") / x.size("heads")
    var g = x("g", at.row, at.time, at.head)
    if x.flag("use_gate_in_kernel") { g = -exp(x("A_log", at.head)) * softplus(g + x("dt_bias", at.head)) }
    let key = vector(x, "k", at, group: group)
    correct(
      &state, decays: key.map { _ in exp(g) }, probe: key, key: key, value: x.vector("v", at.row, at.time, at.head),
      rate: rate(x, at))
    return read(state, vector(x, "q", at, group: group).map { $0 * x.scale })
  }

  private static let kimiDeltaAttention = Transcription(kernel: "kda", heads: "value heads") { state, x, at in
    let group = x.size("value heads") / x.size("heads")
    let key = vector(x, "k", at, group: group)
    let decays = key.indices.map { i in
      let g = x("g", at.row, at.time, at.head, i)
      guard x.flag("use_gate_in_kernel") else { return exp(g) }
      let biased = g + x("dt_bias", at.head * key.count + i)
      guard let bound = x.number("lower_bound") else { return exp(-exp(x("A_log", at.head)) * softplus(biased)) }
      return exp(bound * sigmoid(exp(x("A_log", at.head)) * biased))
    }
    correct(
      &state, decays: decays, probe: key, key: key, value: x.vector("v", at.row, at.time, at.head), rate: rate(x, at))
    return read(state, vector(x, "q", at, group: group).map { $0 * x.scale })
  }

  private static let deltaNet = Transcription(kernel: "delta") { state, x, at in
    let key = vector(x, "k", at)
    correct(
      &state, decays: key.map { _ in 1 }, probe: key, key: key, value: x.vector("v", at.row, at.time, at.head),
      rate: rate(x, at))
    return read(state, vector(x, "q", at).map { $0 * x.scale })
  }

  private static let deltaProduct = Transcription(kernel: "deltaproduct") { state, x, at in
    let writes = x.size("householders")
    for j in 0..<writes {
      let place = at.time * writes + j
      let key = vector(x, "k", at, time: place)
      let decay = j == 0 ? exp(x("g", at.row, at.time, at.head)) : 1
      correct(
        &state, decays: key.map { _ in decay }, probe: key, key: key, value: x.vector("v", at.row, place, at.head),
        rate: x("beta", at.row, place, at.head))
    }
    return read(state, vector(x, "q", at).map { $0 * x.scale })
  }

  private static let comba = Transcription(kernel: "comba") { state, x, at in
    let key = vector(x, "k", at)
    let g = x("g", at.row, at.time, at.head)
    correct(
      &state, decays: key.map { _ in exp(g) }, probe: vector(x, "p", at), key: key,
      value: x.vector("v", at.row, at.time, at.head), rate: rate(x, at))
    return read(state, vector(x, "q", at).map { $0 * x.scale })
  }

  /// S = S diag(w) + (S a) b^T + v k^T on the transposed state, as the paper has it.
  private static let rwkv7 = Transcription(kernel: "rwkv7") { state, x, at in
    let (a, b) = (x.vector("a", at.row, at.time, at.head), x.vector("b", at.row, at.time, at.head))
    let (k, v) = (x.vector("k", at.row, at.time, at.head), x.vector("v", at.row, at.time, at.head))
    let w = x.vector("w", at.row, at.time, at.head).map { w in
      switch x.word("gate_domain") {
      case "log": exp(w)
      case "sigmoid": exp(-exp(-0.5) * sigmoid(w))
      default: exp(-exp(w))
      }
    }
    for j in v.indices {
      let removed = a.indices.reduce(0) { $0 + state[$1][j] * a[$1] }
      for i in k.indices { state[i][j] = state[i][j] * w[i] + removed * b[i] + v[j] * k[i] }
    }
    return read(state, x.vector("r", at.row, at.time, at.head).map { $0 * x.scale })
  }

  static let deltaRules: [Transcription] = [
    gatedDeltaRule, kimiDeltaAttention, deltaNet, deltaProduct, comba, rwkv7,
  ]
}
