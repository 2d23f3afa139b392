import ArgumentParser
import Arithmetic
import Foundation
import Interchange
import Oracle
import PropertyTesting
import Reports

/// `ssmcheck vectors`: correctly rounded test vectors for other projects.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Write test vectors of a kernel: inputs, correctly rounded outputs, and the bound of each element.",
    discussion: """
      One file for each call, .safetensors or .npz by the ending of --out, or a folder for several: random calls, and with \
      --adversarial those that are hard on kernels. The same seed gives the same bytes.
      """)

  @Argument(help: "The kernel, as 'ssmcheck kernels' lists it.")
  var kernel: String

  @Option(help: ArgumentHelp("The file, or the folder of several, to write.", valueName: "path"))
  var out: String

  @Option(help: ArgumentHelp("The length of a dimension, as length=64; may be given again.", valueName: "name=size"))
  var shape: [String] = []

  @Option(help: ArgumentHelp("The format of the inputs and outputs: fp32, fp64, fp16 or bf16.", valueName: "format"))
  var format = "fp32"

  @Option(help: ArgumentHelp("How many random calls; a folder for more than one.", valueName: "count"))
  var count = 1

  @Flag(help: "Write the calls that are hard on kernels, into a folder.")
  var adversarial = false

  @Option(help: ArgumentHelp("The seed of every random choice.", valueName: "number"))
  var seed: UInt64 = 0

  func validate() throws {
    guard count >= 1 else { throw ValidationError("--count: expected at least 1, found \(count)") }
    guard Self.formats[format] != nil else {
      throw ValidationError("--format: expected fp32, fp64, fp16 or bf16, found \(format)")
    }
  }

  private static let formats: [String: FloatFormat] = [
    "fp32": .binary32, "fp64": .binary64, "fp16": .binary16, "bf16": .bfloat16,
  ]

  func run() throws {
    guard let definition = KernelCatalogue.kernel(kernel) else {
      throw UsageError("unknown kernel '\(kernel)': see 'ssmcheck kernels'")
    }
    try write(definition)
  }

  private func write(_ definition: some KernelDefinition) throws {
    var sizes: [String: [Int]] = [:]
    for (name, text) in try Assignment.parse(shape, option: "--shape") {
      guard definition.dimensions.contains(where: { $0.name == name }) else {
        let known = definition.dimensions.map(\.name).joined(separator: ", ")
        throw UsageError("--shape: \(kernel) has no dimension '\(name)': it has \(known)")
      }
      guard let size = Int(text), (1...1 << 20).contains(size) else {
        throw UsageError("--shape: expected a size of 1 to \(1 << 20) for '\(name)', found '\(text)'")
      }
      sizes[name] = [size]
    }
    let format = Self.formats[format] ?? .binary32
    let lengths = sizes[DimensionSpecification.time]
    let style = CallStyle(format: format, lengths: lengths, sizes: sizes)
    var calls: [(name: String, call: KernelCall)] = []
    if adversarial {
      let hard = definition.adversarialCalls(seed: seed, format: format, lengths: lengths ?? [1, 15, 16, 17, 55])
      calls = hard.map { ($0.name, $0.call) }
    } else {
      for index in 0..<count {
        var draw = Draw(seed: seed, name: "\(kernel) vectors", index: index)
        calls.append(("call \(index)", try draw(definition.calls(style), "call")))
      }
    }
    let isNumPy = out.hasSuffix(".npz")
    let kind: TensorFile.Format = isNumPy ? .npz : .safetensors
    let isFolder = adversarial || count > 1
    if isFolder { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) }
    for (index, item) in calls.enumerated() {
      Terminal.show(progress: "\(item.name): \(index + 1) of \(calls.count)")
      let vector = try TestVector(definition, item.call, format: format)
      let number =
        String(index).count < 3 ? String(repeating: "0", count: 3 - String(index).count) + "\(index)" : "\(index)"
      let path = isFolder ? "\(out)/\(kernel)-\(number).\(kind.rawValue)" : out
      try vector.contents(seed: seed, name: item.name).write(to: path, as: kind)
    }
    Terminal.clearProgress()
    print("\(calls.count) \(calls.count == 1 ? "vector" : "vectors") of \(kernel): \(out)")
  }
}
