import Foundation

/// A list of names without repetitions, and where in the list each is.
///
/// The names stay where they are, as strings of a JSON text; the table has 4 bytes for where each starts, and an open hash
/// table of places. So a header of a hundred thousand names is checked in 1 MB of memory. Two names are the same where the
/// bytes of the strings are, escapes resolved. (Swift's strings are also equal where they are only canonically equivalent,
/// which the format does not know.)
struct NameTable: Sendable {
  /// Where in the text the opening quote of each name is.
  private var starts: [UInt32] = []

  /// For each name its place plus one, in the lower 21 bits, and 11 bits of the hash of its bytes, which tell most other
  /// names apart at a glance; 0 where there is none. Where to look is said by other bits of the hash. At least one in twenty
  /// slots is empty.
  private var slots: [UInt32]

  /// What makes the hashes of this table; the factor is odd.
  private let seed = UInt64.random(in: 0...UInt64.max)
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  /// Names that are not in the table yet: their hashes, and where they are in the text, without quotes.
  private var pending: [(hash: UInt64, range: Range<Int>)] = []

  /// How many names wait at most.
  private static let batch = 32

  /// What was in slots that were looked at for no other reason than to have them near.
  private var touched: UInt32 = 0

  /// The bits of a slot that hold a place plus one.
  private static let placeMask: UInt32 = (1 << 21) - 1

  /// Makes an empty table for at most `limit` names.
  ///
  /// - Precondition: `limit < 2^21`.
  init(limit: Int) {
    precondition(limit < Int(Self.placeMask))
    var size = 16
    while 20 * size < 21 * limit { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    starts.reserveCapacity(limit)
    pending.reserveCapacity(Self.batch)
  }

  /// The number of names.
  var count: Int { starts.count }

  /// Where in the text the opening quote of a name is.
  func start(of place: Int) -> Int { Int(starts[place]) }

  /// The place of a name in a text, or nil where it is not there.
  func place(of name: String, in text: UnsafeRawBufferPointer) -> Int? {
    var name = name
    return name.withUTF8 { utf8 in
      let name = UnsafeRawBufferPointer(utf8)
      let found = slots[slot(of: name, hash: hash(name), in: text)]
      return found == 0 ? nil : Int(found & Self.placeMask) - 1
    }
  }

  /// Appends a name without escapes, which is looked up later, with others: slots far apart are waited for together.
  ///
  /// - Parameter range: where the name is in the text, without quotes.
  /// - Returns: where the opening quote is of a name that was there already, this one or one before it; else nil.
  /// - Precondition: the table is not full; the text has less than 2^32 bytes.
  mutating func append(plain range: Range<Int>, in text: UnsafeRawBufferPointer) -> Int? {
    pending.append((hash(UnsafeRawBufferPointer(rebasing: text[range])), range))
    return pending.count == Self.batch ? flush(in: text) : nil
  }

  /// Appends a name with escapes, whose opening quote is at `start`; else as `append(plain:in:)`.
  ///
  /// - Parameter name: the string's bytes, escapes resolved.
  mutating func append(_ name: UnsafeRawBufferPointer, at start: Int, in text: UnsafeRawBufferPointer) -> Int? {
    flush(in: text) ?? (insert(name, hash: hash(name), at: start, in: text) ? nil : start)
  }

  /// Looks up the names that wait; else as `append(plain:in:)`.
  mutating func flush(in text: UnsafeRawBufferPointer) -> Int? {
    let mask = slots.count - 1
    for name in pending { touched |= slots[Int(truncatingIfNeeded: name.hash) & mask] }
    defer { pending.removeAll(keepingCapacity: true) }
    for (hash, range) in pending {
      let start = range.lowerBound - 1
      guard insert(UnsafeRawBufferPointer(rebasing: text[range]), hash: hash, at: start, in: text) else { return start }
    }
    return nil
  }

  /// Appends a name, and says whether it was new; an old one is not appended.
  private mutating func insert(
    _ name: UnsafeRawBufferPointer, hash: UInt64, at start: Int, in text: UnsafeRawBufferPointer
  ) -> Bool {
    let slot = slot(of: name, hash: hash, in: text)
    guard slots[slot] == 0 else { return false }
    precondition(starts.count < slots.count - 1, "the table is full")
    starts.append(UInt32(start))
    slots[slot] = UInt32(hash >> 32) & ~Self.placeMask | UInt32(starts.count)
    return true
  }

  /// The slot where a name is, or the empty one where it would be.
  private func slot(of name: UnsafeRawBufferPointer, hash: UInt64, in text: UnsafeRawBufferPointer) -> Int {
    let mask = slots.count - 1
    let fragment = UInt32(hash >> 32) & ~Self.placeMask
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let isCandidate = slots[slot] & ~Self.placeMask == fragment
      if isCandidate, isName(at: Int(slots[slot] & Self.placeMask) - 1, name, in: text) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// The hash of a name: eight bytes at a time, h <- high xor low half of (h xor bytes) k, with k and the first h drawn anew
  /// for each table, so that no file can be made whose names all collide.
  private func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
    var hash = seed ^ UInt64(name.count)
    var offset = 0
    while offset < name.count {
      var bytes: UInt64 = 0
      if name.count - offset >= 8 {
        bytes = name.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      } else {
        for place in offset..<name.count { bytes = bytes << 8 | UInt64(name[place]) }
      }
      hash = mix(hash ^ bytes)
      offset += 8
    }
    return mix(hash ^ seed)
  }

  @inline(__always)
  private func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }

  private func isName(at place: Int, _ name: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) -> Bool {
    let start = self.start(of: place) + 1
    var end = start
    while end < text.count, text[end] != 0x22, text[end] != 0x5C { end += 1 }
    if end < text.count, text[end] == 0x5C {
      // With an escape in it, which is rare.
      var scanner = JSONScanner(text, origin: 0, file: "", kind: .malformedHeader)
      scanner.position = start - 1
      return (try? scanner.string(""))?.utf8.elementsEqual(name) ?? false
    }
    guard end - start == name.count, let bytes = text.baseAddress, let other = name.baseAddress else {
      return end - start == name.count
    }
    return memcmp(bytes + start, other, name.count) == 0
  }
}
