extension Execution {
  /// Tries the examples that failed in earlier runs. Those that fail no longer are removed.
  mutating func reuse() {
    guard let database = settings.database else { return }
    for entry in database.examples(of: name, &result.warnings) {
      let trial = replay(entry.replay.choices, describing: isObserving)
      count(trial)
      observe(trial, .reuse)
      if trial.failure == nil {
        database.remove(entry)
      } else {
        note(trial, in: .reuse)
        reused.append(entry)
      }
    }
  }

  /// Keeps the failing examples as they are now, in place of those that they came from.
  mutating func store() {
    guard let database = settings.database else { return }
    let minimal = result.counterexamples.filter { $0.replayedOutcome == nil }.map { Replay($0.choices) }
    let stored = minimal.map { database.store($0, for: name, &result.warnings) }
    // What was kept before goes only when what takes its place is safe.
    if !stored.isEmpty, !stored.contains(nil) {
      let names = stored.map { $0?.lastPathComponent }
      reused.filter { !names.contains($0.file.lastPathComponent) }.forEach(database.remove)
    }
    guard settings.reusesMaxima else { return }
    for (figure, maximum) in result.maxima.sorted(by: { $0.key < $1.key }) {
      database.storeBest(Replay(maximum.choices), for: name, figure: figure, &result.warnings)
    }
  }

  /// Runs only `example`.
  mutating func run(only example: Replay) {
    let trial = replay(example.choices, describing: true)
    count(trial)
    observe(trial, .reuse)
    note(trial, in: .reuse)
    result.labels = Dictionary(uniqueKeysWithValues: trial.record.labels.map { ($0, 1) })
    result.maxima = trial.record.figures.mapValues {
      RunResult.Maximum(value: $0, choices: trial.choices, arguments: trial.record.arguments, random: nil)
    }
  }

  /// Counts a case that is not a random one.
  mutating func count(_ trial: Trial) {
    switch trial.outcome {
    case .discarded: result.discarded += 1
    case .tooLarge: result.tooLarge += 1
    case .passed, .failed:
      result.cases += 1
      result.checks += trial.record.checks
    }
  }
}
