extension ClaimRun {
  /// Puts the pieces, in the order of ``pieces``, together.
  func assemble(_ results: [PieceResult]) -> ClaimResult {
    var statement = CheckRun.Result()
    var correction = CheckRun.Result()
    var falsifiers: [FalsifierResult] = []
    var quoted: [Evidence] = []
    var figures: [FigureData] = []
    var defects: [Defect] = []
    for result in results {
      switch result {
      case .statement(let found): statement = found
      case .correction(let found): correction = found
      case .falsifier(let result):
        falsifiers.append(result)
        if result.firedOn == nil { defects.append(.falsifierDidNotFire(name: result.name)) }
      case .quoted(.success(let evidence)):
        quoted = evidence
        defects += evidence.filter { !$0.truth.isTrue }.map(Defect.quotedFigureDiffers)
      case .figures(.success(let data)): figures = data
      case .quoted(.failure(let failure)): defects.append(.failed(what: "a quoted figure", reason: failure.reason))
      case .figures(.failure(let failure)): defects.append(.failed(what: "a figure", reason: failure.reason))
      }
    }
    let hasCorrection = claim.correction != nil
    if statement.tally.cases == 0 || (hasCorrection && correction.tally.cases == 0) {
      defects.insert(.nothingChecked, at: 0)
    }
    return ClaimResult(
      id: claim.id, title: claim.title, source: claim.source, method: claim.method,
      verdict: Self.verdict(statement, hasCorrection ? correction : nil), tally: statement.tally,
      correctionTally: hasCorrection ? correction.tally : nil, falsifiers: falsifiers, quoted: quoted, figures: figures,
      defects: defects, notes: claim.notes)
  }

  private static func verdict(_ statement: CheckRun.Result, _ correction: CheckRun.Result?) -> Verdict {
    guard let counterexample = statement.counterexample else {
      if let reason = statement.undecided { return .undecided(reason: reason) }
      return statement.tally.cases == 0 ? .undecided(reason: "no case was tried") : .holds
    }
    guard let correction else { return .refuted(counterexample) }
    if let wrong = correction.counterexample { return .refuted(wrong) }
    if let reason = correction.undecided { return .undecided(reason: "the corrected statement: " + reason) }
    return correction.tally.cases == 0
      ? .undecided(reason: "no case of the corrected statement was tried") : .holdsAsCorrected(counterexample)
  }
}
