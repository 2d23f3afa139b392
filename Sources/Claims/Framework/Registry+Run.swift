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
  /// The work is cut into pieces (some cases of a check, a falsifier, a figure) which are done in any order and put
  /// together in one, so that the report is the same for any number of threads.
  ///
  /// - Parameter progress: called after each piece, from any thread, one call at a time.
  public static func check(
    _ claims: [Claim], options: CheckOptions = CheckOptions(), progress: (@Sendable (CheckProgress) -> Void)? = nil
  ) -> CheckReport {
    let runs = claims.map { ClaimRun(claim: $0, options: options) }
    var pieces: [(id: String, run: Int, piece: ClaimRun.Piece)] = []
    for (index, run) in runs.enumerated() { pieces += run.pieces.map { (run.claim.id, index, $0) } }

    let work = pieces
    let state = Mutex((next: 0, finished: 0, results: [ClaimRun.PieceResult?](repeating: nil, count: work.count)))
    DispatchQueue.concurrentPerform(iterations: max(1, options.workers)) { _ in
      while true {
        let index = state.withLock { state -> Int in
          state.next += 1
          return state.next - 1
        }
        guard index < work.count else { return }
        let result = runs[work[index].run].perform(work[index].piece)
        state.withLock { state in
          state.results[index] = result
          state.finished += 1
          progress?(CheckProgress(id: work[index].id, finished: state.finished, total: work.count))
        }
      }
    }
    let results = state.withLock { $0.results }
    let grouped = runs.indices.map { run in
      runs[run].assemble(work.indices.filter { work[$0].run == run }.compactMap { results[$0] })
    }
    return CheckReport(options: options, results: grouped)
  }
}
