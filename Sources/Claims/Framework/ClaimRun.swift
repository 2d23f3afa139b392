import Arithmetic

/// One claim's run: its work in pieces, and how they are put together.
struct ClaimRun: Sendable {
  let claim: Claim
  let options: CheckOptions

  /// A piece of work that depends on no other.
  enum Piece: Sendable {
    case statement
    case correction
    case falsifier(Int)
    case quoted
    case figures
  }

  /// What a piece gave.
  enum PieceResult: Sendable {
    case statement(CheckRun.Result)
    case correction(CheckRun.Result)
    case falsifier(FalsifierResult)
    case quoted(Result<[Evidence], Failure>)
    case figures(Result<[FigureData], Failure>)
  }

  /// Why a piece could not be computed.
  struct Failure: Error {
    let reason: String
  }

  /// The cases among which a counterexample or a firing falsifier is looked for, at least: the search ends at the
  /// first, and a run with few cases must not take a rare one for none.
  private static let search = 200

  private var cases: Int {
    options.cases <= 0 ? 0 : max(1, Int((Double(options.cases) * claim.effort).rounded(.up)))
  }

  var pieces: [Piece] {
    var pieces: [Piece] = [.statement]
    if claim.correction != nil { pieces.append(.correction) }
    pieces += claim.falsifiers.indices.map(Piece.falsifier)
    if claim.quoted != nil { pieces.append(.quoted) }
    if options.figures && !claim.figures.isEmpty { pieces.append(.figures) }
    return pieces
  }

  /// The cases of a search: none where none are asked for.
  private var searched: Int { cases > 0 ? max(cases, Self.search) : 0 }

  func perform(_ piece: Piece) -> PieceResult {
    switch piece {
    case .statement:
      return .statement(run(.statement, claim.check, cases: claim.correction == nil ? cases : searched))
    case .correction:
      guard let correction = claim.correction else { preconditionFailure("no correction to run") }
      return .correction(run(.correction, correction.check, cases: cases))
    case .falsifier(let index):
      let falsifier = claim.falsifiers[index]
      let fired = run(.falsifier(index + 1), falsifier.check, cases: searched).counterexample
      return .falsifier(FalsifierResult(name: falsifier.name, dropping: falsifier.dropping, firedOn: fired))
    case .quoted:
      return .quoted(Self.capture { try Finding(options: options) { try claim.quoted?($0) ?? [] }.evidence })
    case .figures: return .figures(Self.capture { try claim.figures.map { try $0.make(options.precision) } })
    }
  }

  private func run(_ role: CaseText.Role, _ check: Check, cases: Int) -> CheckRun.Result {
    CheckRun(check, role: role, of: claim, options: options).run(cases: cases)
  }

  private static func capture<Value>(_ body: () throws -> Value) -> Result<Value, Failure> {
    do { return .success(try body()) } catch { return .failure(Failure(reason: "\(error)")) }
  }
}
