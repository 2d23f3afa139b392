import Arithmetic

/// What is known of a defect: the known defect that reproduces the candidate, or else what its errors look like.
public struct Diagnosis: Sendable {
  /// A known defect within whose bound the candidate is.
  public struct Match: Sendable {
    public let identifier: String
    public let statement: String
    public let kind: KnownDefect.Kind
  }

  /// The known defects that reproduce the candidate, the likeliest first; several where this call cannot tell them
  /// apart.
  public let matches: [Match]
  /// The number of elements on which the matches were compared.
  public let comparedCount: Int
  /// What the errors look like, one sentence each.
  public let observations: [String]

  /// In one sentence.
  public var summary: String {
    if let first = matches.first {
      return "The output equals the definition with \(first.statement), within rounding (\(first.identifier))."
    }
    return observations.first ?? "No known defect reproduces the output."
  }

  init<Definition: KernelDefinition>(
    of judge: Judge<Definition>, tensors: [Judgement.Tensor], failing: [(part: Int, ratio: Double)]
  ) {
    // The first parts that fail, and the worst: where a defect shows is where it can be told from others.
    let worst = failing.max { !($1.ratio <= $0.ratio) }.map { [$0.part] } ?? []
    var parts = failing.prefix(3).map(\.part)
    parts += worst.filter { !parts.contains($0) }
    // A part that is right has to stay right under the known defect.
    let all = judge.definition.partCount(of: judge.call)
    parts += (0..<all).lazy.filter { part in !failing.contains { $0.part == part } }.prefix(2)

    let compared = parts
    let defects = KnownDefect.all(of: judge.definition, judge.call, judge.options.plan)
    let candidate = judge.candidate
    let fits = concurrentMap(defects.count, threads: judge.options.threads) { index -> Int? in
      let defect = defects[index]
      let judge = judge.partJudge(
        call: defect.call, candidate: candidate, mutation: defect.mutation, storage: defect.storage)
      // A defect that changes which sequences there are changes the parts.
      let altered = judge.definition.partCount(of: defect.call)
      var count = 0
      for part in altered == all ? compared : Array((0..<altered).prefix(compared.count)) {
        let result = judge.judge(part: part)
        guard !result.tensors.isEmpty, result.isExplained else { return nil }
        count += result.tensors.reduce(0) { $0 + $1.verdicts.count }
      }
      return count
    }
    let fitting = zip(defects, fits).filter { $0.1 != nil }
    // Exact alterations first: a storage format only widens the bound.
    // Of these the finest format that fits: a coarser one fits as well.
    let storage = fitting.filter { $0.0.kind == .storage }
    let finest = storage.compactMap { $0.0.storage.values.map(\.unitRoundoffDouble).max() }.min()
    let ranked =
      fitting.filter { $0.0.kind != .storage }
      + storage.filter { $0.0.storage.values.map(\.unitRoundoffDouble).max() == finest }
    matches = ranked.map { Match(identifier: $0.0.identifier, statement: $0.0.statement, kind: $0.0.kind) }
    comparedCount = fitting.first.flatMap(\.1) ?? 0
    observations = observe(tensors, judge)
  }
}
