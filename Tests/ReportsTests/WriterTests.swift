import Foundation
import Interchange
import Reports
import Testing

@Suite struct WriterTests {
  @Test func threadsAndRunsGiveTheSameBytes() throws {
    let checkpoint = try Models.checkpoint("bundled")
    let capture = try StepCapture(path: Models.path("bundled") + "/kernel-L257-float32.safetensors")
    try withTemporaryFolder { folder in
      let written = try [1, 2, 7].map { threads -> [String: Data] in
        let report = try StabilityAnalysis(
          checkpoint: checkpoint, options: .init(captures: [.init(capture)], threads: threads)
        ).run()
        let path = "\(folder)/\(threads)"
        try ReportWriter(directory: path).write(report)
        return try contents(path)
      }
      #expect(written[0] == written[1] && written[0] == written[2])
      let names = Set(written[0].keys)
      #expect(names.isSuperset(of: ["report.md", "report.json", "figures/all-modes.tsv", "figures/modes.svg"]))
      for name in names where name.hasSuffix(".gnuplot") {
        let stem = name.dropLast(".gnuplot".count)
        #expect(names.contains("\(stem).tsv") && names.contains("\(stem).svg"))
      }
      for (name, data) in written[0] {
        let text = String(decoding: data, as: UTF8.self)
        #expect(!text.contains(folder) && !text.contains("/kernel-L257"), "\(name) holds a path")
      }
    }
  }

  @Test(arguments: Models.trained + Models.made)
  func everyFigureIsDrawn(name: String) throws {
    let report = try report(Models.checkpoint(name))
    try withTemporaryFolder { folder in
      let first = try ReportWriter(directory: folder + "/report").write(report)
      #expect(first == folder + "/report/report.md")
      let files = try contents(folder + "/report")
      for figure in report.figures {
        let image = try #require(files["figures/\(figure.imageFile)"])
        let text = String(decoding: image, as: UTF8.self)
        #expect(text.contains("</svg>") && !text.contains("Produced by"), "\(figure.name)")
      }
      // Links in the text lead to files.
      let links = report.markdown.matches(of: /\]\((figures\/[^)]*)\)/).map { String($0.1) }
      #expect(!links.isEmpty && links.allSatisfy { files[$0] != nil })
    }
  }

  /// Parameters at the ends of float32: nothing stops, whatever can be decided is, and the report is drawn.
  @Test(arguments: [3e38, -3e38, 88])
  func extremeParametersAreReported(value: Double) throws {
    let models = try [
      Models.mutated("falcon-mamba-bytes", ["backbone.layers.0.mixer.A_log": [0: value, 17: -value]]),
      Models.mutated("falcon-mamba-bytes", ["backbone.layers.1.mixer.dt_proj.bias": [0: value, 5: -value]]),
      Models.mutated("rwkv-bytes", ["rwkv.blocks.0.attention.time_decay": [0: value, 1: -value]]),
      Models.mutated("s4d-lin", ["layer.log_A_real": [0: value], "layer.log_dt": [3: -value]]),
      Models.mutated("s4d-lin", ["layer.A_imag": [0: value], "layer.log_dt": [3: value]]),
      Models.mutated("lru", ["layer.nu_log": [0: value, 1: -value], "layer.theta_log": [2: value]]),
      Models.s5(real: [value, -value, -1, -2]),
      Models.linOSS(stiffness: [value, 1], damping: [1, value]), Models.linOSS(stiffness: [value, 1], damping: nil),
    ]
    try withTemporaryFolder { folder in
      for (place, model) in models.enumerated() {
        let report = try report(model)
        let whole = report.whole
        #expect(whole.stable + whole.marginal + whole.unstable + whole.undecided == whole.modeCount)
        // What is undecided is named.
        #expect((whole.undecided > 0) == report.findings.contains { $0.kind == .undecidedMode })
        try ReportWriter(directory: "\(folder)/\(place)").write(report)
      }
    }
  }

  @Test func toolsAreLookedForBeforeAnyWork() throws {
    try withTemporaryFolder { folder in
      let none = ToolLocator(searchPath: [folder])
      let error = #expect(throws: ReportError.self) { try ReportWriter(directory: folder + "/report", tools: none) }
      #expect(error == .missingTool(.gnuplot))
      #expect(error?.description.contains("apt-get install gnuplot-nox") == true)
      try fakeTool("gnuplot", "exit 0", in: folder)
      let html = #expect(throws: ReportError.self) {
        try ReportWriter(directory: folder + "/report", formats: [.markdown, .html], tools: none)
      }
      #expect(html == .missingTool(.pandoc) && html?.description.contains("apt-get install pandoc") == true)
      #expect(throws: Never.self) { try ReportWriter(directory: folder + "/report", tools: none) }
    }
  }

  /// A drawing that fails leaves an earlier report as it is, and nothing beside it.
  @Test(arguments: ["echo no such terminal >&2; exit 3", "kill -9 $$", "exit 0"])
  func nothingIsHalfWritten(script: String) throws {
    let report = try report(Models.s5())
    try withTemporaryFolder { folder in
      try ReportWriter(directory: folder + "/report").write(report)
      let before = try contents(folder)
      try withTemporaryFolder { tools in
        try fakeTool("gnuplot", script, in: tools)
        for name in ["report", "other"] {
          let writer = try ReportWriter(
            directory: "\(folder)/\(name)", tools: ToolLocator(searchPath: [tools]))
          #expect(throws: ReportError.self) { try writer.write(report) }
        }
      }
      #expect(try contents(folder) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report"])
    }
  }

  @Test func onlyAnEarlierReportIsReplaced() throws {
    let report = try report(Models.s5())
    try withTemporaryFolder { folder in
      try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
      for directory in [folder, folder + "/notes.txt", folder + "/missing/report"] {
        #expect(throws: ReportError.self) { try ReportWriter(directory: directory) }
      }
      try ReportWriter(directory: folder + "/report").write(report)
      try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/report/old.txt"))
      try ReportWriter(directory: folder + "/report/").write(report)
      #expect(try contents(folder + "/report")["old.txt"] == nil)
      #expect(try contents(folder)["notes.txt"] == Data("mine".utf8))
    }
  }

  @Test func theHTMLNeedsNothingElse() throws {
    try #require((try? ToolLocator.environment.locate(.pandoc)) != nil, "pandoc is not installed")
    let report = try report(Models.checkpoint("lru"))
    try withTemporaryFolder { folder in
      let path = try ReportWriter(directory: folder + "/report", formats: [.html]).write(report)
      #expect(path == folder + "/report/report.html")
      let html = try String(contentsOfFile: path, encoding: .utf8)
      #expect(html.contains("Stability of lru") && !html.contains("src=\"figures/"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/report").sorted()
      #expect(names == ["figures", "report.html", "report.md"])
    }
  }

  private func fakeTool(_ name: String, _ script: String, in folder: String) throws {
    let path = folder + "/" + name
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}
