/// How a tensor's elements are to be understood where the container has no type of its own for them.
///
/// Written as in a manifest's `dtypes`, parts separated by commas: `bits:TYPE` says that integers are the raw bits of
/// elements of TYPE, `complex:last2` that a last axis of length 2 is real and imaginary part, and a TYPE alone only
/// declares what the kernel takes. So `bits:bf16,complex:last2` are pairs of BF16 that a `.npz` file keeps as uint16.
public struct StorageTags: Equatable, Sendable {
  /// The type whose raw bits are stored as integers.
  public var bits: ElementType?

  /// Whether the last axis, of length 2, is real and imaginary part.
  public var isComplexLast2 = false

  /// The type that the kernel takes, where it is said.
  public var declared: ElementType?

  /// No tags: the elements are what they are stored as.
  public init() {}

  /// Reads tags from their text, or gives nil where it makes no sense.
  public init?(_ text: String) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let part = part.trimmingPrefix { $0 == " " }
      if part == "complex:last2", !isComplexLast2 {
        isComplexLast2 = true
      } else if part.hasPrefix("bits:"), bits == nil, let type = ElementType(dtype: part.dropFirst(5)) {
        bits = type
      } else if declared == nil, let type = ElementType(dtype: part) {
        declared = type
      } else {
        return nil
      }
    }
  }
}

extension ElementType {
  /// The type of a name in any of the usual spellings: that of safetensors, NumPy and PyTorch, or `fp32`, `bf16`, `e4m3`.
  public init?(dtype name: some StringProtocol) {
    let plain = name.lowercased().filter { $0 != "_" && $0 != "." }.replacing("torch", with: "")
    let types: [ElementType]
    switch plain {
    case "double", "fp64": types = [.float64]
    case "float", "fp32", "single": types = [.float32]
    case "half", "fp16": types = [.float16]
    case "boolean": types = [.bool]
    case "float8e4m3fn", "fp8e4m3", "fp8e4m3fn", "e4m3", "e4m3fn", "f8e4m3fn": types = [.float8E4M3]
    case "fp8e5m2", "e5m2": types = [.float8E5M2]
    default:
      types = ElementType.allCases.filter {
        "\($0)".lowercased() == plain || $0.rawValue.lowercased().filter { $0 != "_" } == plain
      }
    }
    guard let type = types.first else { return nil }
    self = type
  }
}

extension Tensor {
  /// The same bytes, understood as the tags say.
  ///
  /// - Throws: `wrongElementType` where the stored integers have not the width of the type, or where complex numbers are not
  ///   made of a floating-point type; `wrongShape` where there is no last axis of length 2.
  public func understood(as tags: StorageTags) throws(InterchangeError) -> Tensor {
    var type = elementType
    if let bits = tags.bits, bits != type {
      let isInteger = [ElementType.uint8, .int8, .uint16, .int16].contains(type)
      guard isInteger, type.bits == bits.bits else {
        throw InterchangeError(
          .wrongElementType, file: path, tensor: name,
          expected: "\(bits.name), or its raw bits as integers of \(bits.bits) bits, as its tag says", found: type.name)
      }
      type = bits
    }
    guard tags.isComplexLast2 else {
      return Tensor(
        name: name, shape: shape, elementType: type, isComplex: isComplex, file: file, byteRange: byteRange)
    }
    guard type.significandBits != nil, !isComplex else {
      throw InterchangeError(
        .wrongElementType, file: path, tensor: name, expected: "real and imaginary parts of a floating-point type",
        found: isComplex ? "complex elements of \(type.name) already" : type.name)
    }
    guard shape.last == 2 else {
      throw InterchangeError(
        .wrongShape, file: path, tensor: name, expected: "a last axis of length 2, real and imaginary part",
        found: "shape \(shape)")
    }
    // F32 and F64 in pairs are types with names of their own; other pairs are not.
    let pairs: [ElementType: ElementType] = [.float32: .complex64, .float64: .complex128]
    return Tensor(
      name: name, shape: shape.dropLast(), elementType: pairs[type] ?? type, isComplex: true, file: file,
      byteRange: byteRange)
  }
}
