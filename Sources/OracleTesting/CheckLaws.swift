import Oracle
import PropertyTesting
import PropertyTestingSwiftTesting
import Testing

/// Checks every law of a kernel on an implementation, in a test: the oracle's verdict on random calls, and what needs
/// no reference (the same bits every time, rows in any order, causality, pieces and steps with the state carried over,
/// scaling by powers of two).
///
/// ```swift
/// @Test func mine() async {
///   await checkLaws(of: SelectiveScan(), for: MyKernel())
/// }
/// ```
///
/// Each law that fails is an issue with a smallest call and the text that replays it. Settings are those of the
/// ``PropertyTrait`` around the test.
///
/// - Parameters:
///   - style: how calls are drawn: formats, lengths, sizes.
///   - options: in which formats the implementation computes, and its algorithm.
///   - isCausalBitForBit: false for kernels that transform whole sequences, by FFT.
/// - Returns: what each law's run found, in order.
@discardableResult
public func checkLaws(
  of definition: some KernelDefinition, for implementation: some KernelImplementation, style: CallStyle = CallStyle(),
  options: JudgeOptions = JudgeOptions(), isCausalBitForBit: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) async -> [RunResult] {
  var results: [RunResult] = []
  let laws = definition.laws(
    for: implementation, style: style, options: options, isCausalBitForBit: isCausalBitForBit)
  for law in laws {
    results.append(
      await checkProperty("\(definition.identifier): \(law.name)", sourceLocation: sourceLocation, law.body))
  }
  return results
}
