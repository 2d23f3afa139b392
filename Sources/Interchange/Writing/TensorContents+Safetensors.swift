extension TensorContents {
  /// The whole safetensors file.
  ///
  /// Tensors lie in order of falling element size, then of name, so that each starts at a multiple of its element
  /// size; the header is padded with spaces to a multiple of 8 bytes. C128, which the format has not, is written as F64
  /// with a last axis of length 2; `storageTags(in:)` says so.
  public var safetensors: [UInt8] {
    let ordered = entries.sorted { ($1.elementType.bits, $0.name) < ($0.elementType.bits, $1.name) }
    var fields: [String] = []
    var strings = metadata
    if let manifest { strings[Manifest.key] = manifest.json }
    if !strings.isEmpty {
      let pairs = strings.sorted { $0.key < $1.key }.map { "\(quotedJSON($0.key)):\(quotedJSON($0.value))" }
      fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var end = 0
    for entry in ordered {
      let start = end
      end += entry.bytes.count
      let isSplit = !entry.elementType.isInSafetensors
      let shape = (entry.shape + (isSplit ? [2] : [])).map(String.init).joined(separator: ",")
      let type = isSplit ? entry.elementType.component : entry.elementType
      fields.append(
        "\(quotedJSON(entry.name)):{\"dtype\":\"\(type.name)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(end)]}")
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(0x20, count: -header.count & 7))
    var file: [UInt8] = []
    file.reserveCapacity(8 + header.count + end)
    file.appendLittleEndian(UInt64(header.count), count: 8)
    file.append(contentsOf: header)
    for entry in ordered { file.append(contentsOf: entry.bytes) }
    return file
  }

  /// How a reader has to understand the tensors that a format keeps under another type, for `dtypes` of a manifest:
  /// the raw bits of BF16 and of 8-bit floats as integers in NumPy's formats, C128 as pairs of F64 in safetensors.
  public func storageTags(in format: TensorFile.Format) -> [String: String] {
    var tags: [String: String] = [:]
    for entry in entries {
      switch format {
      case .safetensors where !entry.elementType.isInSafetensors: tags[entry.name] = "complex:last2"
      case .safetensors: continue
      case .npz, .npy, .folder:
        guard !NpyType.isNative(entry.elementType) else { continue }
        tags[entry.name] = "bits:\(entry.elementType.name.lowercased())"
      }
    }
    return tags
  }
}
