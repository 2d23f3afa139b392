extension Draw {
  /// Draws a program of commands and runs it on both sides of `machine`.
  ///
  /// Each command is an argument of the property, named `step 1`, `step 2`, ..., and printed with what it gave back.
  /// The number of steps is the length of a collection, so that the shrinker deletes commands.
  ///
  /// - Throws: ``Falsified`` where an output is not what the model predicts, and whatever the machine throws.
  public mutating func run<Machine: StateMachine>(
    _ machine: Machine, steps: ClosedRange<Int> = 0...32, fileID: String = #fileID, line: Int = #line
  ) throws {
    do {
      try runSteps(machine, steps)
    } catch let error as Disagreement {
      throw Falsified(error.message, fileID: fileID, line: line)
    }
  }

  private mutating func runSteps<Machine: StateMachine>(_ machine: Machine, _ steps: ClosedRange<Int>) throws {
    var (model, system) = try machine.start(&self)
    try machine.verifyState(of: system, against: model, &self)
    let (count, position) = length(in: steps)
    for step in 0..<count {
      let next = try element(ofLengthAt: position, SpanLabel.arrayElement) { draw in
        try draw.argument { try machine.command(&$0, in: model) }
      }
      if isExhausted { throw TooLarge() }
      guard let command = next else { return }
      let name = "step \(step + 1)"
      let predicted = try machine.predict(command, with: &model)
      let actual: Machine.Output
      do {
        actual = try machine.perform(command, on: &system)
      } catch {
        describeStep(name, command, "throws \(error)")
        throw error
      }
      describeStep(name, command, Machine.Output.self == Void.self ? nil : "\(actual)")
      try machine.verify(actual, against: predicted, of: command, &self)
      try machine.verifyState(of: system, against: model, &self)
    }
  }

  /// Draws with `body` what is described later.
  private mutating func argument<Value>(_ body: (inout Draw) throws -> Value) rethrows -> Value {
    let ordinal = record.argumentCount
    record.argumentCount += 1
    return try span(SpanLabel.command, .argument(ordinal), body)
  }

  private mutating func describeStep(_ name: String, _ command: some Any, _ outcome: String?) {
    guard isDescribing else { return }
    let value = outcome.map { "\(command) -> \($0)" } ?? "\(command)"
    record.arguments.append(CaseRecord.Argument(name: name, value: value))
  }
}

extension Property {
  /// The property that the two sides of a machine agree on every program of `steps` commands.
  public init<Machine: StateMachine>(
    _ name: String, of machine: Machine, steps: ClosedRange<Int> = 0...32, fileID: String = #fileID,
    line: Int = #line
  ) {
    self.init(name) { draw in try draw.run(machine, steps: steps, fileID: fileID, line: line) }
  }
}
