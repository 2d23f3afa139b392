import Arithmetic
import Foundation
import Interchange
import Oracle

extension TestVector {
  /// The tensors for a file: `in.NAME`, `out.NAME`, the bounds of a single-precision kernel as `mid.bound.NAME`, and the
  /// manifest.
  ///
  /// - Throws: `InterchangeError`.
  public func contents(seed: UInt64, name: String) throws -> TensorContents {
    var manifest = Manifest()
    manifest.namesSchema = true
    manifest.kernel = call.kernel
    manifest.seed = Int(exactly: seed)
    manifest.flags = call.flags.mapValues { value in
      switch value {
      case .bool(let value): .bool(value)
      case .number(let value): .number(value)
      case .word(let value): .string(value)
      }
    }
    manifest.extensions["x_call"] = .string(name)
    var contents = TensorContents(manifest: manifest)
    for name in call.names {
      if let tensor = call.tensors[name] { try contents.append(tensor, "in.\(name)") }
    }
    for (name, tensor) in outputs.sorted(by: { $0.key < $1.key }) {
      try contents.append(tensor, "out.\(name)")
      guard let bound = bounds[name] else { continue }
      let shape = tensor.shape + (tensor.isComplex ? [2] : [])
      try contents.append("mid.bound.\(name)", shape: shape, .float64, bound)
    }
    return contents
  }
}

extension TensorContents {
  /// Adds a tensor in its own format.
  ///
  /// - Throws: `InterchangeError` where the format does not hold a value.
  fileprivate mutating func append(_ tensor: NumericTensor, _ name: String) throws {
    switch tensor.format {
    case .integer: try append(name, shape: tensor.shape, integers: tensor.values)
    case .float(let format):
      let isDouble = format == .binary64
      if tensor.isComplex {
        try append(name, shape: tensor.shape, isDouble ? .complex128 : .complex64, complex: tensor.values)
      } else {
        let type: ElementType =
          format == .bfloat16 ? .bfloat16 : format == .binary16 ? .float16 : isDouble ? .float64 : .float32
        try append(name, shape: tensor.shape, type, tensor.values)
      }
    }
  }

  private mutating func append(_ name: String, shape: [Int], integers: [Double]) throws {
    try append(name, shape: shape, .int64, integers: integers.map { Int64($0) })
  }
}
