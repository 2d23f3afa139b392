import Foundation
import Testing

/// `compare` and its kin, from files to exit codes.
@Suite struct CompareTests {
  /// Test vectors are correctly rounded by the verdict of the program that wrote them, and the same seed gives the same
  /// bytes.
  @Test(arguments: ["npz", "safetensors"]) func vectors(ending: String) throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      let run = try ProgramRun(
        ["vectors", "simple_gla", "--out", "\(name).\(ending)", "--shape", "length=17"], in: folder.url)
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    let bytes = try ["a", "b"].map { try Data(contentsOf: folder.url.appendingPathComponent("\($0).\(ending)")) }
    #expect(bytes[0] == bytes[1])
    let run = try ProgramRun(["compare", "--inputs", "a.\(ending)"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("simple_gla: correctly rounded."), "\(run.output)")
  }

  /// A scan with the zero-order hold, written in NumPy, is named as that; the right one is explained. The reports are
  /// complete, the same whatever the number of threads, and the exit codes are those of the verdicts.
  @Test(.enabled(if: hasNumPy, "python3 has no NumPy here")) func numPyExample() throws {
    let folder = try TemporaryFolder()
    let script = ReadmeTests.root.appendingPathComponent("Examples/mamba_numpy.py").path
    let export = Process()
    export.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    export.arguments = ["python3", script, folder.url.path]
    try export.run()
    export.waitUntilExit()
    try #require(export.terminationStatus == 0)

    func compare(_ output: String, _ arguments: [String] = []) throws -> ProgramRun {
      try ProgramRun(
        ["compare", "mamba1.selective_scan", "--inputs", "call.npz", "--outputs", output] + arguments, in: folder.url)
    }
    let right = try compare("right.npz")
    #expect(
      right.exitCode == 0 && right.output.hasPrefix("mamba1.selective_scan: explained by rounding."), "\(right.output)")
    let wrong = try compare("wrong.npz", ["--output", "one", "--json", "--threads", "1"])
    #expect(wrong.exitCode == 1)
    #expect(wrong.output.contains("(zero-order-hold)"), "\(wrong.output)")
    let again = try compare("wrong.npz", ["--output", "two", "--json", "--threads", "2"])
    #expect(again.exitCode == 1)
    for name in ["report.md", "report.json", "junit.xml", "figures/time-out.svg"] {
      let files = try ["one", "two"].map {
        try Data(contentsOf: folder.url.appendingPathComponent($0).appendingPathComponent(name))
      }
      #expect(files[0] == files[1] && !files[0].isEmpty, "\(name)")
    }
    let sample = try compare("right.npz", ["--sample", "3"])
    #expect(sample.output.contains("in a sample of 3 of 8 parts, seed 0"), "\(sample.output)")

    // What is wrong with a call is one line, and nothing is left behind.
    let refused: [(arguments: [String], mentions: String)] = [
      (["--map", "out=nothing"], "nothing"), (["--map", "no=out"], "no tensor 'no'"),
      (["--flag", "x=1"], "no flag 'x'"),
      (["--flag", "delta_softplus=maybe"], "'maybe'"), (["--algorithm", "guess"], "recurrent"),
      (["--accumulate", "fp12"], "fp12"), (["--map", "u=D"], "'u'"), (["--sample", "0"], "--sample"),
      (["--html"], "--output"),
    ]
    for (arguments, mentions) in refused {
      try compare("right.npz", arguments + (arguments == ["--html"] ? [] : ["--output", "three"]))
        .expectRefusal(mentioning: mentions)
    }
    #expect(try !folder.names().contains("three"))
  }

  /// Loose tolerances let wrong kernels pass, and are told so.
  @Test func auditTolerance() throws {
    let loose = try ProgramRun(["audit-tolerance", "mamba1.selective_scan", "--rtol", "1e-2", "--atol", "1e-2"])
    #expect(loose.exitCode == 1)
    #expect(loose.output.contains("accepts") && loose.output.contains("times the bound"), "\(loose.output)")
    let strict = try ProgramRun([
      "audit-tolerance", "mamba1.selective_scan", "--rtol", "0", "--atol", "0", "--calls", "3",
    ])
    #expect(strict.exitCode == 0 && strict.output.contains("none of"), "\(strict.output)")
  }

  @Test(arguments: [
    (["compare", "no.such-kernel", "--inputs", "/dev/null"], "/dev/null"),
    (["kernels", "no.such-kernel"], "no.such-kernel"),
    (["vectors", "no.such-kernel", "--out", "x"], "no.such-kernel"),
    (["vectors", "gdn", "--out", "x", "--shape", "width=3"], "'width'"),
    (["vectors", "gdn", "--out", "x", "--shape", "length=0"], "length"),
    (["audit-tolerance", "gdn"], "--rtol"), (["audit-tolerance", "gdn", "--rtol", "-1"], "--rtol"),
    (["kill-matrix", "no.such-kernel"], "no.such-kernel"), (["compare", "gdn"], "--inputs"),
    (["compare", "gdn", "--inputs", "/no/such/file.npz"], "/no/such/file.npz"),
  ]) func refuses(_ arguments: [String], mentions: String) throws {
    try ProgramRun(arguments).expectRefusal(mentioning: mentions)
  }

  private static let hasNumPy: Bool = {
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = ["python3", "-c", "import numpy"]
    python.standardError = FileHandle.nullDevice
    guard (try? python.run()) != nil else { return false }
    python.waitUntilExit()
    return python.terminationStatus == 0
  }()
}
