import Foundation

/// A list of names without repetitions, and where in the list each is.
///
/// The names stay where they are, as strings of a JSON text; the table has 4 bytes for where each starts, and an open hash
/// table of places. So a header of a hundred thousand names is checked in 1.5 MB of memory. Two names are the same where the
/// bytes of the strings are, escapes resolved. (Swift's strings are also equal where they are only canonically equivalent,
/// which the format does not know.)
struct NameTable: Sendable {
  /// Where in the text the opening quote of each name is.
  private var starts: [UInt32] = []

  /// For each name its place plus one, in the lower 21 bits, and 11 bits of the hash of its bytes, which tell most other
  /// names apart at a glance; 0 where there is none. Where to look is said by other bits of the hash. At least a quarter of
  /// the slots are empty.
  private var slots: [UInt32]

  /// The bits of a slot that hold a place plus one.
  private static let placeMask: UInt32 = (1 << 21) - 1

  /// Makes an empty table for at most `limit` names.
  ///
  /// - Precondition: `limit < 2^21`.
  init(limit: Int) {
    precondition(limit < Int(Self.placeMask))
    var size = 16
    while 3 * size < 4 * limit { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    starts.reserveCapacity(limit)
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

  /// Appends a name whose opening quote is at `start` of the text, and says whether it was new; an old one is not appended.
  ///
  /// - Precondition: the table is not full; `name` has the string's bytes, escapes resolved; `start < 2^32`.
  mutating func insert(_ name: UnsafeRawBufferPointer, at start: Int, in text: UnsafeRawBufferPointer) -> Bool {
    let hash = hash(name)
    let slot = slot(of: name, hash: hash, in: text)
    guard slots[slot] == 0 else { return false }
    precondition(4 * starts.count < 3 * slots.count, "the table is full")
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

  /// The hash of a name. It is seeded anew in each process, so that no file can be made whose names all collide.
  private func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(bytes: name)
    return UInt64(truncatingIfNeeded: hasher.finalize())
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
