import ArgumentParser
import Arithmetic
import Foundation
import Reports

/// `ssmcheck figure`: draws figures by name.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draw figures of the papers, and of what was found about them, from data computed here.",
    discussion: """
      A figure is three files: NAME.tsv with the data, NAME.gnuplot with the script that draws them, NAME.svg. Columns that \
      end in +/- say how far the exact numbers can be from those beside them. For instance: \
      ssmcheck figure transfer-function-spikes --output figures
      """)

  @Argument(help: ArgumentHelp("Names of figures, ids of claims, or what these ids begin with.", valueName: "name"))
  var names: [String] = []

  @Flag(help: "List the figures that there are.")
  var list = false

  @Flag(help: "Draw all figures.")
  var all = false

  @Option(help: ArgumentHelp("The folder to write the files into.", valueName: "folder"))
  var output = "figures"

  @Option(help: ArgumentHelp("The working precision.", valueName: "bits"))
  var precision = Precision.reference.bits

  func validate() throws {
    guard list || all || !names.isEmpty else {
      throw ValidationError("name a figure, or a claim with figures; --list lists them, --all draws them all")
    }
    guard !all || names.isEmpty else { throw ValidationError("--all draws every figure: name none beside it") }
    let bits = Precision.double.bits...65536
    guard bits.contains(precision) else {
      throw ValidationError("--precision: expected \(bits.lowerBound) to \(bits.upperBound) bits, found \(precision)")
    }
  }

  func run() throws {
    let catalogue = FigureCatalogue.standard
    let entries = names.isEmpty ? catalogue.entries : try catalogue.select(names)
    if list { return show(entries) }
    let writer = try FigureWriter(directory: output)
    for (index, entry) in entries.enumerated() {
      Terminal.show(progress: "\(entry.name): \(index + 1) of \(entries.count)")
      let file = try writer.write(entry.make(Precision(bits: precision)))
      Terminal.clearProgress()
      print(file)
      fflush(nil)
    }
  }

  private func show(_ entries: [FigureCatalogue.Entry]) {
    let width = entries.map(\.name.count).max() ?? 0
    let subject = entries.map(\.subject.count).max() ?? 0
    for entry in entries {
      print(entry.name.padding(to: width), entry.subject.padding(to: subject), entry.title, separator: "  ")
    }
  }
}
