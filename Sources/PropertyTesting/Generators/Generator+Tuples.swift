extension Generator {
  /// A tuple of values of the generators, drawn in this order.
  public static func tuple<each Element>(
    _ generators: repeat Generator<each Element>
  ) -> Generator where Value == (repeat each Element) {
    Generator { draw in
      try draw.span(SpanLabel.tuple) { draw in
        (repeat try (each generators).draw(from: &draw))
      }
    }
  }
}
