import Foundation
import PropertyTesting
import TestSupport
import Testing

/// Every wrong input is refused in the same way: exit code 2, one line, and nothing left behind.
@Suite struct BadInputTests {
  /// A model file that `stability` and `memory` refuse.
  struct BadFile: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    /// What the error has to say, besides the file's name.
    var mentions: String?
  }

  static let badFiles: [BadFile] = [
    BadFile(testDescription: "empty", bytes: []),
    BadFile(testDescription: "text", bytes: Array("these are not tensors".utf8)),
    BadFile(
      testDescription: "header longer than the file",
      bytes: SafetensorsBytes.file(header: "{}", data: [], promising: .max >> 1)),
    BadFile(testDescription: "no tensors", bytes: SafetensorsBytes.file(header: "{}", data: [])),
    BadFile(
      testDescription: "truncated in the data", bytes: SafetensorsBytes.model(nu: 0).dropLast(1).map { $0 }),
    BadFile(
      testDescription: "unknown dtype",
      bytes: SafetensorsBytes.file(
        header: #"{"nu_log":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, data: [0, 0, 0, 0]),
      mentions: "nu_log"),
    BadFile(
      testDescription: "nothing that is a model",
      bytes: SafetensorsBytes.file(
        header: #"{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: [0, 0, 0, 0]),
      mentions: "weight"),
    BadFile(testDescription: "NaN weight", bytes: SafetensorsBytes.model(nu: .nan), mentions: "nu_log"),
    BadFile(testDescription: "infinite weight", bytes: SafetensorsBytes.model(nu: .infinity), mentions: "nu_log"),
  ]

  @Test(arguments: badFiles) func refusesModel(_ bad: BadFile) throws {
    let folder = try TemporaryFolder()
    let model = try folder.makeFile("model.safetensors", bad.bytes)
    for command in ["stability", "memory"] {
      let run = try ProgramRun([command, model.path, "--output", folder.url.appendingPathComponent("out").path])
      run.expectRefusal(mentioning: model.path)
      if let text = bad.mentions { run.expectRefusal(mentioning: text) }
    }
    #expect(try folder.names() == ["model.safetensors"])
  }

  /// Arguments that are refused before any file is looked at, and what the error says.
  static let badArguments: [(arguments: [String], mentions: String)] = [
    (["--no-such-option"], "--no-such-option"),
    (["no-such-command"], "no-such-command"),
    (["stability", "--no-such-option"], "--no-such-option"),
    (["stability", "/no/such/model.safetensors"], "/no/such/model.safetensors"),
    (["stability", "--steps", "/no/such/steps.safetensors"], "/no/such/steps.safetensors"),
    (["stability", "--kind", "no-such-kind"], "no-such-kind"),
    (["stability", "--map", "nu_log=x"], "--kind"),
    (["stability", "--kind", "lru", "--map", "nu_log"], "nu_log"),
    (["stability", "--threads", "0"], "--threads"),
    (["stability", "--autocorrelation", "1"], "--autocorrelation"),
    (["stability", "--autocorrelation", "nan"], "--autocorrelation"),
    (["stability", "--autocorrelation", "white"], "--autocorrelation"),
    (["memory", "--no-such-option"], "--no-such-option"),
    (["memory", "/no/such/model.safetensors"], "/no/such/model.safetensors"),
    (["memory", "--steps", "/no/such/steps.safetensors"], "/no/such/steps.safetensors"),
    (["memory", "--length", "0"], "--length"),
    (["memory", "--length", "-5"], "--length"),
    (["memory", "--length", "many"], "many"),
    (["memory", "--fraction", "1"], "--fraction"),
    (["memory", "--fraction", "nan"], "--fraction"),
    (["memory", "--distance=-1"], "--distance"),
    (["memory", "--map", "nu_log=x"], "--kind"),
    (["memory", "--threads", "0"], "--threads"),
    (["diagonalize", "--size", "0"], "--size"),
    (["diagonalize", "--size", "257"], "257"),
    (["diagonalize", "--matrix", "/no/such/matrix.npy"], "/no/such/matrix.npy"),
    (["diagonalize", "--matrix", "/no/such/matrix.npy", "--size", "4"], "--size"),
    (["diagonalize", "--matrix", "legs", "--tensor", "A"], "--tensor"),
    (["diagonalize", "--digits", "0"], "--digits"),
    (["show"], "id"),
    (["show", "no.such-claim"], "no.such-claim"),
    (["list", "no.such-prefix"], "no.such-prefix"),
    (["check", "no.such-claim"], "no.such-claim"),
    (["check", "--topic", "dualities"], "stability, duality"),
    (["check", "stablessm", "--topic", "duality"], "--topic duality"),
    (["check", "--cases", "0"], "--cases"),
    (["check", "--cases", "many"], "many"),
    (["check", "--precision", "1"], "--precision"),
    (["check", "--seed", "-1"], "--seed"),
    (["check", "--replay", "statement:AQ"], "one claim"),
    (["check", "stablessm.D3.4-b0", "--replay", "statement:AQ"], "not complete"),
    (["check", "stablessm.D3.4-b0", "--replay", ""], "empty"),
    (["check", "stablessm.D3.4-b0", "--replay", "AR0CAgIAAgIHBz_n9w"], "checksum"),
    (["check", "stablessm.D3.4-b0", "--replay", "conclusion:AR0CAgIAAgIGBz_n9w"], "conclusion"),
    (["check", "stablessm.D3.4-b0", "--replay", "falsifier-2:AR0CAgIAAgIGBz_n9w"], "falsifier-2"),
    (["check", "stablessm.tables", "--examples", "/dev/null/examples"], "/dev/null/examples"),
  ]

  @Test(arguments: badArguments) func refusesArguments(_ arguments: [String], mentions: String) throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(arguments, in: folder.url)
    run.expectRefusal(mentioning: mentions)
    #expect(try folder.names().isEmpty)
  }

  /// A model's file with bytes of its header changed: it is refused like every other, or it is another model.
  @Test(.cases(12)) func refusesDamagedModels() async {
    let valid = SafetensorsBytes.model(nu: 0)
    let header = 8 + Int(valid[0]) + 256 * Int(valid[1])
    await checkProperty { draw in
      let change = Generator<(Int, UInt8)>.tuple(
        .integer(uniformIn: 0...header - 1), .integer(in: UInt8.min...UInt8.max))
      var bytes = valid
      for (position, byte) in try draw(.array(of: change, count: 1...3), "changes") { bytes[position] = byte }
      let folder = try TemporaryFolder()
      let model = try folder.makeFile("model.safetensors", bytes)
      let run = try ProgramRun(["stability", model.path, "--output", folder.url.appendingPathComponent("out").path])
      draw.note("exit code \(run.exitCode): \(run.errors)")
      if [0, 1, 3].contains(run.exitCode) { return }
      run.expectRefusal(mentioning: model.path)
      #expect(try folder.names() == ["model.safetensors"])
    }
  }

  /// A word that is no command, no option and no claim: it is named.
  @Test(.cases(12)) func refusesAnyOtherWord() async {
    let character = Generator<Character>.element(of: Array("abcxyz0189.-"))
    await checkProperty { draw in
      // No command, and no claim, begins with y.
      let word = "y" + (try draw(.string(of: character, count: 0...12), "word after y"))
      let before = try draw(.element(of: [[], ["show"], ["list"], ["check"], ["stability"], ["memory"]]), "command")
      let folder = try TemporaryFolder()
      let run = try ProgramRun(before + [word], in: folder.url)
      run.expectRefusal(mentioning: word)
      #expect(try folder.names().isEmpty)
    }
  }

  @Test func refusesFolderWithoutModel() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(["stability", folder.url.path, "--output", folder.url.appendingPathComponent("out").path])
    run.expectRefusal(mentioning: folder.url.path)
    #expect(try folder.names().isEmpty)
  }

  /// A file stands where the report's folder should be made: nothing is computed in vain, nothing is overwritten.
  @Test func refusesOutputThatIsAFile() throws {
    let folder = try TemporaryFolder()
    let model = try folder.makeFile("model.safetensors", SafetensorsBytes.model(nu: 0))
    let taken = try folder.makeFile("taken", [1, 2, 3])
    let run = try ProgramRun(["stability", model.path, "--output", taken.path])
    run.expectRefusal(mentioning: taken.path)
    #expect(try Data(contentsOf: taken) == Data([1, 2, 3]))
  }

  @Test(arguments: ["stability", "check"]) func refusesOutputThatCannotBeWritten(_ command: String) throws {
    // Nobody, not even root, makes a file under /dev/null.
    let option = command == "check" ? "--json" : "--output"
    let run = try ProgramRun([command, option, "/dev/null/report"])
    run.expectRefusal(mentioning: "/dev/null/report")
  }
}
