import CPropertyTesting

/// What a child process tells its parent of the case that it runs.
enum TrialMessage {
  case argument(CaseRecord.Argument, ordinal: Int)
  case note(String)
  /// The last message of a case.
  case end(Trial.Outcome, CaseRecord)

  private var bytes: [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .argument(let argument, let ordinal):
      writer.write(byte: 0)
      writer.write(UInt64(ordinal))
      writer.write(argument.name)
      writer.write(argument.value)
    case .note(let text):
      writer.write(byte: 1)
      writer.write(text)
    case .end(let outcome, let record):
      writer.write(byte: 2)
      writer.write(outcome)
      writer.write(record)
    }
    return writer.bytes
  }

  private init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes[...])
    switch reader.readByte() {
    case 0:
      guard let ordinal = reader.read(), let name = reader.readText(), let value = reader.readText() else { return nil }
      self = .argument(.init(name: name, value: value), ordinal: Int(clamping: ordinal))
    case 1:
      guard let text = reader.readText() else { return nil }
      self = .note(text)
    default:
      guard let outcome = reader.readOutcome(), let record = reader.readRecord() else { return nil }
      self = .end(outcome, record)
    }
  }

  func send(to socket: Int32) {
    let bytes = bytes
    var count = UInt32(bytes.count)
    _ = cpt_send(socket, &count, 4)
    _ = cpt_send(socket, bytes, bytes.count)
  }

  /// Why there is no message.
  enum Absence: Error {
    /// The child has ended.
    case ended
    /// The time is up.
    case late
  }

  /// Waits for the next message.
  static func receive(from socket: Int32, until deadline: ContinuousClock.Instant) throws(Absence) -> TrialMessage {
    func read(_ memory: UnsafeMutableRawPointer, _ count: Int) throws(Absence) {
      let left = (deadline - .now) / .milliseconds(1)
      switch cpt_receive(socket, memory, count, Int32(min(max(left.rounded(.up), 0), 1e9))) {
      case 1: return
      case 0: throw .ended
      default: throw .late
      }
    }
    var count: UInt32 = 0
    try read(&count, 4)
    var bytes = [UInt8](repeating: 0, count: Int(count))
    if count > 0 { try read(&bytes, bytes.count) }
    guard let message = TrialMessage(bytes) else { throw .ended }
    return message
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ outcome: Trial.Outcome) {
    switch outcome {
    case .passed: write(byte: 0)
    case .discarded: write(byte: 1)
    case .tooLarge: write(byte: 2)
    case .failed(let failure):
      write(byte: 3)
      write(failure.identity)
      write(failure.message)
      write(failure.fileID ?? "")
      write(signed: Int64(failure.line ?? -1))
    }
  }

  /// All but what was told before: arguments and notes.
  fileprivate mutating func write(_ record: CaseRecord) {
    write(UInt64(record.labels.count))
    for label in record.labels { write(label) }
    write(UInt64(record.coverage.count))
    for (requirement, isMet) in record.coverage {
      write(requirement.label)
      write(float: requirement.share.bitPattern)
      write(byte: isMet ? 1 : 0)
    }
    write(UInt64(record.figures.count))
    for (name, figure) in record.figures {
      write(name)
      write(float: figure.bitPattern)
    }
    write(UInt64(record.argumentCount))
    write(UInt64(record.checks))
  }
}

extension ByteReader {
  fileprivate mutating func readOutcome() -> Trial.Outcome? {
    switch readByte() {
    case 0: return .passed
    case 1: return .discarded
    case 2: return .tooLarge
    default:
      guard let identity = readText(), let message = readText(), let file = readText(), let line = readSigned() else {
        return nil
      }
      return .failed(
        Trial.Failure(
          identity: identity, message: message, fileID: file.isEmpty ? nil : file, line: line < 0 ? nil : Int(line)))
    }
  }

  fileprivate mutating func readRecord() -> CaseRecord? {
    var record = CaseRecord()
    for _ in 0..<(read() ?? 0) {
      guard let label = readText() else { return nil }
      record.labels.insert(label)
    }
    for _ in 0..<(read() ?? 0) {
      guard let label = readText(), let share = readFloat(), let isMet = readByte() else { return nil }
      record.coverage[.init(label: label, share: Double(bitPattern: share))] = isMet == 1
    }
    for _ in 0..<(read() ?? 0) {
      guard let name = readText(), let figure = readFloat() else { return nil }
      record.figures[name] = Double(bitPattern: figure)
    }
    guard let arguments = read(), let checks = read() else { return nil }
    record.argumentCount = Int(arguments)
    record.checks = Int(checks)
    return record
  }
}
