import Foundation

/// The checkpoint that comes with the program: a small trained Mamba that reads bytes.
enum BundledModel {
  /// The folder of the model, looked for beside the executable, wherever the program is started from.
  ///
  /// `Bundle.module` is not used: it stops the program where the resources were not installed with it.
  static func folder() throws -> String {
    let executable = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath()
    let beside = executable.deletingLastPathComponent()
    let places = [
      beside.appendingPathComponent("ssmcheck_ssmcheck.resources"),
      beside.appendingPathComponent("ssmcheck_ssmcheck.bundle"),
      beside.appendingPathComponent("ssmcheck_ssmcheck.bundle/Contents/Resources"),
      beside.deletingLastPathComponent().appendingPathComponent("share/ssmcheck"),
    ]
    for place in places {
      let folder = place.appendingPathComponent("mamba-bytes")
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("model.safetensors").path) {
        return folder.path
      }
    }
    throw UsageError(
      "the bundled model is not installed beside \(executable.path): name a model, or build with 'swift build'")
  }

  /// The steps that the model took in one run, in its folder.
  static func steps(in folder: String) -> String { folder + "/kernel-L257-float32.safetensors" }
}

/// Input that the command line itself finds wrong.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
