import Claims
import Foundation

/// The results of `ssmcheck check`, as they are kept in the file of `--json`.
///
/// The file is written anew, aside and renamed, after each claim. Where a run was interrupted, it says which claims are
/// still to be checked, and the next run with the same program and options goes on from there; a file that is complete
/// is never taken for a result of the next run.
struct CheckRecord: Codable {
  /// What an interrupted run still had to do.
  struct Rest: Codable, Equatable {
    var claims: [String]
    /// Whether its results hold figures: those are not the bytes of a run without.
    var hasFigures: Bool
  }

  var version = Version.current
  var options: JSONValue
  var results: [JSONValue] = []
  var rest: Rest?

  init(options: CheckOptions, claims: [String]) throws {
    self.options = try JSONValue(encoding: options)
    rest = Rest(claims: claims, hasFigures: options.figures)
  }

  /// The results in `file` of an interrupted run that can be gone on with: same version, same options, same claims.
  /// Anything else in the file is not a reason to stop: it is about to be replaced.
  func resumed(from file: String) -> CheckRecord? {
    guard let data = FileManager.default.contents(atPath: file),
      let saved = try? JSONDecoder().decode(CheckRecord.self, from: data),
      saved.version == version, saved.options == options,
      let rest = saved.rest, rest.hasFigures == self.rest?.hasFigures,
      Set(rest.claims + saved.identifiers) == Set(self.rest?.claims ?? [])
    else { return nil }
    return saved
  }

  /// The claims of which there are results.
  var identifiers: [String] { results.compactMap { $0["id"]?.text } }

  /// Takes in the result of a claim; the record is complete when it was the last one.
  mutating func append(_ result: ClaimResult) throws {
    results.append(try JSONValue(encoding: result))
    rest?.claims.removeAll { $0 == result.id }
    if rest?.claims.isEmpty == true { rest = nil }
  }

  func write(to file: String) throws {
    let data = try JSONValue.encoder.encode(self) + Data("\n".utf8)
    do {
      try data.write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw UsageError("\(file): cannot be written: \(error.localizedDescription)")
    }
  }
}
