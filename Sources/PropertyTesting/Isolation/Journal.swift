import CPropertyTesting

/// What a draw does, written down as it is done where another process can read it: should the case end the process, its
/// choices are known all the same.
///
/// Choices and spans lie in shared memory; arguments and notes, which are texts and come only with a case that is being
/// described, go through a socket.
struct Journal: @unchecked Sendable {
  struct Header {
    var choiceCount = 0
    var spanCount = 0
    /// The case to run: what a draw is made of.
    var scriptCount = 0
    var randomState: UInt64 = 0
    var size = 0
    var limit = 0
    var isRandomPastEnd = false
    var isDescribing = false
  }

  let header: UnsafeMutablePointer<Header>
  let choices: UnsafeMutableBufferPointer<Choice>
  let spans: UnsafeMutableBufferPointer<Span>
  let script: UnsafeMutableBufferPointer<Choice>
  let socket: Int32

  func append(_ choice: Choice) {
    let count = header.pointee.choiceCount
    if count < choices.count { choices[count] = choice }
    header.pointee.choiceCount = count + 1
  }

  /// A span that is never closed ends where the choices end.
  func open(_ span: Span) {
    let count = header.pointee.spanCount
    if count < spans.count {
      spans[count] = span
      spans[count].end = .max
    }
    header.pointee.spanCount = count + 1
  }

  func close(_ position: Int, at end: Int) {
    if position < spans.count { spans[position].end = end }
  }

  func rewind(choices choiceCount: Int, spans spanCount: Int) {
    header.pointee.choiceCount = choiceCount
    header.pointee.spanCount = spanCount
  }

  /// The choices and spans written down.
  func read() -> (choices: [Choice], spans: [Span]) {
    let choiceCount = min(header.pointee.choiceCount, choices.count)
    let read = spans.prefix(header.pointee.spanCount).map { span in
      var span = span
      span.end = min(span.end, choiceCount)
      return span
    }
    return (Array(choices.prefix(choiceCount)), read)
  }
}

extension Draw {
  /// Puts down in `journal` what is needed to make this draw again.
  func request(_ journal: Journal) {
    let count = min(script.count, journal.script.count)
    for position in 0..<count { journal.script[position] = script[position] }
    journal.header.pointee = Journal.Header(
      scriptCount: count, randomState: random.state, size: size, limit: limit, isRandomPastEnd: isRandomPastEnd,
      isDescribing: isDescribing)
  }

  /// The draw put down in `journal`, which then writes down what it does.
  init(requestedIn journal: Journal) {
    let header = journal.header.pointee
    self.init(
      script: Array(journal.script.prefix(header.scriptCount)), random: SplitMix64(seed: header.randomState),
      isRandomPastEnd: header.isRandomPastEnd, size: header.size, limit: header.limit, capacity: header.scriptCount,
      describing: header.isDescribing)
    self.journal = journal
  }
}
