import CPropertyTesting
import Foundation
import Synchronization

/// A child process that runs cases of a property, one after another, until one ends it.
final class Worker: @unchecked Sendable {
  /// How a case ended the child.
  enum Death: Error {
    case hang
    case ended(cpt_end)
  }

  let journal: Journal
  private let process: pid_t
  private let memory: UnsafeMutableRawPointer
  private let bytes: Int
  /// What the child writes to standard error.
  private let errors: FileHandle
  private var isAlive = true

  /// The sockets of all workers in this process: a child closes them, so that it does not keep the end of another child
  /// from being seen.
  private static let sockets = Mutex<Set<Int32>>([])

  /// Forks a child; `nil` where the system refuses.
  init?(_ property: Property, choiceLimit: Int) {
    // What a case makes beyond this is not known, should it end the process.
    let capacity = min(max(1, choiceLimit), 1 << 26)
    let offsets = Self.offsets(capacity)
    bytes = offsets.end
    var pair: [Int32] = [-1, -1]
    guard let memory = cpt_map(bytes), let errors = Self.temporaryFile() else { return nil }
    guard cpt_connect(&pair) == 0 else { return nil }
    self.memory = memory
    self.errors = errors
    func journal(_ socket: Int32) -> Journal {
      func array<Element>(_ offset: Int, of type: Element.Type) -> UnsafeMutableBufferPointer<Element> {
        let start = (memory + offset).bindMemory(to: type, capacity: capacity)
        return UnsafeMutableBufferPointer(start: start, count: capacity)
      }
      return Journal(
        header: memory.bindMemory(to: Journal.Header.self, capacity: 1),
        choices: array(offsets.choices, of: Choice.self), spans: array(offsets.spans, of: Span.self),
        script: array(offsets.script, of: Choice.self), socket: socket)
    }
    let (parent, child) = (pair[0], pair[1])
    self.journal = journal(parent)
    process = Self.sockets.withLock { sockets in
      let process = cpt_fork(errors.fileDescriptor)
      if process == 0 {
        for socket in sockets { close(socket) }
        close(parent)
        Self.serve(property, journal(child))
      }
      close(child)
      sockets.insert(parent)
      return process
    }
    guard process > 0 else {
      isAlive = false
      return nil
    }
  }

  deinit {
    if isAlive { end(kills: true) }
    Self.sockets.withLock { _ = $0.remove(journal.socket) }
    close(journal.socket)
    cpt_unmap(memory, bytes)
  }

  private static func offsets(_ capacity: Int) -> (choices: Int, spans: Int, script: Int, end: Int) {
    let choices = 4096
    let spans = choices + capacity * MemoryLayout<Choice>.stride
    let script = spans + capacity * MemoryLayout<Span>.stride
    return (choices, spans, script, script + capacity * MemoryLayout<Choice>.stride)
  }

  /// A file without a name.
  private static func temporaryFile() -> FileHandle? {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("property-testing-\(UUID())")
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else { return nil }
    defer { try? FileManager.default.removeItem(at: file) }
    return try? FileHandle(forUpdating: file)
  }

  /// The child: runs the cases asked for until nobody asks any more.
  private static func serve(_ property: Property, _ journal: Journal) -> Never {
    var request: UInt8 = 0
    while cpt_receive(journal.socket, &request, 1, -1) == 1 {
      let trial = property.run(Draw(requestedIn: journal))
      cpt_flush()
      TrialMessage.end(trial.outcome, trial.record).send(to: journal.socket)
    }
    cpt_exit(0)
  }

  /// Runs a case, and says what became of it. After a death the worker is of no use.
  func run(_ draw: consuming Draw, timeout: Duration) -> (end: Result<Trial.Outcome, Death>, record: CaseRecord) {
    let deadline = ContinuousClock.now + timeout
    draw.request(journal)
    try? errors.truncate(atOffset: 0)
    _ = lseek(errors.fileDescriptor, 0, SEEK_SET)
    var request: UInt8 = 1
    _ = cpt_send(journal.socket, &request, 1)
    var told = CaseRecord()
    while true {
      do throws(TrialMessage.Absence) {
        switch try TrialMessage.receive(from: journal.socket, until: deadline) {
        case .argument(let argument, let ordinal): told.add(argument, ordinal: ordinal)
        case .note(let text): told.notes.append(text)
        case .end(let outcome, var record):
          record.arguments = told.arguments
          record.notes = told.notes
          return (.success(outcome), record)
        }
      } catch {
        let end = end(kills: error == .late)
        return (.failure(error == .late ? .hang : .ended(end)), told)
      }
    }
  }

  @discardableResult
  private func end(kills: Bool) -> cpt_end {
    isAlive = false
    return cpt_wait(process, kills ? 1 : 0)
  }

  /// What the child wrote to standard error during the last case.
  var errorText: String {
    try? errors.seek(toOffset: 0)
    let data = (try? errors.read(upToCount: 1 << 14)) ?? Data()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
