import Arithmetic
import Oracle
import OracleTesting
import PropertyTesting
import TestSupport
import Testing

@Suite struct LawTests {
  /// Every kernel's definition, as a float kernel, obeys the laws of its kernel.
  @Test(.cases(2, deep: 5, search: 0), arguments: KernelCatalogue.all.map(\.identifier))
  func naiveKernels(_ identifier: String) async throws {
    let kernel = try #require(KernelCatalogue.kernel(identifier))
    await check(kernel)
  }

  private func check(_ kernel: some KernelDefinition) async {
    await checkLaws(of: kernel, for: NaiveImplementation(kernel, in: Intrinsic(), over: Singles.self))
  }

  /// A kernel that breaks a law is found by that law.
  @Test func brokenLaws() {
    let scan = SelectiveScan()
    let right = NaiveImplementation(scan, in: Intrinsic(), over: Singles.self)
    var style = CallStyle(lengths: [3, 5])
    style.sizes = ["batch": [2]]
    let broken: [(law: String, kernel: ClosureImplementation)] = [
      ("verdict", ClosureImplementation { try right.outputs(of: $0).mapValues { $0.scaled(by: 1.001) } }),
      (
        "causality",
        ClosureImplementation { call in
          // Looks one step ahead.
          guard let u = call.tensors["u"] else { throw FormDoesNotApply() }
          let length = u.shape[2]
          var tensors = call.tensors
          tensors["u"] = u.slices((0..<length).map { min($0 + 1, length - 1) }, along: 2)
          return try right.outputs(of: KernelCall(of: scan, tensors: tensors, flags: call.flags))
        }
      ),
      (
        "split",
        ClosureImplementation { call in
          var outputs = try right.outputs(of: call)
          outputs["last_state"] = outputs["last_state"]?.scaled(by: 0)
          return outputs
        }
      ),
      (
        "batch rows",
        ClosureImplementation { call in
          // The first row's gains for all.
          guard let delta = call.tensors["delta"] else { throw FormDoesNotApply() }
          var tensors = call.tensors
          tensors["delta"] = delta.slices(Array(repeating: 0, count: delta.shape[0]), along: 0)
          return try right.outputs(of: KernelCall(of: scan, tensors: tensors, flags: call.flags))
        }
      ),
      (
        "homogeneity",
        ClosureImplementation { call in
          try right.outputs(of: call).mapValues { tensor in
            var tensor = tensor
            tensor.values = tensor.values.map { Double(Float($0 + 0x1p-4)) }
            return tensor
          }
        }
      ),
    ]
    for (name, kernel) in broken {
      let laws = scan.laws(for: kernel, style: style)
      guard let law = laws.first(where: { $0.name == name }) else {
        Issue.record("there is no law '\(name)'")
        continue
      }
      var settings = Settings()
      settings.cases = 40
      settings.targetCases = 0
      let result = Runner(law.property(of: "broken"), settings: settings).run()
      #expect(result.verdict == .falsified, "\(name): \(result)")
    }
  }
}

extension NumericTensor {
  fileprivate func scaled(by factor: Double) -> NumericTensor {
    var tensor = self
    tensor.values = values.map { (format.float ?? .binary64).rounded($0 * factor) }
    return tensor
  }
}
