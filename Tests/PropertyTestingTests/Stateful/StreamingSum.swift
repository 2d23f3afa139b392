import PropertyTesting

/// Prefix sums of a sequence that comes in chunks, worked through in blocks of four, and defects to plant in it.
struct StreamingSum {
  enum Defect: CaseIterable {
    /// The carry of a chunk that ends with a whole block is the one before that block.
    case losesLastBlock
    /// An empty chunk clears the carry.
    case emptyClears
    /// What is saved is the state itself, not a copy of it.
    case sharesSaved
  }

  /// What goes from one chunk to the next.
  final class State {
    var carry = 0
    init(_ carry: Int) { self.carry = carry }
  }

  private(set) var state = State(0)
  private(set) var saved = Results<State>()
  let defect: Defect?

  init(defect: Defect?) { self.defect = defect }

  mutating func feed(_ chunk: [Int]) -> [Int] {
    if chunk.isEmpty && defect == .emptyClears { state.carry = 0 }
    var sums: [Int] = []
    for start in stride(from: 0, to: chunk.count, by: 4) {
      let block = chunk[start..<min(start + 4, chunk.count)]
      var sum = state.carry
      for value in block {
        sum += value
        sums.append(sum)
      }
      if defect == .losesLastBlock && block.count == 4 && start + 4 == chunk.count { continue }
      state.carry = sum
    }
    return sums
  }

  mutating func save() { saved.store(defect == .sharesSaved ? state : State(state.carry)) }

  mutating func resume(_ name: ResultName) {
    if let earlier = saved[name] { state = State(earlier.carry) }
  }
}

/// A sum run in chunks, saved and resumed, against the whole run: split and carry change nothing.
struct StreamingSumMachine: StateMachine {
  enum Command {
    case feed([Int])
    case save
    case resume(ResultName)
  }

  /// Everything that was fed, and how it stood where it was saved.
  struct Model {
    var values: [Int] = []
    var saved = Results<[Int]>()
  }

  let defect: StreamingSum.Defect?

  func start(_ draw: inout Draw) -> (model: Model, system: StreamingSum) { (Model(), StreamingSum(defect: defect)) }

  func command(_ draw: inout Draw, in model: Model) throws -> Command? {
    switch draw.index(upTo: model.saved.names.isEmpty ? 1 : 2) {
    case 0: .feed(try draw(.array(of: .integer(in: -9...9), count: 0...9)))
    case 1: .save
    default: .resume(try draw(.element(of: model.saved.names)))
    }
  }

  func predict(_ command: Command, with model: inout Model) -> [Int] {
    switch command {
    case .feed(let chunk):
      model.values += chunk
      let sums = model.values.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
      return Array(sums.suffix(chunk.count))
    case .save: model.saved.store(model.values)
    case .resume(let name): model.values = model.saved[name] ?? []
    }
    return []
  }

  func perform(_ command: Command, on system: inout StreamingSum) -> [Int] {
    switch command {
    case .feed(let chunk): return system.feed(chunk)
    case .save: system.save()
    case .resume(let name): system.resume(name)
    }
    return []
  }

  func verifyState(of system: StreamingSum, against model: Model, _ draw: inout Draw) throws {
    let whole = model.values.reduce(0, +)
    try draw.verify(system.state.carry == whole, "the carry is \(system.state.carry), the whole sum \(whole)")
  }
}
