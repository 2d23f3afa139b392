/// What a tensor of a captured call is, told by the first part of its name: `in.x` is the input `x`.
public enum TensorRole: String, CaseIterable, Sendable {
  /// An input.
  case input = "in"
  /// An output.
  case output = "out"
  /// A state, before or after.
  case state = "state"
  /// The gradient that came back to an output.
  case gradientOfOutput = "grad_out"
  /// The gradient of an input.
  case gradientOfInput = "grad_in"
  /// Something on the way, such as `mid.dA_cumsum`.
  case intermediate = "mid"

  /// The name of a tensor in this role.
  public func name(_ upstream: String) -> String { "\(rawValue).\(upstream)" }
}

extension TensorFile {
  /// The tensor that a kernel's author calls `name`, in one of some roles: `ROLE.name`, or `name` alone.
  ///
  ///     let steps = try file.tensor("dt", as: [.input], manifest)      // in.dt, or dt
  ///
  /// Its elements are understood as the manifest's `dtypes` say, under the tensor's name in the file or under `name`.
  ///
  /// - Throws: `ambiguousName` where more than one tensor of the file may be meant; `missingTensor`, naming what was looked
  ///   for; what reading it throws.
  public func tensor(_ name: String, as roles: [TensorRole], _ manifest: Manifest) throws(InterchangeError) -> Tensor {
    if let found = try tensorIfPresent(name, as: roles, manifest) { return found }
    let candidates = (roles.map { $0.name(name) } + [name]).map { "'\($0)'" }
    let names = names
    let shown = names.prefix(8).map { $0.onOneLine(limit: 60) }.joined(separator: ", ")
    throw InterchangeError(
      .missingTensor, file: path, tensor: name, expected: "a tensor named \(candidates.joined(separator: " or "))",
      found: names.isEmpty ? "no tensors" : "\(names.count) tensors: \(shown)\(names.count > 8 ? ", ..." : "")")
  }

  /// The same, or nil where there is no such tensor: a tensor that is missing is no tensor of zeros.
  ///
  /// - Throws: `ambiguousName`, and what reading it throws.
  public func tensorIfPresent(
    _ name: String, as roles: [TensorRole], _ manifest: Manifest
  ) throws(InterchangeError) -> Tensor? {
    let found = (roles.map { $0.name(name) } + [name]).filter { contains($0) }
    guard let first = found.first else { return nil }
    guard found.count == 1 else {
      throw InterchangeError(
        .ambiguousName, file: path, tensor: name, expected: "one tensor of this name",
        found: found.map { "'\($0)'" }.joined(separator: " and "))
    }
    let stored = try tensor(first)
    guard let text = manifest.dtypes?[first] ?? manifest.dtypes?[name] else { return stored }
    guard let tags = StorageTags(text) else {
      throw InterchangeError(
        .malformedManifest, file: path, tensor: first, expected: "a type, or tags such as 'bits:bf16'",
        found: "'\(text)'")
    }
    return try stored.understood(as: tags)
  }
}
