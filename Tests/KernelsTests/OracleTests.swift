import Kernels
import Oracle
import PropertyTesting
import TestSupport
import Testing

/// Our kernels under the oracle: its verdict, with the bound of the form that they claim, and the laws of each kernel.
@Suite(.cases(30, search: 20)) struct OracleTests {
  static let lengths = [1, 2, 5, 9, 17, 34]

  /// Laws that a call may not obey though the kernel is right: one that goes backwards is not causal forwards, and the rows
  /// of a call whose states belong to sequences are not all of its rows.
  private let unlessReversed: Set = ["causality", "split", "steps"]
  private let unlessOfSequences: Set = ["batch rows"]

  private func check<Scalar: KernelScalar>(
    _ definition: some KernelDefinition, _ algorithm: String, _ candidate: OracleCandidate<Scalar>,
    without: Set<String> = []
  ) async {
    let style = CallStyle(format: OracleCandidate<Scalar>.format, lengths: [1, 2, 5, 9, 17, 34])
    let laws = definition.laws(for: candidate, style: style, options: OracleCandidate<Scalar>.options(algorithm))
    for law in laws where !without.contains(law.name) {
      await checkProperty(law.property(of: "\(definition.identifier), \(algorithm), \(Scalar.self)"))
    }
  }

  @Test(arguments: [ScanOrder.sequential, .blocks(of: 3)]) func affineScan(_ order: ScanOrder) async {
    await check(AffineScanKernel(), "recurrent", OracleCandidate<Float>.affineScan(order), without: unlessReversed)
    await check(AffineScanKernel(), "recurrent", OracleCandidate<Double>.affineScan(order), without: unlessReversed)
  }

  @Test(arguments: [RecurrenceForm.recurrent, .chunked(length: 8)]) func stateSpaceDuality(_ form: RecurrenceForm) async
  {
    await check(StateSpaceDuality(), "recurrent", OracleCandidate<Float>.duality(form))
    await check(StateSpaceDuality(), "recurrent", OracleCandidate<Double>.duality(form))
  }

  /// Groups of channels, and gains that do not depend on time.
  @Test func selectiveScan() async {
    await check(SelectiveScan(), "recurrent", OracleCandidate<Float>.selectiveScan)
    await check(SelectiveScan(), "recurrent", OracleCandidate<Double>.selectiveScan)
  }

  @Test func selectiveUpdate() async {
    await check(SelectiveStateUpdate(), "recurrent", OracleCandidate<Float>.selectiveUpdate)
    await check(SelectiveStateUpdate(), "recurrent", OracleCandidate<Double>.selectiveUpdate)
  }

  @Test(arguments: [RecurrenceForm.recurrent, .chunked(length: 8)])
  func scalarGatedAttention(_ form: RecurrenceForm) async {
    let without = unlessReversed.union(unlessOfSequences)
    let kernel = SimpleGatedLinearAttention()
    await check(kernel, "recurrent", OracleCandidate<Float>.scalarGated(form), without: without)
    await check(kernel, "recurrent", OracleCandidate<Double>.scalarGated(form), without: without)
  }

  /// In chunks a term meets other roundings than step by step: the bound is that of the same chunks.
  @Test(arguments: zip([RecurrenceForm.recurrent, .chunked(length: 16)], ["recurrent", "chunked-16"]))
  func gatedDeltaRule(_ form: RecurrenceForm, algorithm: String) async {
    await check(GatedDeltaRule(), algorithm, OracleCandidate<Float>.gatedDelta(form), without: unlessOfSequences)
    await check(GatedDeltaRule(), algorithm, OracleCandidate<Double>.gatedDelta(form), without: unlessOfSequences)
  }

  /// Where the sum itself is 0, or far below the whole sequence, the bound of the norm says nothing of an element.
  @Test func longConvolution() async {
    await checkProperty("fftconv is no defect") { draw in
      let definition = Oracle.FFTConvolutionKernel()
      let call = try draw(definition.calls(CallStyle(lengths: [1, 2, 5, 9, 17, 34])), "call")
      let outputs = try OracleCandidate<Float>.convolution.outputs(of: call)
      let options = OracleCandidate<Float>.options("fft")
      let verdict = try Judge(definition, call, candidate: outputs, options: options).run().verdict
      try draw.verify(verdict.isAccepted || verdict == .vacuous, verdict.title)
    }
  }
}
