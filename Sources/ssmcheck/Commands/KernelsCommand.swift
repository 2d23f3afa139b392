import ArgumentParser
import Oracle

/// `ssmcheck kernels`: what can be compared.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "List the kernels that can be judged, or describe one: equations, tensors, flags, known defects.")

  @Argument(help: "A kernel; all of them in a line each where it is left out.")
  var kernel: String?

  func run() throws {
    guard let kernel else {
      let width = KernelCatalogue.all.map(\.identifier.count).max() ?? 0
      for definition in KernelCatalogue.all { print(definition.identifier.padding(to: width + 2) + definition.title) }
      print("\nKERNEL\(KernelCatalogue.gradientSuffix) is its backward pass: grad_in.NAME from grad_out.NAME.")
      return
    }
    guard let definition = KernelCatalogue.kernel(kernel) else {
      throw UsageError("unknown kernel '\(kernel)': see 'ssmcheck kernels'")
    }
    describe(definition)
  }

  private func describe<Definition: KernelDefinition>(_ definition: Definition) {
    print("\(definition.identifier): \(definition.title)\n")
    print(
      definition.formula.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(
        separator: "\n"))
    print("\nSource: \(definition.source)")
    table(
      "Dimensions",
      definition.dimensions.map { ($0.name, $0.summary + ($0.multipleOf.map { ", a multiple of \($0)" } ?? "")) })
    for (title, isOutput) in [("Inputs", false), ("Outputs", true)] {
      table(
        title,
        definition.tensors.filter { $0.isOutput == isOutput }.map { tensor in
          let shapes = tensor.layouts.map { "(\($0.map(\.description).joined(separator: ", ")))" }.joined(
            separator: " or ")
          let kind =
            tensor.domain.isInteger
            ? " integers" : tensor.isComplex == nil ? " real or complex" : tensor.isComplex == true ? " complex" : ""
          return (tensor.name, "\(shapes)\(kind)\(tensor.isOptional ? ", optional" : ""): \(tensor.summary)")
        })
    }
    table("Flags", definition.flags.map { ($0.name, "\(words($0.kind)): \($0.summary)") })
    table("Algorithms", definition.forms.map { ($0.name, $0.summary) })
    table("Known defects", Definition.Mutation.allCases.map { ($0.rawValue, $0.statement) })
  }

  private func table(_ title: String, _ rows: [(String, String)]) {
    guard !rows.isEmpty else { return }
    print("\n\(title)")
    let width = rows.map(\.0.count).max() ?? 0
    for (name, words) in rows {
      // Wrapping joins spaces: the words are wrapped beside the name.
      let text = Text.wrap(words, indent: width + 4)
      print("  " + name.padding(to: width + 2) + text.dropFirst(width + 4))
    }
  }

  private func words(_ kind: FlagSpecification.Kind) -> String {
    switch kind {
    case .bool(let standard): "true or false, \(standard) by default"
    case .number(let standard): standard.map { "a number, \($0) by default" } ?? "a number"
    case .choice(let words): words.joined(separator: " or ") + ", the first by default"
    }
  }
}
