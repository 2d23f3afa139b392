import Foundation
import Interchange
import Testing

@Suite("Element types are read and written exactly")
struct ElementTypeTests {
  /// Every one of the 65536 patterns of a 16-bit type comes back from doubles as it was: zeros with their signs,
  /// subnormals, infinities, and NaNs with sign, quiet bit and payload.
  @Test(arguments: [ElementType.float16, .bfloat16])
  func everyPatternOf16Bits(type: ElementType) throws {
    let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    var stored = SafetensorsContents()
    stored.append("x", shape: [65536], type, bytes: bytes)
    let values = try SafetensorsFile(bytes: stored.encoded, path: "x").tensor("x").doubles()
    var again = SafetensorsContents()
    try again.append("x", shape: [65536], type, values)
    #expect(again.encoded == stored.encoded)
  }

  /// BF16 is the upper half of a Float, so the processor's widening is an independent reference.
  @Test func bfloat16IsTheUpperHalfOfFloat() throws {
    let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let values = try read(.bfloat16, bytes)
    for (bits, value) in values.enumerated() {
      let reference = Double(Float(bitPattern: UInt32(bits) << 16))
      #expect(reference.isNaN ? value.isNaN : value.bitPattern == reference.bitPattern)
    }
  }

  /// Values of binary16 from the definition (-1)^s 2^(e-15) (1 + f/1024), or 2^-14 f/1024 for e = 0.
  @Test func binary16ByDefinition() throws {
    let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for (bits, value) in try read(.float16, bytes).enumerated() {
      let (sign, exponent, fraction) = (bits >> 15 == 0 ? 1.0 : -1.0, bits >> 10 & 31, Double(bits & 1023))
      switch exponent {
      case 0: #expect(value == sign * fraction * 0x1p-24 && value.sign == (sign < 0 ? .minus : .plus))
      case 31: #expect(fraction == 0 ? value == sign / 0 : value.isNaN)
      default: #expect(value == sign * pow(2, Double(exponent - 15)) * (1 + fraction / 1024))
      }
    }
  }

  @Test func floatPatterns() throws {
    let patterns: [UInt32] =
      [
        0, 0x8000_0000, 1, 0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x7F80_0000, 0xFF80_0000,
        0x7FC0_0000, 0x7FA0_0001, 0xFF80_0001, 0x7FFF_FFFF, 0x3F80_0000, 0x3DCC_CCCD,
      ] + (0..<1000).map { UInt32(truncatingIfNeeded: $0 &* 4_294_967 &+ 12345) }
    var stored = SafetensorsContents()
    let bytes = patterns.flatMap { pattern in (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) } }
    stored.append("x", shape: [patterns.count], .float32, bytes: bytes)
    let values = try SafetensorsFile(bytes: stored.encoded, path: "x").tensor("x").doubles()
    for (value, pattern) in zip(values, patterns) where !value.isNaN {
      #expect(value == Double(Float(bitPattern: pattern)))
    }
    var again = SafetensorsContents()
    try again.append("x", shape: [patterns.count], .float32, values)
    #expect(again.encoded == stored.encoded)
  }

  @Test func doublePatterns() throws {
    let values: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, .nan,
      Double(bitPattern: 0xFFF0_0000_0000_0001), .pi,
    ]
    var contents = SafetensorsContents()
    try contents.append("x", shape: [2, 5], .float64, values)
    let again = try SafetensorsFile(bytes: contents.encoded, path: "x").tensor("x").doubles()
    #expect(again.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func integers() throws {
    var contents = SafetensorsContents()
    try contents.append("l", shape: [3], .int64, integers: [.min, -1, .max])
    try contents.append("i", shape: [3], .int32, integers: [Int64(Int32.min), -1, Int64(Int32.max)])
    try contents.append("b", shape: [3], .uint8, integers: [0, 128, 255])
    let file = try SafetensorsFile(bytes: contents.encoded, path: "ints")
    #expect(try file.tensor("l").integers() == [.min, -1, .max])
    #expect(try file.tensor("i").integers() == [Int64(Int32.min), -1, Int64(Int32.max)])
    #expect(try file.tensor("b").integers() == [0, 128, 255])
    #expect(try file.tensor("i").doubles() == [Double(Int32.min), -1, Double(Int32.max)])
    #expect(try file.tensor("b").doubles() == [0, 128, 255])
    let text = try errorText { _ = try file.tensor("l").doubles() }
    #expect(
      text.contains("tensor 'l': expected integers that a double holds exactly, found 9223372036854775807 at [2]"))
  }

  @Test(arguments: [
    (ElementType.float32, 0.1), (.float32, 1e39), (.float32, 0x1p-150), (.float32, 0x1.8p-149), (.float16, 0x1.8p-24),
    (.float16, 65520), (.float16, 0x1p-25),
    (.float16, 1.0009765625000002), (.bfloat16, 1.00390625), (.bfloat16, 0x1p-134),
    (.float32, Double(bitPattern: 0x7FF8_0000_0000_0001)),
  ])
  func inexactValuesAreRefused(type: ElementType, value: Double) throws {
    var contents = SafetensorsContents()
    let text = try errorText { try contents.append("w", shape: [2], type, [1, value]) }
    #expect(text.contains("tensor 'w': expected values that \(type.name) holds exactly, found \(value) at [1]"))
    #expect(try SafetensorsFile(bytes: contents.encoded, path: "x").count == 0)
  }

  @Test func unreadableTypesAreKnownButNotRead() throws {
    var contents = SafetensorsContents()
    for type in ElementType.allCases {
      contents.append(type.name, shape: [8], type, bytes: [UInt8](repeating: 0, count: type.bits))
    }
    let file = try SafetensorsFile(bytes: contents.encoded, path: "all.safetensors")
    #expect(file.count == ElementType.allCases.count)
    for type in ElementType.allCases where !type.isReadable {
      let text = try errorText { _ = try file.tensor(type.name).doubles() }
      #expect(text.contains("all.safetensors: tensor '\(type.name)': expected elements of type"))
    }
    #expect(
      try errorText { _ = try file.tensor("F32").integers() }.contains("expected elements of type I64, I32 or U8"))
  }

  @Test func unitRoundoffs() {
    #expect(ElementType.float64.unitRoundoff == Double.ulpOfOne / 2)
    #expect(ElementType.float32.unitRoundoff == Double(Float.ulpOfOne) / 2)
    #expect(ElementType.float16.unitRoundoff == 0x1p-11)
    #expect(ElementType.bfloat16.unitRoundoff == 0x1p-8)
    #expect(ElementType.int64.unitRoundoff == nil)
  }

  private func read(_ type: ElementType, _ bytes: [UInt8]) throws -> [Double] {
    var contents = SafetensorsContents()
    contents.append("x", shape: [bytes.count / type.bytes], type, bytes: bytes)
    return try SafetensorsFile(bytes: contents.encoded, path: "x").tensor("x").doubles()
  }
}
