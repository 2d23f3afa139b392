import Arithmetic

/// One claim's run: its work in pieces, and how they are put together.
struct ClaimRun: Sendable {
  let claim: Claim
  let options: CheckOptions

  /// A piece of work that depends on no other.
  enum Piece: Sendable {
    case statement(Range<Int>)
    case correction(Range<Int>)
    case falsifier(Int)
    case quoted
    case figures
  }

  /// What a piece gave.
  enum PieceResult: Sendable {
    case statement(ChunkResult)
    case correction(ChunkResult)
    case falsifier(FalsifierResult)
    case quoted(Result<[Evidence], Failure>)
    case figures(Result<[FigureData], Failure>)
  }

  /// Why a piece could not be computed.
  struct Failure: Error {
    let reason: String
  }

  /// A chunk of cases whose failing case, if any, is minimised.
  struct ChunkResult: Sendable {
    var tally: Tally
    var counterexample: Counterexample?
    var undecided: String?

    /// Appends the next range of cases; nothing after a failure counts.
    mutating func append(_ next: ChunkResult) {
      guard counterexample == nil else { return }
      tally.add(next.tally)
      counterexample = next.counterexample
      undecided = undecided ?? next.undecided
    }
  }

  /// Cases in a piece: few enough to share a single claim's work out, the same whatever the number of threads.
  private static let chunk = 20

  /// The cases among which a counterexample or a firing falsifier is looked for, at least: the search ends at the first,
  /// and a run with few cases must not take a rare one for none.
  private static let search = 200

  private var cases: Int {
    options.cases <= 0 ? 0 : max(1, Int((Double(options.cases) * claim.effort).rounded(.up)))
  }

  var pieces: [Piece] {
    var pieces = chunks(claim.correction == nil ? cases : searched).map(Piece.statement)
    if claim.correction != nil { pieces += chunks(cases).map(Piece.correction) }
    pieces += claim.falsifiers.indices.map(Piece.falsifier)
    if claim.quoted != nil { pieces.append(.quoted) }
    if options.figures && claim.figures != nil { pieces.append(.figures) }
    return pieces
  }

  /// The cases of a search: none where none are asked for.
  private var searched: Int { cases > 0 ? max(cases, Self.search) : 0 }

  private func chunks(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: Self.chunk).map { $0..<min($0 + Self.chunk, count) }
  }

  func perform(_ piece: Piece) -> PieceResult {
    switch piece {
    case .statement(let range): return .statement(run(claim.check, "statement", range))
    case .correction(let range):
      guard let correction = claim.correction else { preconditionFailure("no correction to run") }
      return .correction(run(correction.check, "correction", range))
    case .falsifier(let index):
      let falsifier = claim.falsifiers[index]
      let fired = run(falsifier.check, "falsifier \(falsifier.name)", 0..<searched).counterexample
      return .falsifier(FalsifierResult(name: falsifier.name, dropping: falsifier.dropping, firedOn: fired))
    case .quoted: return .quoted(Self.capture { try decided { try claim.quoted?($0) ?? [] } })
    case .figures: return .figures(Self.capture { try claim.figures?(options.precision) ?? [] })
    }
  }

  private func run(_ check: @escaping Check, _ role: String, _ range: Range<Int>) -> ChunkResult {
    let runner = CaseRunner(check: check, stream: claim.id + " " + role, options: options)
    let chunk = runner.run(range)
    return ChunkResult(
      tally: chunk.tally, counterexample: chunk.failure.flatMap { runner.minimise($0.outcome, caseIndex: $0.index) },
      undecided: chunk.undecided)
  }

  /// Evaluates at rising precision until every comparison is decided or the cap is reached.
  private func decided(_ body: (Precision) throws -> [Evidence]) throws -> [Evidence] {
    var precision = options.precision
    while true {
      let evidence = try body(precision)
      let isOpen = evidence.contains { $0.truth == .undecided }
      if !isOpen || precision.bits * 2 > options.cap.bits { return evidence }
      precision = Precision(bits: precision.bits * 2)
    }
  }

  private static func capture<Value>(_ body: () throws -> Value) -> Result<Value, Failure> {
    do { return .success(try body()) } catch { return .failure(Failure(reason: "\(error)")) }
  }
}
