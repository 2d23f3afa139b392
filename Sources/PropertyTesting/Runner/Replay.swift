/// A recorded stream of choices as one line of text, which replays the case that made it.
///
/// The text holds what was chosen, not from what: it replays as well after a range has changed, each choice moved to
/// the nearest one allowed. It is URL-safe base64 (RFC 4648, section 5, unpadded) of a version byte, runs of choices of
/// one kind, and a checksum of 32 bits. Integers near zero and floats of few bits are short.
public struct Replay: Sendable, Hashable {
  public let choices: [Choice]

  public init(_ choices: [Choice]) { self.choices = choices }

  /// Why a text is no replay.
  public enum DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    case empty
    /// A character that does not occur in URL-safe base64, and its offset.
    case invalidCharacter(Character, offset: Int)
    case unsupportedVersion(UInt8)
    /// It ends too early, or has too many characters.
    case wrongLength
    /// Some of it was changed.
    case wrongChecksum
    /// The checksum is right, but what it protects makes no sense.
    case malformed

    public var description: String {
      switch self {
      case .empty: "the replay text is empty"
      case .invalidCharacter(let character, let offset):
        "the replay text has \"\(character)\" at offset \(offset); only A-Z, a-z, 0-9, - and _ occur in one"
      case .unsupportedVersion(let version):
        "the replay text is of version \(version); this library reads version \(Replay.version)"
      case .wrongLength: "the replay text is not complete"
      case .wrongChecksum: "the replay text was changed: its checksum is wrong"
      case .malformed: "the replay text holds no stream of choices"
      }
    }
  }

  static let version: UInt8 = 1
  private static let checksumLength = 4
}

extension Replay {
  /// The line of text.
  public var text: String {
    var writer = ByteWriter()
    writer.write(byte: Self.version)
    var start = 0
    while start < choices.count {
      let kind = choices[start].domain.kind
      let end = choices[start...].firstIndex { $0.domain.kind != kind } ?? choices.count
      writer.write(UInt64(end - start) << 2 | UInt64(kind.rawValue))
      for choice in choices[start..<end] { writer.write(choice.value, as: kind) }
      start = end
    }
    return Base64.encode(writer.bytes + Self.checksum(writer.bytes[...]))
  }

  /// Reads a line of text.
  ///
  /// - Throws: ``DecodingError``.
  public init(text: String) throws(DecodingError) {
    guard !text.isEmpty else { throw .empty }
    let bytes = try Base64.decode(text)
    guard bytes.count > Self.checksumLength else { throw .wrongLength }
    guard bytes[0] == Self.version else { throw .unsupportedVersion(bytes[0]) }
    let body = bytes.dropLast(Self.checksumLength)
    guard Self.checksum(body) == Array(bytes.suffix(Self.checksumLength)) else { throw .wrongChecksum }
    var reader = ByteReader(body.dropFirst())
    var choices: [Choice] = []
    while reader.remaining > 0 {
      guard let header = reader.read(), let kind = ChoiceDomain.Kind(rawValue: UInt8(header & 3)),
        header >> 2 <= UInt64(reader.remaining)
      else { throw .malformed }
      for _ in 0..<header >> 2 {
        guard let value = reader.read(as: kind) else { throw .malformed }
        choices.append(Choice(value, from: kind.widest))
      }
    }
    self.init(choices)
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let hash = fingerprint(bytes)
    let folded = hash ^ (hash >> 32)
    return (0..<checksumLength).map { UInt8(truncatingIfNeeded: folded >> UInt64(8 * $0)) }
  }
}

extension ChoiceDomain {
  enum Kind: UInt8 {
    case index, integer, length, float

    /// The domain that holds every value of the kind.
    var widest: ChoiceDomain {
      switch self {
      case .index: .index(last: .max)
      case .integer: .integer(lower: .min, upper: .max, origin: 0)
      case .length: .length(lower: 0, upper: .max)
      case .float:
        .float(
          FloatDomain(
            -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude, allowsInfinity: true, allowsNaN: true))
      }
    }
  }

  var kind: Kind {
    switch self {
    case .index: .index
    case .integer: .integer
    case .length: .length
    case .float: .float
    }
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ value: UInt64, as kind: ChoiceDomain.Kind) {
    switch kind {
    case .index, .length: write(value)
    case .integer: write(signed: Int64(bitPattern: value))
    case .float: write(float: value)
    }
  }
}

extension ByteReader {
  fileprivate mutating func read(as kind: ChoiceDomain.Kind) -> UInt64? {
    switch kind {
    case .index: read()
    case .length: read().flatMap { $0 <= UInt64(Int.max) ? $0 : nil }
    case .integer: readSigned().map { UInt64(bitPattern: $0) }
    case .float: readFloat()
    }
  }
}
