extension Generator {
  /// A value of one of the generators, all equally likely; simplest one of the first.
  public static func oneOf(_ generators: Generator...) -> Generator { oneOf(generators) }

  /// A value of one of the generators, all equally likely; simplest one of the first. There must be one.
  public static func oneOf(_ generators: [Generator]) -> Generator {
    precondition(!generators.isEmpty, "one of no generators")
    let last = UInt64(generators.count - 1)
    return Generator { draw in
      try draw.span(SpanLabel.alternative) { draw in
        try generators[Int(draw.index(upTo: last))].draw(from: &draw)
      }
    }
  }

  /// A value of one of the generators, each as likely as its weight says; simplest one of the first. The weights are
  /// not negative, and one is positive.
  public static func oneOf(weights alternatives: (Int, Generator)...) -> Generator {
    precondition(alternatives.allSatisfy { $0.0 >= 0 }, "a weight is negative")
    let bounds = alternatives.reduce(into: [UInt64]()) { $0.append(($0.last ?? 0) + UInt64($1.0)) }
    let total = bounds.last ?? 0
    precondition(total > 0, "no weight is positive")
    return Generator { draw in
      try draw.span(SpanLabel.alternative) { draw in
        let index = draw.choose(.index(last: UInt64(bounds.count - 1))) { random, _ in
          let target = random.below(total)
          return UInt64(bounds.firstIndex { target < $0 } ?? 0)
        }
        return try alternatives[Int(index)].1.draw(from: &draw)
      }
    }
  }

  /// A value of `wrapped`, or nothing with the probability given; simplest nothing.
  public static func optional<Wrapped>(
    _ wrapped: Generator<Wrapped>, nilProbability: Double = 0.25
  ) -> Generator where Value == Wrapped? {
    Generator(describedBy: wrapped.describeOptional()) { draw in
      try draw.span(SpanLabel.alternative) { draw in
        draw.bool(probability: 1 - nilProbability) ? try wrapped.draw(from: &draw) : nil
      }
    }
  }

  /// A value of `base`, or of what `step` makes of this generator itself, nested at most `depth` times.
  ///
  /// ```swift
  /// let tree = Generator.recursive(.integer(in: 0...9).map(Tree.leaf), depth: 4) { inner in
  ///   Generator<[Tree]>.array(of: inner, count: 0...3).map(Tree.node)
  /// }
  /// ```
  ///
  /// No case grows without end: once it has made 2048 choices, what is still open is drawn from `base`.
  ///
  /// Every level is a span with the same label and the same first choice, so that the shrinker can put an inner value
  /// in the place of an outer one.
  public static func recursive(
    _ base: Generator, depth: Int = 5, fileID: StaticString = #fileID, line: UInt = #line,
    _ step: (Generator) -> Generator
  ) -> Generator {
    let label = SpanLabel.place(fileID, line)
    var level = Generator(describedBy: base.describe) { draw in
      try draw.span(label) { draw in
        _ = draw.index(upTo: 0)
        return try base.draw(from: &draw)
      }
    }
    for _ in 0..<max(0, depth) {
      let next = step(level)
      level = Generator(describedBy: base.describe) { draw in
        try draw.span(label) { draw in
          try draw.bool(probability: draw.choices.count < 2048 ? 0.7 : 0)
            ? next.draw(from: &draw) : base.draw(from: &draw)
        }
      }
    }
    return level
  }
}
