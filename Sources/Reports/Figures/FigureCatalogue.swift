import Arithmetic
import Claims
import Foundation

/// The figures that can be drawn by name: those of the claims, and those of the reports.
public struct FigureCatalogue: Sendable {
  /// A figure that has not been computed yet.
  public struct Entry: Sendable {
    /// A file name without extension.
    public let name: String
    /// What it belongs to: the id of a claim.
    public let subject: String
    /// What that is about, in a line.
    public let title: String
    /// Computes the data with a working precision.
    public let make: @Sendable (Precision) throws -> Figure

    public init(
      _ name: String, subject: String, title: String, make: @escaping @Sendable (Precision) throws -> Figure
    ) {
      self.name = name
      self.subject = subject
      self.title = title
      self.make = make
    }
  }

  public let entries: [Entry]

  /// A catalogue of `entries`, whose names must differ.
  public init(_ entries: [Entry]) {
    precondition(Set(entries.map(\.name)).count == entries.count, "two figures have the same name")
    self.entries = entries
  }

  /// The figures of all claims, in the claims' order.
  public static let standard = FigureCatalogue(
    Registry.standard.claims.flatMap { claim in
      claim.figures.map { recipe in
        Entry(recipe.name, subject: claim.id, title: claim.title) { Figure(try recipe.make($0)) }
      }
    } + [legSPseudospectra])

  private static let legSPseudospectra = Entry(
    "legs-pseudospectra", subject: "te.P1-pseudospectra", title: "Where rounding can put the eigenvalues of HiPPO-LegS"
  ) { precision in
    let matrix = StateMatrix(.legS, order: 32)
    return try Pseudospectrum(
      matrix.system(in: max(precision, 256)), isReal: true, eigenvalues: (1...32).map { Disc(-$0, in: precision) },
      side: 200,
      precision: .double, certifying: true, threads: ProcessInfo.processInfo.activeProcessorCount
    ).figure("legs-pseudospectra", of: matrix.title)
  }

  /// The figures called by `names`, each once, in the catalogue's order: a name is that of a figure, or the id of a
  /// claim or what some ids begin with, for all figures of theirs. Upper and lower case are alike.
  ///
  /// - Throws: ``FigureNameError`` for a name that is none of these.
  public func select(_ names: [String]) throws(FigureNameError) -> [Entry] {
    var chosen: Set<String> = []
    for name in names {
      let key = name.lowercased()
      let exact = entries.filter { $0.name == key }
      let found = exact.isEmpty && !key.isEmpty ? entries.filter { $0.subject.lowercased().hasPrefix(key) } : exact
      guard !found.isEmpty else {
        let near = nearest(to: key, among: entries.map(\.name))
        throw FigureNameError(name: name, near: near)
      }
      chosen.formUnion(found.map(\.name))
    }
    return entries.filter { chosen.contains($0.name) }
  }
}

/// A name that no figure has, and no claim with figures.
public struct FigureNameError: Error, Equatable, CustomStringConvertible {
  public let name: String
  /// The names nearest to it.
  public let near: [String]

  public var description: String {
    "no figure is called '\(name)', and no claim with figures" + (near.isEmpty ? "" : "; near it: ")
      + near.joined(separator: ", ")
  }
}
