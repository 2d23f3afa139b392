import Interchange
import Testing

@Suite("Tensors of a call are found by their upstream names")
struct TensorRoleTests {
  private func file(_ names: [String]) throws -> TensorFile {
    TensorFile(try checkpointFile(names.map { ($0, [1]) }))
  }

  /// Names in a file, the name and the roles asked for, and the tensor found.
  private static let lookups: [([String], String, [TensorRole], String?)] = [
    (["in.x", "out.y"], "x", [.input], "in.x"), (["x", "out.x"], "x", [.input], "x"),
    (["x", "out.x"], "x", [.output], nil), (["in.h0"], "h0", [.state, .input], "in.h0"),
    (["state.h0", "out.h0"], "h0", [.state, .input], "state.h0"), (["in.x"], "x", [.output], nil),
    (["state.h0", "in.h0"], "h0", [.state, .input], nil), (["grad_out.y", "y"], "y", [.gradientOfOutput], nil),
    (["grad_out.y"], "y", [.gradientOfOutput], "grad_out.y"), (["mid.u"], "u", [.intermediate], "mid.u"),
    (["grad_in.x"], "x", [.gradientOfInput], "grad_in.x"),
  ]

  @Test(arguments: lookups)
  func oneOrNone(names: [String], name: String, roles: [TensorRole], expected: String?) throws {
    let file = try file(names)
    let isAmbiguous = (roles.map { $0.name(name) } + [name]).count { names.contains($0) } > 1
    if isAmbiguous {
      let text = try errorText { _ = try file.tensor(name, as: roles, Manifest()) }
      #expect(text.contains("tensor '\(name)': expected one tensor of this name, found ") && text.contains(" and "))
    } else {
      #expect(try file.tensorIfPresent(name, as: roles, Manifest())?.name == expected)
      if expected == nil {
        let text = try errorText { _ = try file.tensor(name, as: roles, Manifest()) }
        #expect(text.contains("expected a tensor named '\(roles[0].name(name))' or '\(name)', found "))
      }
    }
  }

  @Test func elementsAreUnderstoodAsTheManifestSays() throws {
    var contents = TensorContents()
    try contents.append("in.x", shape: [2], .uint16, integers: [0x3F80, 0xC000])
    try contents.append("A", shape: [2, 2], .float32, [1, 2, 3, 4])
    try contents.append("z", shape: [1, 2], .uint8, integers: [0x38, 0x7F])
    let file = try TensorFile(bytes: contents.safetensors, path: "x")
    let json = #"{"dtypes":{"x":"bits:bf16","A":"complex:last2","z":"bits:f8_e4m3,complex:last2"}}"#
    let manifest = try Manifest(json: json, file: "m")
    let x = try file.tensor("x", as: [.input], manifest)
    #expect(try x.elementType == .bfloat16 && x.doubles() == [1, -2])
    let a = try file.tensor("A", as: [.input], manifest)
    #expect(try a.isComplex && a.elementType == .complex64 && a.shape == [2] && a.complexDoubles() == [1, 2, 3, 4])
    let z = try file.tensor("z", as: [.input], manifest)
    #expect(try z.isComplex && z.elementType == .float8E4M3 && z.shape == [1] && z.complexDoubles()[0] == 1)
    #expect(try z.complexDoubles()[1].isNaN)
    #expect(try file.tensor("A", as: [.input], Manifest()).complexDoubles() == [1, 0, 2, 0, 3, 0, 4, 0])
  }

  @Test(arguments: [
    ("bits:bf16", "expected BF16, or its raw bits as integers of 16 bits, as its tag says, found F32"),
    ("bits:e4m3", "expected F8_E4M3, or its raw bits as integers of 8 bits, as its tag says, found F32"),
    ("complex:last2", "expected a last axis of length 2, real and imaginary part, found shape [2, 3]"),
  ])
  func tagsThatDoNotFit(tag: String, words: String) throws {
    let file = TensorFile(try checkpointFile([("w", [2, 3])]))
    let tags = try #require(StorageTags(tag))
    #expect(try errorText { _ = try file.tensor("w").understood(as: tags) }.contains(words))
  }

  @Test func namesOfTypes() {
    for type in ElementType.allCases { #expect(ElementType(dtype: type.name.lowercased()) == type) }
    let others: [(String, ElementType)] = [
      ("float32", .float32), ("torch.bfloat16", .bfloat16), ("fp64", .float64), ("half", .float16), ("int64", .int64),
      ("torch.float8_e4m3fn", .float8E4M3), ("float8_e5m2", .float8E5M2), ("float8_e4m3fnuz", .float8E4M3FNUZ),
      ("complex64", .complex64), ("complex128", .complex128), ("bool", .bool), ("uint8", .uint8), ("BF16", .bfloat16),
    ]
    for (name, type) in others { #expect(ElementType(dtype: name) == type, "\(name)") }
    for name in ["", "bf17", "float", "f"] {
      #expect((ElementType(dtype: name) == nil) == (name != "float"), "\(name)")
    }
    for text in [
      "", "bits:", "bits:f99", "complex:last3", "bf16,", "bits:bf16,bits:bf16", "complex:last2,complex:last2",
    ] {
      #expect(StorageTags(text) == nil, "\(text)")
    }
  }
}
