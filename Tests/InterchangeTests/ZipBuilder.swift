/// A zip archive written field by field, so that each of them can lie.
struct ZipBuilder {
  /// One member, and what is said of it.
  struct Member {
    var name: [UInt8]
    var data: [UInt8]
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var size: UInt32
    var compressedSize: UInt32
    var checksum: UInt32

    /// A stored member that tells the truth.
    init(_ name: String, _ data: [UInt8]) { self.init(name, data, inflated: data, method: 0) }

    /// A member whose data are `inflated` in a compressed form.
    init(_ name: String, _ data: [UInt8], inflated: [UInt8], method: UInt16) {
      self.name = Array(name.utf8)
      self.data = data
      self.method = method
      size = UInt32(inflated.count)
      compressedSize = UInt32(data.count)
      checksum = Self.checksum(of: inflated)
    }

    /// The same with some fields changed.
    func with(_ change: (inout Member) -> Void) -> Member {
      var member = self
      change(&member)
      return member
    }

    /// CRC-32 of ISO 3309, bit by bit.
    static func checksum(of bytes: [UInt8]) -> UInt32 {
      var rest = ~UInt32(0)
      for byte in bytes {
        rest ^= UInt32(byte)
        for _ in 0..<8 { rest = rest & 1 == 1 ? (rest >> 1) ^ 0xEDB8_8320 : rest >> 1 }
      }
      return ~rest
    }
  }

  /// Members as the directory has them.
  var members: [Member]

  /// Members as their own headers have them, where that differs.
  var local: [Member]?

  /// How many members the end of the directory says there are.
  var count: Int?

  /// Bytes added to the offset of the directory.
  var directoryShift = 0

  init(_ members: [Member]) {
    self.members = members
  }

  /// The whole archive.
  var bytes: [UInt8] {
    var file: [UInt8] = []
    var offsets: [Int] = []
    for member in local ?? members {
      offsets.append(file.count)
      file += Self.number(0x0403_4B50, 4) + Self.fields(of: member)
      file += Self.number(0, 2) + member.name + member.data
    }
    let start = file.count
    for (member, offset) in zip(members, offsets) {
      file += Self.number(0x0201_4B50, 4) + Self.number(20, 2)
      file += Self.fields(of: member) + [UInt8](repeating: 0, count: 12)
      file += Self.number(offset, 4) + member.name
    }
    let (length, total) = (file.count - start, Self.number(count ?? members.count, 2))
    file += Self.number(0x0605_4B50, 4) + Self.number(0, 4) + total + total
    file += Self.number(length, 4) + Self.number(start + directoryShift, 4) + Self.number(0, 2)
    return file
  }

  /// What the directory and a member's own header have in common.
  private static func fields(of member: Member) -> [UInt8] {
    let numbers = [(20, 2), (Int(member.flags), 2), (Int(member.method), 2), (0x21_0000, 4)]
    let sizes = [(Int(member.checksum), 4), (Int(member.compressedSize), 4), (Int(member.size), 4)]
    return (numbers + sizes).flatMap { number($0.0, $0.1) } + number(member.name.count, 2)
  }

  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

extension ZipBuilder {
  /// `start` and then `zeros` zero bytes (a multiple of 258), deflated with the fixed codes of RFC 1951: 13 bits for 258.
  static func deflatedZeros(after start: [UInt8], zeros: Int) -> [UInt8] {
    var bits: [Bool] = [true, true, false]
    func append(_ code: Int, _ length: Int) { bits += (0..<length).reversed().map { code >> $0 & 1 == 1 } }
    for byte in start + [0] { byte < 144 ? append(0x30 + Int(byte), 8) : append(0x190 + Int(byte) - 144, 9) }
    for _ in 0..<zeros / 258 {
      append(0b1100_0101, 8)
      append(0, 5)
    }
    append(0, 7)
    return stride(from: 0, to: bits.count, by: 8).map { place in
      bits[place..<min(place + 8, bits.count)].reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }
  }
}

/// An `.npy` file with this text as its header, as it stands, and so many bytes of data, all zero.
func npy(header: String, version: (UInt8, UInt8) = (1, 0), length: Int? = nil, data: Int = 0) -> [UInt8] {
  let text = Array(header.utf8)
  let count = length ?? text.count
  let digits = (0..<(version.0 == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version.0, version.1] + digits + text + [UInt8](repeating: 0, count: data)
}

/// An `.npy` file of this type and shape, as NumPy writes them, and so many bytes of data, all zero.
func npy(_ descriptor: String, _ shape: String, fortran: String = "False", data: Int = 0) -> [UInt8] {
  npy(header: "{'descr': \(descriptor), 'fortran_order': \(fortran), 'shape': \(shape), }\n", data: data)
}
