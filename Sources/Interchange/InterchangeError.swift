import Foundation

/// What went wrong with a file, in one line: which file, which tensor, what was expected, what was found.
///
/// The text never holds a line break: names and values that come from a file are escaped and shortened before they
/// are shown, so that a hostile header cannot write into a report.
public struct InterchangeError: Error, Equatable, Sendable {
  /// The kind of problem, for programs that want to tell one from another.
  public enum Kind: String, Equatable, Sendable {
    /// The file is missing, cannot be opened, or is not a regular file.
    case cannotOpen
    /// The file ends before what it promises.
    case truncated
    /// The header is not what the format asks for.
    case malformedHeader
    /// A name or field is written twice.
    case duplicateName
    /// A tensor's entry has a wrong field, type, shape or place.
    case malformedTensor
    /// A name may mean more than one tensor of the file.
    case ambiguousName
    /// A tensor that is needed is not in the file.
    case missingTensor
    /// The tensor's element type cannot be read as asked.
    case wrongElementType
    /// The tensor's shape is not the one its use asks for.
    case wrongShape
    /// A value is infinite or not a number where a finite one is needed.
    case notFinite
    /// A value cannot be held exactly in the type asked for.
    case notRepresentable
    /// No known model keeps its parameters under these names.
    case unrecognisedModel
    /// The `config.json` beside the model cannot be understood.
    case malformedConfiguration
    /// The manifest that says how a kernel was called cannot be understood.
    case malformedManifest
    /// A mapping from parameter names to tensors makes no sense.
    case invalidMapping
    /// The output could not be written.
    case cannotWrite
  }

  /// The kind of problem.
  public let kind: Kind

  /// The file at fault, as it was named by the caller.
  public let file: String

  /// The tensor at fault, where there is one.
  public let tensor: String?

  /// What was expected.
  public let expected: String

  /// What was found instead.
  public let found: String

  /// Makes an error from its parts; they may hold any text, `description` makes it safe to print.
  public init(_ kind: Kind, file: String, tensor: String? = nil, expected: String, found: String) {
    self.kind = kind
    self.file = file
    self.tensor = tensor
    self.expected = expected
    self.found = found
  }
}

extension InterchangeError: CustomStringConvertible, LocalizedError {
  /// `FILE: tensor 'NAME': expected ..., found ...`, on one line.
  public var description: String {
    let place = tensor.map { ": tensor '\($0.onOneLine(limit: 120))'" } ?? ""
    let file = self.file.onOneLine(limit: 1024)
    return "\(file)\(place): expected \(expected.onOneLine(limit: 600)), found \(found.onOneLine(limit: 600))"
  }

  /// The same as `description`, for code that prints errors through Foundation.
  public var errorDescription: String? { description }
}

extension String {
  /// The text with control characters and line separators escaped, cut to `limit` characters.
  func onOneLine(limit: Int) -> String {
    var text = ""
    var length = 0
    for scalar in unicodeScalars {
      if length == limit { return text + "..." }
      length += 1
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format, .unassigned, .privateUse, .surrogate:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
