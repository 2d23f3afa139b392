/// A list of names without repetitions, and where in the list each is.
///
/// The names' bytes lie in one array and the places in an open hash table, so that a header of a hundred thousand names
/// costs three allocations. Two names are the same where their bytes are. (Swift's strings are also equal where they
/// are only canonically equivalent, which the format does not know.)
struct NameTable: Sendable {
  /// The bytes of all names, one after the other.
  private var bytes: [UInt8] = []

  /// Where in `bytes` each name ends.
  private var ends: [Int] = []

  /// For each name its place plus one, in the lower 21 bits, and 11 bits of the hash of its bytes, which tell most other
  /// names apart at a glance; 0 where there is none. Where to look is said by other bits of the hash. At least half of
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
    while size < 2 * limit { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    ends.reserveCapacity(limit)
  }

  /// The number of names.
  var count: Int { ends.count }

  /// The name at a place.
  subscript(place: Int) -> String { String(decoding: bytes[range(place)], as: UTF8.self) }

  /// The place of a name, or nil where it is not there.
  func place(of name: String) -> Int? {
    var name = name
    return name.withUTF8 { utf8 in
      let name = UnsafeRawBufferPointer(utf8)
      let found = slots[slot(of: name, hash: hash(name))]
      return found == 0 ? nil : Int(found & Self.placeMask) - 1
    }
  }

  /// Appends a name, and says whether it was new; an old one is not appended.
  ///
  /// - Precondition: the table is not full.
  mutating func insert(_ name: UnsafeRawBufferPointer) -> Bool {
    let hash = hash(name)
    let slot = slot(of: name, hash: hash)
    guard slots[slot] == 0 else { return false }
    precondition(2 * ends.count < slots.count, "the table is full")
    bytes.append(contentsOf: name)
    ends.append(bytes.count)
    slots[slot] = UInt32(hash >> 32) & ~Self.placeMask | UInt32(ends.count)
    return true
  }

  /// The slot where a name is, or the empty one where it would be.
  private func slot(of name: UnsafeRawBufferPointer, hash: UInt64) -> Int {
    let mask = slots.count - 1
    let fragment = UInt32(hash >> 32) & ~Self.placeMask
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let isCandidate = slots[slot] & ~Self.placeMask == fragment
      if isCandidate, isName(at: Int(slots[slot] & Self.placeMask) - 1, name) { break }
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

  private func isName(at place: Int, _ name: UnsafeRawBufferPointer) -> Bool {
    let range = range(place)
    guard range.count == name.count else { return false }
    return bytes.withUnsafeBytes { $0[range].elementsEqual(name) }
  }

  private func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }
}
