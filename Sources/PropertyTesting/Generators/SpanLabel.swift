/// The labels of the spans that this library's own generators record.
public enum SpanLabel {
  /// An element of a collection.
  public static var arrayElement: UInt64 { 1 }
  /// An array whose length is not a choice.
  public static var fixedArray: UInt64 { 2 }
  /// An alternative with what it drew.
  public static var alternative: UInt64 { 3 }
  /// A permutation, a subset.
  public static var order: UInt64 { 4 }
  /// A tuple, a pair, a number made of several choices.
  public static var tuple: UInt64 { 5 }
  /// A number of the complex plane, a rational.
  public static var number: UInt64 { 6 }
  /// A matrix.
  public static var matrix: UInt64 { 7 }
  /// A reflection or rotation, one factor of a matrix.
  public static var factor: UInt64 { 8 }
  /// A command of a program.
  public static var command: UInt64 { 9 }

  /// A label of a place in the source.
  static func place(_ fileID: StaticString, _ line: UInt) -> UInt64 {
    let text = UnsafeBufferPointer(start: fileID.utf8Start, count: fileID.utf8CodeUnitCount)
    return fingerprint(text, variant: UInt64(line))
  }
}
