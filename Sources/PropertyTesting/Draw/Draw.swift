/// The source of one case of a property: every random decision of the case is a choice drawn from it and recorded.
///
/// The record can be replayed, changed and replayed again. That is all that shrinking, targeted search and the database
/// of examples do, so that they work through `map`, `flatMap`, filters and code of one's own, and a shrunk value
/// satisfies whatever the generator promises.
///
/// ```swift
/// let x = try draw(.double(in: -1...1), "x")
/// ```
public struct Draw: Sendable {
  /// The choices made so far.
  public internal(set) var choices: [Choice] = []
  /// The parts of the stream that were drawn together, in the order in which they began.
  public internal(set) var spans: [Span] = []
  /// What the property said about the case.
  public internal(set) var record = CaseRecord()
  /// How large this case should be, from 0 to 100: what ``Generator/sized(_:)`` sees. It grows over the run.
  public internal(set) var size: Int
  /// Whether the arguments are to be written down (for a report), which takes time.
  public let isDescribing: Bool
  /// Whether more choices were asked for than a case may make. What is drawn from then on is the simplest, and is not
  /// recorded.
  public private(set) var isExhausted = false

  var random: SplitMix64
  /// The choices to replay, and where the replay stands among them.
  private(set) var script: [Choice]
  /// What a replay does past its end: random choices, or the simplest.
  let isRandomPastEnd: Bool
  let limit: Int
  var depth = 0
  /// Where the draw writes down what it does, for another process.
  var journal: Journal?

  /// The most choices that a case may make, where nothing else is said.
  public static let defaultLimit = 1 << 20

  /// A random case.
  public init(
    random: SplitMix64, size: Int = 100, limit: Int = Draw.defaultLimit, capacity: Int = 0, describing: Bool = false
  ) {
    self.init(
      script: [], random: random, isRandomPastEnd: true, size: size, limit: limit, capacity: capacity,
      describing: describing)
  }

  /// Case `index` of the property `name`; `capacity` is how many choices it is expected to make.
  public init(
    seed: UInt64, name: String, index: Int, size: Int = 100, limit: Int = Draw.defaultLimit, capacity: Int = 0,
    describing: Bool = false
  ) {
    self.init(
      random: SplitMix64(seed: seed, name: name, index: index), size: size, limit: limit, capacity: capacity,
      describing: describing)
  }

  /// A replay of `choices`; past their end every choice is the simplest, or random where a stream is given.
  public init(
    replaying choices: [Choice], then random: SplitMix64? = nil, limit: Int = Draw.defaultLimit,
    describing: Bool = false
  ) {
    self.init(
      script: choices, random: random ?? SplitMix64(seed: 0), isRandomPastEnd: random != nil, size: 100, limit: limit,
      capacity: choices.count, describing: describing)
  }

  init(
    script: [Choice], random: SplitMix64, isRandomPastEnd: Bool, size: Int, limit: Int, capacity: Int,
    describing: Bool
  ) {
    self.script = script
    self.random = random
    self.isRandomPastEnd = isRandomPastEnd
    self.size = size
    self.limit = limit
    isDescribing = describing
    choices.reserveCapacity(max(16, capacity))
  }

  /// Makes one choice: the next of the replay, or what `body` makes of random bits.
  ///
  /// Every other way of drawing ends here.
  @inline(__always)
  mutating func choose(_ domain: ChoiceDomain, _ body: (inout SplitMix64, [Choice]) -> UInt64) -> UInt64 {
    let position = choices.count
    let value: UInt64
    if position >= limit {
      // What is drawn from here on is not recorded: a case that counts for nothing must not fill the memory.
      isExhausted = true
      return domain.simplest
    } else if position < script.count {
      value = domain.admit(script[position])
    } else if isRandomPastEnd {
      value = body(&random, choices)
    } else {
      value = domain.simplest
    }
    let choice = Choice(value, from: domain)
    choices.append(choice)
    if let journal { journal.append(choice) }
    return value
  }

  /// Draws with `body` and records what it draws as a span.
  @inlinable
  public mutating func span<Value>(
    _ label: UInt64, _ kind: Span.Kind = .value, _ body: (inout Draw) throws -> Value
  ) rethrows -> Value {
    let position = open(label, kind)
    defer { close(position) }
    return try body(&self)
  }

  @usableFromInline
  mutating func open(_ label: UInt64, _ kind: Span.Kind) -> Int? {
    // There may be several spans a choice, but not spans without end.
    if spans.count / 4 >= limit && spans.count >= Self.defaultLimit { isExhausted = true }
    guard !isExhausted else { return nil }
    spans.append(Span(kind: kind, label: label, start: choices.count, end: choices.count, depth: depth))
    if let journal { journal.open(spans[spans.count - 1]) }
    depth += 1
    return spans.count - 1
  }

  @usableFromInline
  mutating func close(_ position: Int?) {
    guard let position else { return }
    depth -= 1
    spans[position].end = choices.count
    if let journal { journal.close(position, at: choices.count) }
  }

  /// A place in the record to which an attempt that came to nothing can be taken back.
  struct Mark {
    let choices: Int
    let spans: Int
    let argumentCount: Int
    let arguments: Int
    let notes: Int
  }

  var mark: Mark {
    Mark(
      choices: choices.count, spans: spans.count, argumentCount: record.argumentCount,
      arguments: record.arguments.count, notes: record.notes.count)
  }

  /// Forgets what was drawn since `mark`, so that the record holds only the attempt that succeeded. Whether there is
  /// anything but the replay to draw the next attempt from is returned: a replay that fails is not tried again.
  mutating func rewind(to mark: Mark) -> Bool {
    let hasRandomness = isRandomPastEnd && !isExhausted
    // What the replay said here was rejected: random choices take its place.
    if hasRandomness && script.count > mark.choices { script.removeLast(script.count - mark.choices) }
    guard hasRandomness else { return false }
    choices.removeLast(choices.count - mark.choices)
    spans.removeLast(spans.count - mark.spans)
    record.argumentCount = mark.argumentCount
    record.arguments.removeLast(record.arguments.count - mark.arguments)
    record.notes.removeLast(record.notes.count - mark.notes)
    if let journal { journal.rewind(choices: mark.choices, spans: mark.spans) }
    return true
  }
}
