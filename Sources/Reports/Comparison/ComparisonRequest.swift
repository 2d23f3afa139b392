import Arithmetic
import Interchange
import Oracle

/// What `compare` was asked: which kernel, in which files its tensors are, and what is known of how it computes.
public struct ComparisonRequest: Sendable {
  /// The kernel's identifier; nil for the one that the manifest names.
  public var kernel: String?
  public var inputs: String
  /// The file of the outputs; nil for that of the inputs.
  public var outputs: String?
  /// A file with the manifest; nil for the one within the input file or beside it.
  public var manifest: String?
  /// The name in the file of a tensor that is called otherwise there.
  public var names: [String: String] = [:]
  /// Flags as text; they override the manifest's.
  public var flags: [String: String] = [:]
  /// The format of the arithmetic: fp32, fp64, fp16 or bf16; nil for the manifest's, else fp32, or fp64 where an input is.
  public var accumulation: String?
  /// The accuracy of the functions: library, gpu or fast; nil for the manifest's, else gpu.
  public var mathematics: String?
  /// Formats of stored values, such as `state` in `bf16`.
  public var storage: [String: String] = [:]
  public var algorithm: String?

  public init(kernel: String?, inputs: String, outputs: String? = nil) {
    self.kernel = kernel
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Reads the files.
  ///
  /// - Throws: `InterchangeError`, `KernelCallError` or ``ComparisonError``, each naming what was wrong.
  public func load() throws -> Comparison {
    let inputFile = try TensorFile(path: inputs)
    let outputFile = try outputs.map { try TensorFile(path: $0) } ?? inputFile
    let manifest = try self.manifest.map { try Manifest(path: $0) } ?? Manifest.find(for: inputFile) ?? Manifest()
    guard let identifier = kernel ?? manifest.kernel else {
      throw ComparisonError("\(inputs): no manifest names the kernel: give its identifier, see 'ssmcheck kernels'")
    }
    guard let definition = KernelCatalogue.kernel(identifier) else {
      throw ComparisonError("unknown kernel '\(identifier)': see 'ssmcheck kernels'")
    }
    if let unknown = names.keys.filter({ definition.specification(of: $0) == nil }).min() {
      let known = definition.tensors.map(\.name).joined(separator: ", ")
      throw ComparisonError("\(identifier) has no tensor '\(unknown)': it has \(known)")
    }
    var tensors: [String: NumericTensor] = [:]
    var candidate: [String: NumericTensor] = [:]
    for specification in definition.tensors {
      let file = specification.isOutput ? outputFile : inputFile
      let roles: [Interchange.TensorRole] = specification.isOutput ? [.output, .state] : [.input, .state]
      guard let tensor = try find(specification.name, roles, in: file, manifest) else { continue }
      if specification.isOutput, tensor.elementType.bits == 8, !specification.domain.isInteger {
        throw ComparisonError(
          "\(file.path): output '\(specification.name)': expected numbers of at least 16 bits, found "
            + "\(tensor.elementType.name)")
      }
      let number = try NumericTensor(tensor, isComplex: specification.isComplex)
      if specification.isOutput { candidate[specification.name] = number } else { tensors[specification.name] = number }
    }
    guard !tensors.isEmpty else {
      throw ComparisonError("\(inputs): none of the inputs of \(identifier) is in it; --map NAME=TENSOR tells names")
    }
    guard !candidate.isEmpty else {
      let outputs = definition.tensors.filter(\.isOutput).map(\.name).joined(separator: " or ")
      throw ComparisonError("\(outputFile.path): no output of \(identifier) is in it: expected \(outputs)")
    }
    let call = try KernelCall(of: definition, tensors: tensors, flags: try flagValues(definition, manifest))
    return Comparison(
      definition: definition, call: call, candidate: candidate, plan: try plan(manifest, call),
      algorithm: algorithm)
  }

  private func find(
    _ name: String, _ roles: [Interchange.TensorRole], in file: TensorFile, _ manifest: Manifest
  ) throws -> Tensor? {
    if let other = names[name] { return try file.tensor(other) }
    return try file.tensorIfPresent(name, as: roles, manifest)
  }

  private func flagValues(_ definition: any KernelDefinition, _ manifest: Manifest) throws -> [String: FlagValue] {
    var values: [String: FlagValue] = [:]
    for (name, value) in manifest.flags ?? [:] {
      switch value {
      case .bool(let value): values[name] = .bool(value)
      case .integer(let value): values[name] = .number(Double(value))
      case .number(let value): values[name] = .number(value)
      case .string(let value): values[name] = .word(value)
      case .null: continue
      case .array, .object:
        throw ComparisonError("flag '\(name)': expected true, false, a number or a word, found \(value.json)")
      }
    }
    for (name, text) in flags {
      guard let flag = definition.flags.first(where: { $0.name == name }) else {
        let known = definition.flags.map(\.name).joined(separator: ", ")
        throw ComparisonError(
          "\(definition.identifier) has no flag '\(name)': it has \(known.isEmpty ? "none" : known)")
      }
      switch flag.kind {
      case .bool:
        guard let value = Bool(text) else {
          throw ComparisonError("flag '\(name)': expected true or false, found '\(text)'")
        }
        values[name] = .bool(value)
      case .number:
        guard let value = Double(text) else {
          throw ComparisonError("flag '\(name)': expected a number, found '\(text)'")
        }
        values[name] = .number(value)
      case .choice: values[name] = .word(text)
      }
    }
    return values
  }

  private func plan(_ manifest: Manifest, _ call: KernelCall) throws -> PrecisionPlan {
    let isDouble = call.tensors.values.contains { $0.format == .float(.binary64) }
    let arithmetic = try format(accumulation ?? manifest.accumulation?.dot ?? (isDouble ? "fp64" : "fp32"))
    var model = FloatModel(arithmetic)
    let declared = manifest.mathematics?.fast == true ? "fast" : manifest.mathematics?.exp == "expf" ? "library" : "gpu"
    switch mathematics ?? declared {
    case "library": model.functions = .library
    case "gpu": model.functions = .gpu
    case "fast": model.functions = .gpuFast
    case let other: throw ComparisonError("--math: expected library, gpu or fast, found '\(other)'")
    }
    var formats: [RoundingPoint: FloatFormat] = [:]
    if let state = manifest.accumulation?.state {
      let stored = try format(state)
      if stored.significandBits < arithmetic.significandBits { formats[.state] = stored }
    }
    for (point, text) in storage { formats[RoundingPoint(point)] = try format(text) }
    return PrecisionPlan(arithmetic: model, storage: formats)
  }

  private func format(_ text: String) throws -> FloatFormat {
    switch text {
    case "fp32", "float32", "f32", "tf32": .binary32
    case "fp64", "float64", "f64": .binary64
    case "fp16", "float16", "f16": .binary16
    case "bf16", "bfloat16": .bfloat16
    default: throw ComparisonError("expected a format fp32, fp64, fp16 or bf16, found '\(text)'")
    }
  }
}

/// Why a comparison cannot be made, in one line.
public struct ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

extension NumericTensor {
  /// The elements of a tensor in a file, exactly.
  ///
  /// - Parameter isComplex: whether they are complex; nil for as the file has them.
  /// - Throws: `InterchangeError`.
  init(_ tensor: Tensor, isComplex: Bool?) throws {
    let format: ElementFormat =
      switch tensor.elementType {
      case .float64, .complex128: .float(.binary64)
      case .float32, .complex64: .float(.binary32)
      case .float16: .float(.binary16)
      case .bfloat16: .float(.bfloat16)
      // Numbers of eight bits are numbers of binary16; as inputs they are exact in it.
      case .float8E4M3, .float8E5M2, .float8E4M3FNUZ, .float8E5M2FNUZ: .float(.binary16)
      default: .integer
      }
    let pairs = tensor.isComplex || (isComplex == true && tensor.shape.last == 2)
    let shape = pairs && !tensor.isComplex ? Array(tensor.shape.dropLast()) : tensor.shape
    self.init(
      pairs ? try tensor.complexDoubles() : try tensor.doubles(), shape: shape, format: format, isComplex: pairs)
  }
}
