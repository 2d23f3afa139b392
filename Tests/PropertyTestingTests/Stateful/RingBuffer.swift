import PropertyTesting

/// A queue of limited capacity in one block of storage, and defects to plant in it.
struct RingBuffer {
  enum Defect: CaseIterable {
    /// One place stays unused: it is full one value too early.
    case fullTooEarly
    /// A value written past the end of the storage goes to the place before the right one.
    case wrapsShort
    /// Taking from an empty queue moves the head.
    case movesWhenEmpty
  }

  private var storage: [Int]
  private var head = 0
  private(set) var count = 0
  private let defect: Defect?

  init(capacity: Int, defect: Defect?) {
    storage = Array(repeating: 0, count: capacity)
    self.defect = defect
  }

  /// Appends a value, if there is room for it.
  mutating func push(_ value: Int) -> Bool {
    guard count < (defect == .fullTooEarly ? storage.count - 1 : storage.count) else { return false }
    var place = head + count
    if place >= storage.count { place -= storage.count + (defect == .wrapsShort && place > storage.count ? 1 : 0) }
    storage[place] = value
    count += 1
    return true
  }

  /// Takes the oldest value.
  mutating func pop() -> Int? {
    guard count > 0 else {
      if defect == .movesWhenEmpty { count -= 1 }
      return nil
    }
    defer {
      head = (head + 1) % storage.count
      count -= 1
    }
    return storage[head]
  }
}

/// A ring buffer against an array.
struct RingBufferMachine: StateMachine {
  enum Command {
    case push(Int)
    case pop
  }
  enum Output: Equatable {
    case accepted, full, empty
    case value(Int)
  }
  typealias Model = (values: [Int], capacity: Int)

  let defect: RingBuffer.Defect?

  func start(_ draw: inout Draw) throws -> (model: Model, system: RingBuffer) {
    let capacity = try draw(.integer(in: 1...5), "capacity")
    return (([], capacity), RingBuffer(capacity: capacity, defect: defect))
  }

  func command(_ draw: inout Draw, in model: Model) throws -> Command? {
    draw.bool() ? .pop : .push(draw.integer(in: 0...99))
  }

  func predict(_ command: Command, with model: inout Model) -> Output {
    switch command {
    case .push(let value):
      guard model.values.count < model.capacity else { return .full }
      model.values.append(value)
      return .accepted
    case .pop: return model.values.isEmpty ? .empty : .value(model.values.removeFirst())
    }
  }

  func perform(_ command: Command, on system: inout RingBuffer) -> Output {
    switch command {
    case .push(let value): system.push(value) ? .accepted : .full
    case .pop: system.pop().map { .value($0) } ?? .empty
    }
  }

  func verifyState(of system: RingBuffer, against model: Model, _ draw: inout Draw) throws {
    try draw.verify(system.count >= 0, "the count is \(system.count)")
  }
}
