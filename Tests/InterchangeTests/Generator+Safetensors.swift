import Interchange
import PropertyTesting

/// A tensor as it is stored.
struct StoredTensor: Equatable {
  var name: String
  var shape: [Int]
  var type: ElementType
  var bytes: [UInt8]
}

extension Generator where Value == StoredTensor {
  /// A tensor of any name but that of the metadata, of up to three dimensions and any bytes; simplest a number 0 of F64.
  static func tensor(
    named name: Generator<String>,
    of type: Generator<ElementType> = .element(of: ElementType.allCases.filter { $0.bits >= 8 && $0 != .complex128 })
  ) -> Generator {
    let shape = Generator<[Int]>.array(of: .integer(in: 0...3), count: 0...3)
    return Generator { draw in
      let name = try draw(name)
      try draw.assume(name != "__metadata__")
      let (type, shape) = (try draw(type), try draw(shape))
      let bytes = try draw(.array(of: .integer(in: 0...UInt8.max), count: shape.reduce(1, *) * type.bytes))
      return StoredTensor(name: name, shape: shape, type: type, bytes: bytes)
    }
  }
}

/// A name as it is found again: names are compared byte by byte, and Swift's strings are not.
private struct Name: Hashable {
  let scalars: [Unicode.Scalar]
}

extension Generator where Value == [StoredTensor] {
  /// Tensors of distinct names, in any characters.
  static func tensors(count: ClosedRange<Int> = 0...4) -> Generator {
    let name = Generator<String>.string(of: .oneOf(.ascii(), .unicode()), count: 0...6)
    return .array(of: .tensor(named: name), count: count).filter { tensors in
      Set(tensors.map { Name(scalars: Array($0.name.unicodeScalars)) }).count == tensors.count
        && Set(tensors.map(\.name)).count == tensors.count
    }
  }
}

extension TensorContents {
  init(_ tensors: [StoredTensor], metadata: [String: String] = [:]) {
    self.init(metadata: metadata)
    for tensor in tensors { append(tensor.name, shape: tensor.shape, tensor.type, bytes: tensor.bytes) }
  }
}

extension Tensor {
  /// Its numbers as bit patterns; nil for a type that is not read.
  func patterns() throws -> [UInt64]? {
    elementType.isReadable ? try (isComplex ? complexDoubles() : doubles()).map(\.bitPattern) : nil
  }
}
