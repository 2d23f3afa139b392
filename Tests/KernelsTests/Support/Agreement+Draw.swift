import Kernels
import PropertyTesting

extension Draw {
  /// Compares a kernel's output with its reference, element by element, and has the search look for a large error.
  ///
  /// - Parameter count: how many elements there have to be.
  mutating func verify(_ agreement: Agreement, count: Int, fileID: String = #fileID, line: Int = #line) throws {
    for (part, worst) in agreement.worstOfPart { maximize(worst, "error / bound of \(part.rawValue)") }
    try verify(
      agreement.holds, "element \(agreement.worstIndex) is wrong by \(agreement.worst) times the bound",
      fileID: fileID, line: line)
    try verify(agreement.count == count, "\(agreement.count) of \(count) elements were compared")
  }

  /// Compares the results of a kernel run in another way: they are equal bit for bit.
  mutating func verifySame<Result>(
    as result: Result, in executions: [Execution]?, _ run: (Execution) throws -> Result,
    _ isSame: (Result, Result) -> Bool, fileID: String = #fileID, line: Int = #line
  ) throws {
    let tried = try executions ?? [self(.element(of: KernelsTests.executions), "execution")]
    for execution in tried {
      try verify(isSame(try run(execution), result), "another result by \(execution)", fileID: fileID, line: line)
    }
  }
}

/// What a run of a property finds that a mistake in its reference makes false, in the minimal instance that shows it.
func minimalFailure<Instance>(
  _ name: String, _ instance: @escaping @Sendable (inout Draw) throws -> Instance,
  _ check: @escaping @Sendable (Instance, inout Draw) throws -> Void
) throws -> Instance? {
  var settings = Settings()
  settings.cases = 300
  settings.phases = [.generate, .shrink]
  let result = Runner(Property(name) { draw in try check(try instance(&draw), &draw) }, settings: settings).run()
  guard let found = result.counterexamples.first else { return nil }
  var draw = Draw(replaying: found.choices)
  return try instance(&draw)
}
