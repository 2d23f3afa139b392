extension Generator where Value: Sendable {
  /// Always `value`; no choice is made.
  public static func always(_ value: Value) -> Generator {
    Generator { _ in value }
  }

  /// An element of `values`, all equally likely; simplest the first. Discards the case where there is none.
  public static func element(of values: some Collection<Value> & Sendable) -> Generator {
    let values = Array(values)
    return Generator { draw in
      if values.isEmpty { throw Discarded() }
      return values[Int(draw.index(upTo: UInt64(values.count - 1)))]
    }
  }
}

extension Generator where Value: CaseIterable & Sendable, Value.AllCases: Sendable {
  /// A case of an enumeration, all equally likely; simplest the first.
  public static func anyCase() -> Generator { .element(of: Array(Value.allCases)) }
}

extension Generator where Value == Bool {
  /// Either; simplest `false`.
  public static func bool(probability: Double = 0.5) -> Generator {
    Generator { $0.bool(probability: probability) }
  }
}
