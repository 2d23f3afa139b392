import Foundation
import Interchange
import PropertyTesting
import TestSupport
import Testing

@Suite("Element types are read and written exactly")
struct ElementTypeTests {
  /// Every one of the 65536 patterns of a 16-bit type comes back from doubles as it was: zeros with their signs,
  /// subnormals, infinities, and NaNs with sign, quiet bit and payload.
  @Test(arguments: [ElementType.float16, .bfloat16])
  func everyPatternOf16Bits(type: ElementType) throws {
    let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    var stored = TensorContents()
    stored.append("x", shape: [65536], type, bytes: bytes)
    let values = try SafetensorsFile(bytes: stored.safetensors, path: "x").tensor("x").doubles()
    var again = TensorContents()
    try again.append("x", shape: [65536], type, values)
    #expect(again.safetensors == stored.safetensors)
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

  /// Zeros with their signs, subnormals, infinities, NaNs with sign, quiet bit and payload.
  @Test(.cases(500)) func floatPatterns() async {
    let patterns = Generator<UInt32>.oneOf(
      .integer(), Generator<Float>.anyFloat().map(\.bitPattern),
      .element(of: [
        0, 0x8000_0000, 1, 0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000,
        0x7FA0_0001, 0xFF80_0001, 0x7FFF_FFFF, 0x3F80_0000, 0x3DCC_CCCD,
      ]))
    await checkProperty { draw in
      let patterns = try draw(.array(of: patterns, count: 1...16), "patterns")
      let bytes = patterns.flatMap { pattern in (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) } }
      var stored = TensorContents()
      stored.append("x", shape: [patterns.count], .float32, bytes: bytes)
      let values = try SafetensorsFile(bytes: stored.safetensors, path: "x").tensor("x").doubles()
      for (value, pattern) in zip(values, patterns) where !value.isNaN {
        try draw.verify(value == Double(Float(bitPattern: pattern)), "\(pattern) is read as \(value)")
      }
      var again = TensorContents()
      try again.append("x", shape: [patterns.count], .float32, values)
      try draw.verify(again.safetensors == stored.safetensors, "other bytes are written again")
    }
  }

  /// A number is written where the type holds it, and refused, with its place, where the type would round it.
  @Test(.cases(500), arguments: [ElementType.float32, .float16, .bfloat16])
  func anyValueIsHeldExactlyOrRefused(type: ElementType) async {
    let format: FloatDomain.Format =
      switch type {
      case .float16: .binary16
      case .bfloat16: .bfloat16
      default: .binary32
      }
    let value = Generator<Double>.oneOf(
      .anyDouble(of: format), .anyDouble(), .neighbour(of: .double(of: format), within: 1), .tie(rounding: format))
    await checkProperty("values of \(type.name)") { draw in
      let values = try draw(.array(of: value, count: 1...4), "values")
      let first = values.firstIndex { !($0.isNaN || format.round($0) == $0) }
      draw.cover("held", when: first == nil, atLeast: 0.1)
      draw.cover("refused", when: first != nil, atLeast: 0.3)
      var contents = TensorContents()
      do {
        try contents.append("w", shape: [values.count], type, values)
        try draw.verify(first == nil, "\(values[first ?? 0]) is written")
        let again = try SafetensorsFile(bytes: contents.safetensors, path: "x").tensor("w").doubles()
        try draw.verify(zip(again, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "read back as \(again)")
      } catch let error as InterchangeError {
        let place = try #require(first)
        try draw.verify(error.description.contains("found \(values[place]) at [\(place)]"), "\(error)")
      }
    }
  }

  /// Values of the 8-bit floats from their definitions, (-1)^s 2^(e - bias) (1 + f / 2^m) or 2^(1 - bias) f / 2^m for e = 0,
  /// and what is no number: infinities, NaNs, and the zero that FNUZ types have not. Every pattern is written as it was.
  @Test(arguments: [
    (ElementType.float8E4M3, 3, 7, 448.0), (.float8E5M2, 2, 15, 57344), (.float8E4M3FNUZ, 3, 8, 240),
    (.float8E5M2FNUZ, 2, 16, 57344),
  ])
  func everyPatternOf8Bits(type: ElementType, fractionBits: Int, bias: Int, largest: Double) throws {
    let patterns = Array(UInt8.min...UInt8.max)
    let values = try read(type, patterns)
    let isFNUZ = type == .float8E4M3FNUZ || type == .float8E5M2FNUZ
    for (bits, value) in values.enumerated() {
      let (magnitude, fraction) = (bits & 127, Double(bits & ((1 << fractionBits) - 1)) / Double(1 << fractionBits))
      let exponent = magnitude >> fractionBits
      let isSpecial =
        isFNUZ ? bits == 128 : type == .float8E4M3 ? magnitude == 127 : exponent == 31
      if isSpecial {
        #expect(type == .float8E5M2 && fraction == 0 ? value.isInfinite : value.isNaN, "\(bits)")
        #expect(isFNUZ || value.sign == (bits < 128 ? .plus : .minus), "\(bits)")
        continue
      }
      let scaled =
        exponent == 0 ? pow(2, Double(1 - bias)) * fraction : pow(2, Double(exponent - bias)) * (1 + fraction)
      #expect(value.magnitude == scaled && value.sign == (bits < 128 ? .plus : .minus), "\(bits)")
    }
    #expect(values.filter(\.isFinite).max() == largest)
    var again = TensorContents()
    try again.append("x", shape: [256], type, values)
    #expect(
      try SafetensorsFile(bytes: again.safetensors, path: "x").tensor("x").withUnsafeBytes { Array($0) } == patterns)
    var none = TensorContents()
    for value in [2 * largest, 0x1p-30, 1.3, isFNUZ ? -0.0 : 0.7, type == .float8E5M2 ? 1e9 : .infinity] {
      #expect(throws: InterchangeError.self) { try none.append("y", shape: [1], type, [value]) }
    }
  }

  /// All types of integers, from end to end, as integers and as doubles.
  @Test func everyIntegerType() throws {
    let ranges: [(ElementType, Int64, Int64)] = [
      (.int8, -128, 127), (.int16, -32768, 32767), (.uint16, 0, 65535), (.uint32, 0, 4_294_967_295), (.bool, 0, 1),
    ]
    for (type, least, most) in ranges {
      var contents = TensorContents()
      try contents.append("x", shape: [2], type, integers: [least, most])
      try contents.append("y", shape: [2], type, [Double(least), Double(most)])
      let file = try SafetensorsFile(bytes: contents.safetensors, path: "x")
      #expect(try file.tensor("x").integers() == [least, most] && file.tensor("y").integers() == [least, most])
      #expect(try file.tensor("x").doubles() == [Double(least), Double(most)])
      for beyond in [least - 1, most + 1] {
        #expect(throws: InterchangeError.self) { try contents.append("z", shape: [1], type, integers: [beyond]) }
        #expect(throws: InterchangeError.self) { try contents.append("z", shape: [1], type, [Double(beyond)]) }
      }
      #expect(throws: InterchangeError.self) { try contents.append("z", shape: [1], type, [0.5]) }
      #expect(throws: InterchangeError.self) { try contents.append("z", shape: [1], type, [-0.0]) }
    }
    var large = TensorContents()
    try large.append("x", shape: [3], .uint64, [0, 0x1p53, 0x1p63])
    large.append("odd", shape: [1], .uint64, bytes: [UInt8](repeating: 0xFF, count: 8))
    large.append("bool", shape: [2], .bool, bytes: [1, 2])
    let file = try SafetensorsFile(bytes: large.safetensors, path: "x")
    #expect(try file.tensor("x").doubles() == [0, 0x1p53, 0x1p63])
    let unsigned = try errorText { _ = try file.tensor("x").integers() }
    #expect(unsigned.contains("integers that I64 holds exactly, found 9223372036854775808 at [2]"))
    let odd = try errorText { _ = try file.tensor("odd").doubles() }
    #expect(odd.contains("integers that a double holds exactly, found 18446744073709551615 at [0]"))
    for read in [{ _ = try file.tensor("bool").doubles() }, { _ = try file.tensor("bool").integers() }] {
      #expect(try errorText(read).contains("tensor 'bool': expected booleans, bytes that are 0 or 1, found 2 at [1]"))
    }
  }

  @Test func complexNumbers() throws {
    var contents = TensorContents()
    try contents.append("s", shape: [2], .complex64, complex: [1, -2, 0.5, .infinity])
    try contents.append("d", shape: [1, 1], .complex128, complex: [0.1, -0.0])
    let file = try TensorFile(bytes: contents.npz(), path: "x")
    #expect(try file.tensor("s").complexDoubles() == [1, -2, 0.5, .infinity] && file.tensor("s").isComplex)
    #expect(try file.tensor("d").complexDoubles().map(\.bitPattern) == [0.1, -0.0].map(\.bitPattern))
    #expect(throws: InterchangeError.self) { try contents.append("t", shape: [1], .complex64, complex: [1, 0.1]) }
    #expect(ElementType.complex128.unitRoundoff == 0x1p-53 && ElementType.float8E4M3.unitRoundoff == 0x1p-4)
    #expect(contents.storageTags(in: .safetensors) == ["d": "complex:last2"] && contents.storageTags(in: .npz) == [:])
  }

  @Test func doublePatterns() throws {
    let values: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, .nan,
      Double(bitPattern: 0xFFF0_0000_0000_0001), .pi,
    ]
    var contents = TensorContents()
    try contents.append("x", shape: [2, 5], .float64, values)
    let again = try SafetensorsFile(bytes: contents.safetensors, path: "x").tensor("x").doubles()
    #expect(again.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test(.cases(300)) func anyDoublePattern() async {
    await checkProperty { draw in
      let patterns = try draw(
        .array(of: .oneOf(.integer(), Generator<Double>.anyDouble().map(\.bitPattern)), count: 1...8), "patterns")
      var contents = TensorContents()
      try contents.append("x", shape: [patterns.count], .float64, patterns.map { Double(bitPattern: $0) })
      let again = try SafetensorsFile(bytes: contents.safetensors, path: "x").tensor("x").doubles()
      try draw.verify(again.map(\.bitPattern) == patterns, "\(again.map(\.bitPattern))")
    }
  }

  @Test(.cases(300)) func anyIntegers() async {
    await checkProperty { draw in
      let l = try draw(.array(of: .integer(in: Int64.min...Int64.max), count: 0...8), "I64")
      let i = try draw(.array(of: .integer(in: Int32.min...Int32.max), count: 0...8), "I32")
      let b = try draw(.array(of: .integer(in: UInt8.min...UInt8.max), count: 0...8), "U8")
      var contents = TensorContents()
      try contents.append("l", shape: [l.count], .int64, integers: l)
      try contents.append("i", shape: [i.count], .int32, integers: i.map(Int64.init))
      try contents.append("b", shape: [b.count], .uint8, integers: b.map(Int64.init))
      let file = try SafetensorsFile(bytes: contents.safetensors, path: "ints")
      try draw.verify(try file.tensor("l").integers() == l, "I64")
      try draw.verify(try file.tensor("i").integers() == i.map(Int64.init), "I32")
      try draw.verify(try file.tensor("b").integers() == b.map(Int64.init), "U8")
      // A double holds the integers up to 2^53, and those of fewer bits.
      let first = l.firstIndex { Int64(exactly: Double($0)) != $0 }
      do {
        try draw.verify(try file.tensor("l").doubles() == l.map { Double($0) }, "I64 as doubles")
        try draw.verify(first == nil, "\(l[first ?? 0]) is rounded")
      } catch let error as InterchangeError {
        let place = try #require(first)
        try draw.verify(error.description.contains("found \(l[place]) at [\(place)]"), "\(error)")
      }
    }
  }

  @Test func integers() throws {
    var contents = TensorContents()
    try contents.append("l", shape: [3], .int64, integers: [.min, -1, .max])
    try contents.append("i", shape: [3], .int32, integers: [Int64(Int32.min), -1, Int64(Int32.max)])
    try contents.append("b", shape: [3], .uint8, integers: [0, 128, 255])
    let file = try SafetensorsFile(bytes: contents.safetensors, path: "ints")
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
    var contents = TensorContents()
    let text = try errorText { try contents.append("w", shape: [2], type, [1, value]) }
    #expect(text.contains("tensor 'w': expected values that \(type.name) holds exactly, found \(value) at [1]"))
    #expect(try SafetensorsFile(bytes: contents.safetensors, path: "x").count == 0)
  }

  @Test func unreadableTypesAreKnownButNotRead() throws {
    var contents = TensorContents()
    let types = ElementType.allCases.filter { $0 != .complex128 }
    for type in types {
      contents.append(type.name, shape: [8], type, bytes: [UInt8](repeating: 0, count: type.bits))
    }
    let file = try SafetensorsFile(bytes: contents.safetensors, path: "all.safetensors")
    #expect(file.count == types.count)
    for type in types where !type.isReadable {
      let text = try errorText { _ = try file.tensor(type.name).doubles() }
      #expect(text.contains("all.safetensors: tensor '\(type.name)': expected elements of type"))
    }
    let floats = try errorText { _ = try file.tensor("F32").integers() }
    #expect(floats.contains("expected elements of type I64 I32 I16 I8 U64 U32 U16 U8 BOOL, found F32"))
    let complex = try errorText { _ = try file.tensor("C64").doubles() }
    #expect(complex.contains("tensor 'C64': expected real elements, found complex elements of C64"))
  }

  @Test func unitRoundoffs() {
    #expect(ElementType.float64.unitRoundoff == Double.ulpOfOne / 2)
    #expect(ElementType.float32.unitRoundoff == Double(Float.ulpOfOne) / 2)
    #expect(ElementType.float16.unitRoundoff == 0x1p-11)
    #expect(ElementType.bfloat16.unitRoundoff == 0x1p-8)
    #expect(ElementType.int64.unitRoundoff == nil)
  }

  private func read(_ type: ElementType, _ bytes: [UInt8]) throws -> [Double] {
    var contents = TensorContents()
    contents.append("x", shape: [bytes.count / type.bytes], type, bytes: bytes)
    return try SafetensorsFile(bytes: contents.safetensors, path: "x").tensor("x").doubles()
  }
}
