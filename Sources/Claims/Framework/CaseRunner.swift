import Arithmetic

/// The cases of one check, tried in order.
struct CaseRunner {
  let check: Check
  /// The name of the random streams: the claim's id and the check's role.
  let stream: String
  let options: CheckOptions

  /// One case, decided or not.
  struct Outcome {
    let evidence: [Evidence]
    let choices: [UInt64]
    let bits: Int
    let truth: Truth
    /// The comparison that decided the outcome.
    var deciding: Evidence? { evidence.first { $0.truth == truth } }
  }

  /// A range of cases, folded; it ends at the first failing one.
  struct Chunk {
    var tally = Tally()
    var failure: (index: Int, outcome: Outcome)?
    var undecided: String?
  }

  /// Tries the draw at rising precision until it is decided or the cap is reached.
  func run(_ start: Draw) throws -> Outcome {
    var precision = options.precision
    while true {
      var draw = start
      let evidence = try check(&draw, precision)
      let truth = evidence.reduce(Truth.true) { $0 && $1.truth }
      if truth != .undecided || precision.bits * 2 > options.cap.bits {
        return Outcome(evidence: evidence, choices: draw.choices, bits: precision.bits, truth: truth)
      }
      precision = Precision(bits: precision.bits * 2)
    }
  }

  func run(_ range: Range<Int>) -> Chunk {
    var chunk = Chunk()
    for index in range {
      do {
        let outcome = try run(Draw(seed: options.seed, stream: stream, index: index))
        guard !outcome.evidence.isEmpty else {
          chunk.tally.discarded += 1
          continue
        }
        chunk.tally.add(outcome)
        switch outcome.truth {
        case .true: break
        case .false:
          chunk.failure = (index, outcome)
          return chunk
        case .undecided:
          let what = outcome.deciding.map(\.description) ?? ""
          chunk.undecided = chunk.undecided ?? "case \(index) is open at \(outcome.bits) bits: \(what)"
        }
      } catch is Discarded {
        chunk.tally.discarded += 1
      } catch {
        chunk.undecided = chunk.undecided ?? "case \(index) could not be evaluated: \(error)"
      }
    }
    return chunk
  }

  /// Replays a failing case with ever smaller choices, and returns the last one that still fails.
  ///
  /// Every choice in turn is tried at 0 and then nearer and nearer to its value; shorter draws win because a replay beyond
  /// its end chooses 0. The number of replays is bounded, so that a slow check stays bounded too.
  func minimise(_ found: Outcome, caseIndex: Int) -> Counterexample? {
    var best = found
    var budget = 1000
    var improved = true
    while improved && budget > 0 {
      improved = false
      for position in best.choices.indices where position < best.choices.count && budget > 0 {
        let value = best.choices[position]
        // 0, then value less its half, its quarter, ..., less 1: the largest step that still fails is taken.
        let steps = (0..<UInt64.bitWidth).lazy.map { value >> UInt64($0) }.prefix { $0 > 0 }
        for smaller in steps.map({ value - $0 }) where budget > 0 {
          budget -= 1
          var choices = best.choices
          choices[position] = smaller
          guard let outcome = try? run(Draw(replaying: choices)), outcome.truth == .false,
            outcome.choices.count < best.choices.count
              || (outcome.choices.count == best.choices.count
                && outcome.choices.lexicographicallyPrecedes(best.choices))
          else { continue }
          best = outcome
          improved = true
          break
        }
      }
    }
    return best.deciding.map { Counterexample(evidence: $0, caseIndex: caseIndex) }
  }
}

extension CaseRunner.Chunk {
  /// Appends the next range; nothing after a failure counts.
  mutating func append(_ next: CaseRunner.Chunk) {
    guard failure == nil else { return }
    tally.add(next.tally)
    failure = next.failure
    undecided = undecided ?? next.undecided
  }
}

extension Tally {
  mutating func add(_ outcome: CaseRunner.Outcome) {
    cases += 1
    comparisons += outcome.evidence.count
    bits = max(bits, outcome.bits)
    for evidence in outcome.evidence { take(evidence) }
  }

  mutating func add(_ other: Tally) {
    cases += other.cases
    discarded += other.discarded
    comparisons += other.comparisons
    bits = max(bits, other.bits)
    if let evidence = other.worst { take(evidence) }
  }

  /// Keeps the first of the largest ratios.
  private mutating func take(_ evidence: Evidence) {
    guard let ratio = evidence.ratio else { return }
    if let known = worst?.ratio, known >= ratio { return }
    worst = evidence
  }
}
