/// The bytes of a safetensors file: the header's length in 8 bytes, the header, the data.
enum SafetensorsBytes {
  static func file(header: String, data: [UInt8], promising length: UInt64? = nil) -> [UInt8] {
    let header = Array(header.utf8)
    let length = length ?? UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header + data
  }

  /// The smallest diagonal model there is, one LRU mode: the decay is exp(-exp(nu)).
  static func model(nu: Float) -> [UInt8] {
    let tensors: [(name: String, shape: String, values: [Float])] = [
      ("nu_log", "[1]", [nu]), ("theta_log", "[1]", [0]), ("gamma_log", "[1]", [0]),
      ("B_re", "[1,1]", [1]), ("B_im", "[1,1]", [0]), ("C_re", "[1,1]", [1]), ("C_im", "[1,1]", [0]), ("D", "[1]", [1]),
    ]
    var entries: [String] = []
    var data: [UInt8] = []
    for (name, shape, values) in tensors {
      let start = data.count
      for value in values { data += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
      entries.append(#""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start),\#(data.count)]}"#)
    }
    return file(header: "{" + entries.joined(separator: ",") + "}", data: data)
  }
}
