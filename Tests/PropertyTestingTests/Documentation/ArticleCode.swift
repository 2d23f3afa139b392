import PropertyTesting

// The code of the articles, apart from the tutorial: each block stands here, or beside what it is about, word for word.

struct Interval {
  let lower: Double
  let width: Double
}

enum ArticleCode {
  static func drawing() -> [RunResult] {
    let property = Property("sorting keeps the length") { draw in
      let values = try draw(.array(of: .integer(in: -100...100)), "values")
      try draw.verify(values.sorted().count == values.count)
    }

    let interval = Generator { draw in
      let lower = try draw(.double(in: -10...10))
      return Interval(lower: lower, width: try draw(.double(in: 0...1)))
    }

    let intervals = Property("an interval is one") { draw in
      let drawn = try draw(interval, "interval")
      try draw.verify(drawn.lower <= drawn.lower + drawn.width)
    }
    return [Runner(property).run(), Runner(intervals).run()]
  }

  static func coverage() -> RunResult {
    let property = Property("sorting twice is sorting once") { draw in
      let values = try draw(.array(of: .integer(in: 0...50)), "values")
      let sorted = values.sorted()
      draw.label("sorted already", when: values == sorted)
      draw.cover("with a repetition", when: Set(values).count < values.count, atLeast: 0.3)
      try draw.verify(sorted.sorted() == sorted)
    }
    return Runner(property).run()
  }

  static func ringBuffer() -> RunResult {
    let result = Runner(Property("a ring buffer", of: RingBufferMachine(defect: .wrapsShort))).run()
    return result
  }

  static func sharedCarry() -> RunResult {
    Runner(Property("a sum in chunks", of: StreamingSumMachine(defect: .sharesSaved))).run()
  }

  /// A counterexample, replayed from its text.
  static func replayed(_ counterexample: RunResult.Counterexample, of property: Property) throws -> RunResult {
    let text = Replay(counterexample.choices).text
    var settings = Settings()
    settings.replay = try Replay(text: text)
    let result = Runner(property, settings: settings).run()
    return result
  }
}
