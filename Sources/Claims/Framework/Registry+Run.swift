import Dispatch
import Synchronization

/// How far a run is: for a progress line on a terminal.
public struct CheckProgress: Sendable {
  /// The claim of which a piece of work was just finished.
  public let id: String
  public let finished: Int
  public let total: Int
}

extension Registry {
  /// Checks `claims` over the threads that `options` allows.
  ///
  /// The work is cut into pieces (a check with its search, a falsifier, a figure) which are done in any order and put
  /// together in one, so that the report is the same for any number of threads.
  ///
  /// - Parameters:
  ///   - progress: called after each piece, from any thread, one call at a time.
  ///   - found: called with each claim's result as soon as it and those of all claims before it are known, from any
  ///     thread, one call at a time.
  public static func check(
    _ claims: [Claim], options: CheckOptions = CheckOptions(), progress: (@Sendable (CheckProgress) -> Void)? = nil,
    found: (@Sendable (ClaimResult) -> Void)? = nil
  ) -> CheckReport {
    let runs = claims.map { ClaimRun(claim: $0, options: options) }
    let work = runs.indices.flatMap { run in runs[run].pieces.indices.map { (run: run, piece: $0) } }
    let state = Mutex(CheckState(runs))
    DispatchQueue.concurrentPerform(iterations: max(1, options.workers)) { _ in
      while true {
        let index = state.withLock { $0.begin() }
        guard index < work.count else { return }
        let (run, piece) = work[index]
        let result = runs[run].perform(runs[run].pieces[piece])
        state.withLock { state in
          state.finish(result, of: run, piece)
          progress?(CheckProgress(id: runs[run].claim.id, finished: state.finished, total: work.count))
          while let result = state.nextResult() { found?(result) }
        }
      }
    }
    return CheckReport(options: options, results: state.withLock { $0.results })
  }
}

/// How far a run is.
private struct CheckState {
  let runs: [ClaimRun]
  private var next = 0
  private(set) var finished = 0
  /// What the pieces of each claim gave so far.
  private var pieces: [[ClaimRun.PieceResult?]]
  /// The results of the first claims, in their order.
  private(set) var results: [ClaimResult] = []

  init(_ runs: [ClaimRun]) {
    self.runs = runs
    pieces = runs.map { Array(repeating: nil, count: $0.pieces.count) }
  }

  /// The index of the next piece of work.
  mutating func begin() -> Int {
    next += 1
    return next - 1
  }

  mutating func finish(_ result: ClaimRun.PieceResult, of run: Int, _ piece: Int) {
    pieces[run][piece] = result
    finished += 1
  }

  /// The result of the first claim that is complete and not yet reported.
  mutating func nextResult() -> ClaimResult? {
    let run = results.count
    guard run < runs.count, !pieces[run].contains(where: { $0 == nil }) else { return nil }
    results.append(runs[run].assemble(pieces[run].compactMap { $0 }))
    return results[run]
  }
}
