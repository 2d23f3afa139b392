extension Generator where Value == Character {
  /// A printable character of ASCII; simplest "a", then letters, digits, space and signs.
  public static func ascii() -> Generator {
    .element(
      of: Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
  }

  /// A character of one scalar: two in five of them of ASCII, the others of Latin 1, of the basic plane, and of all
  /// planes; simplest "a".
  public static func unicode() -> Generator {
    let printable = Generator.ascii()
    let lasts: [UInt64] = [0x7F, 0xFF, 0xFFFF, 0x10FFFF]
    return Generator { draw in
      try draw.span(SpanLabel.alternative) { draw in
        let plane = Int(draw.index(upTo: UInt64(lasts.count)))
        if plane == 0 { return try printable.draw(from: &draw) }
        let code = UInt32(draw.distance(upTo: lasts[plane - 1], isUniform: true))
        // The surrogates are no scalars.
        return Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}"
      }
    }
  }
}

extension Generator where Value == String {
  /// A string of the characters that `character` draws; simplest the shortest allowed.
  public static func string(of character: Generator<Character> = .ascii(), count: ClosedRange<Int> = 0...32)
    -> Generator
  {
    let characters = Generator<[Character]>.array(of: character, count: count)
    return Generator(describedBy: { $0.debugDescription }, { String(try characters.draw(from: &$0)) })
  }
}
