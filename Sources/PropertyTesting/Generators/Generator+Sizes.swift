extension Generator {
  /// A generator that depends on a size of 0...100, which is a choice: small in the first cases of a run, larger later.
  ///
  /// The size is drawn up to ``Draw/size``; simplest 0.
  public static func sized(_ make: @escaping @Sendable (Int) throws -> Generator) -> Generator {
    Generator { draw in
      let size = UInt64(min(max(draw.size, 0), 100))
      let value = draw.choose(.integer(lower: 0, upper: 100, origin: 0)) { random, _ in
        random.happens(0.25) ? size : random.upTo(size)
      }
      return try make(Int(value)).draw(from: &draw)
    }
  }

  /// The same generator in a case of another size, which guides the lengths of its collections and its ``sized(_:)``
  /// parts.
  public func resized(_ change: @escaping @Sendable (Int) -> Int) -> Generator {
    Generator(describedBy: describe) { draw in
      let size = draw.size
      defer { draw.size = size }
      draw.size = min(max(change(size), 0), 100)
      return try body(&draw)
    }
  }
}
