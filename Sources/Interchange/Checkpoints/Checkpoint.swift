import Foundation

/// A trained model: its family, and the parameters of its recurrent layers.
///
///     let model = try Checkpoint(path: "mamba-bytes/model.safetensors")
///     for layer in model.layers { print(layer.name, layer.parameters) }
///
/// Only the parameters of the recurrences are read; the other weights stay in `file`, and each layer's `tensorNames` tell
/// where.
public struct Checkpoint: Sendable {
  /// The model family.
  public let family: ModelFamily

  /// The file with all tensors.
  public let file: SafetensorsFile

  /// The recurrent layers, in order.
  public let layers: [RecurrentLayer]

  /// What the `config.json` beside the file says; nil where there is none.
  public let configuration: ModelConfiguration?

  /// What a reader should know about how the file was understood, a sentence each.
  public let notes: [String]

  /// Opens a checkpoint and tells its family by the names of its tensors and the `config.json` beside it.
  ///
  /// - Parameters:
  ///   - path: a `.safetensors` file, the index of several, `model.safetensors.index.json`, or a folder with a
  ///     `model.safetensors` or with such an index.
  ///   - mapping: the family and its tensors, where the names are not the usual ones; nil to recognise them.
  /// - Throws: what `SafetensorsFile` throws; `unrecognisedModel`; and for a tensor of the model `missingTensor`,
  ///   `wrongShape`, `wrongElementType` or `notFinite`; `malformedConfiguration`.
  public init(path: String, mapping: CheckpointMapping? = nil) throws(InterchangeError) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let folder = exists && isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent
    let file = try SafetensorsFile(path: exists && isFolder.boolValue ? Self.model(inFolder: path) : path)
    let beside = (folder as NSString).appendingPathComponent("config.json")
    let configuration =
      FileManager.default.fileExists(atPath: beside) ? try ModelConfiguration(path: beside) : nil
    try self.init(file: file, configuration: configuration, mapping: mapping)
  }

  /// Understands a file that is open already; else as `init(path:mapping:)`.
  public init(
    file: SafetensorsFile, configuration: ModelConfiguration? = nil, mapping: CheckpointMapping? = nil
  ) throws(InterchangeError) {
    let found = try Self.find(in: file, configuration: configuration, mapping: mapping)
    let locations = found.layers.sorted(by: LayerLocation.precedes)
    var layers: [RecurrentLayer] = []
    for (place, location) in locations.enumerated() {
      try Self.checkComplete(location, in: file)
      var source = LayerSource(file: file, name: location.name, tensorNames: location.tensorNames)
      let parameters = try found.family.layerType.init(from: &source).asParameters
      layers.append(
        RecurrentLayer(
          index: location.number ?? place, name: location.name, tensorNames: location.tensorNames,
          parameters: parameters))
    }
    self.file = file
    self.configuration = configuration
    self.layers = layers
    family = found.family
    notes = Self.notes(on: found.family, layers, configuration, mapping)
  }

  /// The model of a folder: one file, or the index of several where there is no such file.
  private static func model(inFolder folder: String) -> String {
    let file = (folder as NSString).appendingPathComponent("model.safetensors")
    let index = file + ".index.json"
    let files = FileManager.default
    return !files.fileExists(atPath: file) && files.fileExists(atPath: index) ? index : file
  }

  /// Checks that a layer has all the tensors it cannot do without.
  private static func checkComplete(_ location: LayerLocation, in file: SafetensorsFile) throws(InterchangeError) {
    guard let role = location.family.roles.first(where: { $0.isRequired && location.tensorNames[$0.name] == nil })
    else { return }
    let prefix = location.name.isEmpty ? "" : location.name + "."
    throw InterchangeError(
      .missingTensor, file: file.path, tensor: prefix + role.names[0],
      expected: "this tensor beside '\(location.tensorNames[location.family.roles[0].name] ?? "")'", found: "none")
  }
}
