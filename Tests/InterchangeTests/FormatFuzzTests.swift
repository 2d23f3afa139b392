import Interchange
import PropertyTesting
import TestSupport
import Testing

/// A file that is damaged again and again, from one seed: cheaper than to draw each damage, so that a million can be tried.
private struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 17).
  private mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ bits >> 31) >> 1) % max(bound, 1)
  }

  /// What headers of NumPy and of archives are made of.
  private static let words =
    Damage.words.map { Array($0.utf8) } + [
      Array("'descr': '<f8'".utf8), Array("'|O'".utf8), Array("(".utf8), Array("(2,)".utf8), Array("True".utf8),
      Array("'".utf8), Array(">".utf8), [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0], [0x50, 0x4B, 3, 4],
      [0x50, 0x4B, 1, 2],
      [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6], [0x50, 0x4B, 6, 7], [0xFF, 0xFF, 0xFF, 0xFF],
      [0, 0, 0, 0, 0, 0, 0, 0x80],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ]

  /// One to three damages.
  mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...next(below: 3) where !bytes.isEmpty {
      let place = next(below: bytes.count)
      let end = min(bytes.count, place + 1 + next(below: 16))
      switch next(below: 8) {
      case 0: bytes[place] = UInt8(next(below: 256))
      case 1: bytes[place] ^= 1 << UInt8(next(below: 8))
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.removeSubrange(place...)
      case 4: bytes.insert(contentsOf: Array(bytes[place..<end]), at: next(below: bytes.count))
      case 5: bytes.insert(contentsOf: Self.words[next(below: Self.words.count)], at: place)
      default:
        // Words in place of what is there: lengths and counts of archives change, and nothing moves.
        let word = Self.words[next(below: Self.words.count)].prefix(bytes.count - place)
        bytes.replaceSubrange(place..<place + word.count, with: word)
      }
    }
    return bytes
  }
}

@Suite("Whatever becomes of a file of any format, it is read or refused in one clear line")
struct FormatFuzzTests {
  /// What is damaged.
  enum Target: String, CaseIterable, Sendable {
    case safetensors, npy, storedArchive, deflatedArchive, memberOfArchive, manifest
  }

  private static let inputsOfACase = 200

  /// 20 000 inputs, and a million in a deep run: 17 (834) cases of 200 for each of the six.
  @Test("Damage of any kind", .cases(17, deep: 834, search: 0), arguments: Target.allCases)
  func anyDamage(target: Target) async {
    await checkProperty("damage to \(target)") { draw in
      let name = Generator<String>.string(of: .element(of: Array("abé_.")), count: 1...3)
      let type = Generator<ElementType>.element(of: ElementType.allCases.filter { $0.bits >= 8 })
      var tensors = try draw(.array(of: .tensor(named: name, of: type), count: 1...3), "tensors")
      for place in tensors.indices { tensors[place].name += "\(place)" }
      let contents = TensorContents(tensors, metadata: ["k": "é\""])
      let valid = try Self.bytes(of: target, contents, first: tensors[0].name)
      var mutator = Mutator(seed: try draw(.integer(in: 0...UInt64.max), "seed"))
      var read = 0
      for input in 0..<Self.inputsOfACase {
        let damaged = mutator.damage(valid)
        do {
          try Self.readAll(damaged, of: target)
          read += 1
        } catch let error as InterchangeError {
          let text = error.description
          try draw.verify(text.hasPrefix("damaged") && text.utf8.count < 2500, "input \(input): \(text)")
          try draw.verify(!text.contains { $0.isNewline }, "input \(input), more than one line: \(text)")
        }
      }
      draw.cover("some read", when: read > 0, atLeast: 0.1)
      draw.cover("some refused", when: read < Self.inputsOfACase, atLeast: 0.9)
    }
  }

  private static func bytes(of target: Target, _ contents: TensorContents, first: String) throws -> [UInt8] {
    switch target {
    case .safetensors: contents.safetensors
    case .npy, .memberOfArchive: try #require(contents.npy(first))
    case .storedArchive: try contents.npz()
    case .deflatedArchive: try contents.npz(deflated: true)
    case .manifest:
      Array(#"{"kernel":"gdn","accum":{"dot":"fp32"},"flags":{"a":[1,true,"é"]},"dtypes":{"x":"bits:bf16"}}"#.utf8)
    }
  }

  /// Opens a file and reads everything in it; an archive's member may be damaged and the archive around it intact.
  private static func readAll(_ bytes: [UInt8], of target: Target) throws {
    if target == .manifest {
      let manifest = try Manifest(json: String(decoding: bytes, as: UTF8.self), file: "damaged")
      #expect(try Manifest(json: manifest.json, file: "damaged again") == manifest)
      return
    }
    let whole = target == .memberOfArchive ? ZipBuilder([.init("x.npy", bytes)]).bytes : bytes
    let file = try TensorFile(bytes: whole, path: "damaged")
    for name in file.names {
      let tensor = try file.tensor(name)
      guard tensor.elementType.isReadable else { continue }
      let count = try tensor.complexDoubles().count
      #expect(count == 2 * tensor.count && tensor.count == tensor.shape.reduce(1, *))
    }
    _ = try Manifest.find(for: file)
  }
}
