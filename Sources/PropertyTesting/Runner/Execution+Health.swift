extension Execution {
  /// A warning is given where more than this share of the cases is discarded, or too large.
  static let discardedShare = 0.75
  static let tooLargeShare = 0.05
  /// A warning is given where a case makes more choices than this on average.
  static let manyChoices = 20_000
  /// A warning is given, to people only, where a case takes longer than this on average.
  static let slowCase = Duration.milliseconds(100)

  /// A warning is given, to people only, where drawing the arguments takes more than this share of a case's time.
  static let drawingShare = 0.9

  /// Says what is wrong with the cases tried.
  mutating func checkHealth() {
    let tried = result.randomCases + result.discarded + result.tooLarge
    guard tried >= 20 else { return }
    if Double(result.discarded) > Self.discardedShare * Double(tried) {
      result.warnings.append(
        "\(result.discarded) of \(tried) cases were discarded: generate what is wanted rather than reject the rest")
    }
    if Double(result.tooLarge) > Self.tooLargeShare * Double(tried) {
      result.warnings.append(
        "\(result.tooLarge) of \(tried) cases made more than \(settings.choiceLimit) choices and do not count")
    }
    if result.choices / tried > Self.manyChoices {
      result.warnings.append("a case makes \(result.choices / tried) choices on average: smaller ones find as much")
    }
    if defects.isEmpty, !result.isExhaustive, settings.time == nil, result.randomCases < settings.cases {
      result.warnings.append("only \(result.randomCases) of the \(settings.cases) cases asked for could be generated")
    }
  }

  /// Says what takes long. It depends on the machine, and so stands apart from the other warnings.
  mutating func checkTime(_ elapsed: Duration) {
    let tried = max(1, result.randomCases + result.discarded + result.tooLarge)
    if elapsed > .seconds(1), settings.isolation == .none { checkGenerationTime(elapsed / tried) }
    guard tried >= 5, elapsed / tried > Self.slowCase else { return }
    let seconds = elapsed / tried / .seconds(1)
    result.timeWarnings.append("a case takes \(Int((seconds * 1000).rounded())) ms on average")
  }

  /// Says where most of a case's time goes into drawing its arguments, measured on a few more cases.
  private mutating func checkGenerationTime(_ expected: Duration) {
    let deadline = ContinuousClock.now + max(.milliseconds(100), expected)
    let start = ContinuousClock.now
    var drawing = Duration.zero
    for index in 0..<20 where ContinuousClock.now < deadline {
      var draw = Draw(seed: settings.seed, name: name, index: 4 * index + 26, limit: settings.choiceLimit)
      draw.record.generationTime = .zero
      drawing += runner.run(draw).record.generationTime ?? .zero
    }
    let share = drawing / (ContinuousClock.now - start)
    guard share > Self.drawingShare else { return }
    result.timeWarnings.append("\(Int((share * 100).rounded())) % of the time goes into drawing the arguments")
  }
}
