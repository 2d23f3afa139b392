/// Why a report could not be made, in one line.
public enum ReportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A program that draws or converts is not installed.
  case missingTool(Tool)
  /// A program that draws or converts failed.
  case toolFailed(Tool, message: String)
  /// The output folder, or a file in it, cannot be written.
  case cannotWrite(path: String, reason: String)
  /// The output folder holds something that is not a report.
  case wouldReplace(path: String, reason: String)
  /// A capture of steps does not belong to the model.
  case captureDoesNotFit(path: String, reason: String)
  /// The model's steps depend on its input, so that it has no transfer function.
  case noTransferFunction(family: String)
  /// The model has no modes.
  case nothingToReport

  public var description: String {
    switch self {
    case .missingTool(let tool):
      "\(tool.rawValue) is not installed, and is needed to \(tool.purpose): \(tool.installation)"
    case .toolFailed(let tool, let message): "\(tool.rawValue) failed: \(message)"
    case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
    case .wouldReplace(let path, let reason): "\(path): \(reason); name another folder"
    case .captureDoesNotFit(let path, let reason): "\(path): \(reason)"
    case .noTransferFunction(let family):
      "a \(family) model has steps that depend on its input, and no transfer function: expected s4d, s5 or lru"
    case .nothingToReport: "the checkpoint has no recurrent layer"
    }
  }
}
