extension Draw {
  /// Draws a value. A name makes it an argument of the property, printed with a failing case.
  ///
  /// - Throws: ``Discarded`` where the generator gives up, ``TooLarge`` where the case makes too many choices.
  public mutating func callAsFunction<Value>(_ generator: Generator<Value>, _ name: String? = nil) throws -> Value {
    guard let name else { return try generator.draw(from: &self) }
    let ordinal = record.argumentCount
    record.argumentCount += 1
    let start = record.generationTime == nil ? nil : ContinuousClock.now
    let value = try span(fingerprint(name), .argument(ordinal)) { try generator.draw(from: &$0) }
    if let start { record.generationTime! += ContinuousClock.now - start }
    if isDescribing {
      let argument = CaseRecord.Argument(name: name, value: generator.describe(value))
      record.add(argument, ordinal: ordinal)
      if let journal { TrialMessage.argument(argument, ordinal: ordinal).send(to: journal.socket) }
    }
    if isExhausted { throw TooLarge() }
    return value
  }

  /// Gives the case a label, where `condition` holds.
  public mutating func label(_ label: String, when condition: Bool = true) {
    if condition { record.labels.insert(label) }
  }

  /// Gives the case a label where `condition` holds, and demands that at least `share` of the cases have it.
  public mutating func cover(_ label: String, when condition: Bool, atLeast share: Double) {
    precondition(0 < share && share < 1, "a required share lies strictly between 0 and 1")
    if condition { record.labels.insert(label) }
    record.coverage[.init(label: label, share: share), default: false] = condition
  }

  /// Reports a figure of which the search is to find large values: an error in ulps, left/right of an inequality. NaN
  /// is not reported; of several values of one name the largest counts.
  public mutating func maximize(_ figure: Double, _ name: String = "figure") {
    guard !figure.isNaN else { return }
    record.figures[name] = max(record.figures[name] ?? -.infinity, figure)
  }

  /// Adds a line to what is printed of a failing case.
  public mutating func note(_ text: @autoclosure () -> String) {
    guard isDescribing else { return }
    let text = text()
    record.notes.append(text)
    if let journal { TrialMessage.note(text).send(to: journal.socket) }
  }

  /// Goes on only with cases that satisfy `condition`; the others do not count.
  ///
  /// - Throws: ``Discarded``.
  public func assume(_ condition: Bool) throws {
    if !condition { throw Discarded() }
  }

  /// Compares: the case fails unless `condition` holds.
  ///
  /// - Throws: ``Falsified``.
  public mutating func verify(
    _ condition: Bool, _ message: @autoclosure () -> String = "the condition does not hold",
    fileID: String = #fileID, line: Int = #line
  ) throws {
    record.checks += 1
    if !condition { throw Falsified(message(), fileID: fileID, line: line) }
  }

  /// Says that comparisons were made by other means than ``verify(_:_:fileID:line:)``: a property without any is
  /// vacuous.
  public mutating func didCheck(_ count: Int = 1) { record.checks += count }
}

/// Thrown where a case lies outside what is tested: it does not count.
public struct Discarded: Error, Sendable {
  public init() {}
}

/// Thrown where a case makes more choices than its limit: it does not count, and many of them are a health problem.
public struct TooLarge: Error, Sendable {
  public init() {}
}

/// Thrown by a comparison that failed.
public struct Falsified: Error, Sendable, CustomStringConvertible {
  public let message: String
  public let fileID: String
  public let line: Int

  public init(_ message: String, fileID: String = #fileID, line: Int = #line) {
    self.message = message
    self.fileID = fileID
    self.line = line
  }

  public var description: String { message }
}
