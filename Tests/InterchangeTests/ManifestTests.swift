import Foundation
import Interchange
import Testing

@Suite("Manifests")
struct ManifestTests {
  /// All fields there are; as Python's `json.dumps(..., sort_keys=True, separators=(",", ":"))` writes them.
  private static let full = [
    #"{"accum":{"casts":["mid.p:bf16"],"dot":"fp32","state":"bf16"},"chunk_size":64,"#,
    #""declared_algorithm":"scan:blelloch","device":"cpu","#,
    #""dtypes":{"in.A":"fp32,complex:last2","in.x":"bits:bf16","out.y":"bf16"},"#,
    #""flags":{"activation":null,"dt_limit":[0.0,Infinity],"dt_softplus":true,"headdim":64,"variant":"log1p"},"#,
    #""gate_domain":"log2","kernel":"mamba2.ssd","layout":"BTHP","#,
    #""math":{"exp":"ex2.approx","fast":true,"ftz":false},"read_time":"before","#,
    #""scale":{"applied_to":"q","value":0.125},"schema":"ssm-oracle/1","seed":9007199254740993,"#,
    #""state_v_first":true,"subchunk":16,"tolerance_claim":{"atol":1e-05,"rtol":0.01},"#,
    #""upstream":{"commit":"e9594ce","function":"f","package":"p","version":"1.0"},"#,
    #""varlen":{"kind":"cu_seqlens"},"x_note":{"é\n":[1,2.5,"z"]}}"#,
  ].joined().replacing("\\n", with: "\\u000a")

  @Test func everyFieldIsReadAndWrittenAsItWas() throws {
    let manifest = try Manifest(json: Self.full, file: "m.json")
    #expect(manifest.json == Self.full)
    #expect(try Manifest(json: manifest.json, file: "again") == manifest)
    #expect(manifest.namesSchema && manifest.kernel == "mamba2.ssd" && manifest.layout == "BTHP")
    #expect(manifest.upstream?.commit == "e9594ce" && manifest.upstream?.package == "p")
    #expect(manifest.accumulation?.dot == "fp32" && manifest.accumulation?.casts == ["mid.p:bf16"])
    #expect(manifest.mathematics?.fast == true && manifest.mathematics?.flushesSubnormals == false)
    #expect(manifest.scale?.value == 0.125 && manifest.scale?.appliedTo == .queries)
    #expect(manifest.gateDomain == .log2 && manifest.readTime == .before)
    #expect(manifest.variableLength == .cumulativeLengths && manifest.stateHasValuesFirst == true)
    #expect(manifest.chunkSize == 64 && manifest.subchunk == 16 && manifest.seed == 9_007_199_254_740_993)
    #expect(manifest.toleranceClaim == ["atol": 1e-5, "rtol": 0.01])
    #expect(manifest.flags?["dt_softplus"] == .bool(true) && manifest.flags?["headdim"]?.double == 64)
    #expect(manifest.flags?["dt_limit"] == .array([.number(0), .number(.infinity)]))
    #expect(manifest.flags?["activation"] == .null && manifest.extensions.keys.sorted() == ["x_note"])
  }

  @Test func everyFieldMayBeMissingOrNull() throws {
    #expect(try Manifest(json: "{}", file: "m") == Manifest() && Manifest().json == "{}")
    let nulls = #"{"kernel": null, "accum": null, "subchunk": null, "flags": null, "scale": {"value": null}}"#
    let manifest = try Manifest(json: nulls, file: "m")
    #expect(manifest.kernel == nil && manifest.flags == nil && manifest.json == #"{"scale":{}}"#)
  }

  @Test(arguments: [
    ("[]", "expected an object at $, found an array"),
    ("{", "found the end of the text"),
    ("{}x", "nothing after the manifest"),
    (#"{"a":1}"#, "expected fields of ssm-oracle/1, or x_..., found 'a' at $"),
    (#"{"accum":{"x_a":1}}"#, "expected fields of ssm-oracle/1, found 'x_a' at $.accum"),
    (#"{"kernel":1}"#, "expected a string at $.kernel, found 1"),
    (#"{"schema":"ssm-oracle/2"}"#, "expected 'ssm-oracle/1' at $.schema, found 'ssm-oracle/2'"),
    (#"{"accum":[]}"#, "expected an object at $.accum, found an array"),
    (#"{"accum":{"dot":true}}"#, "expected a string at $.accum.dot, found true"),
    (#"{"accum":{"casts":["a",2]}}"#, "expected a string at $.accum.casts[1], found 2"),
    (#"{"math":{"fast":"yes"}}"#, "expected true or false at $.math.fast, found 'yes'"),
    (#"{"scale":{"value":"1"}}"#, "expected a number at $.scale.value, found '1'"),
    (#"{"scale":{"applied_to":"v"}}"#, "expected one of 'q', 'k' at $.scale.applied_to, found 'v'"),
    (#"{"gate_domain":"ln"}"#, "expected one of 'decay', 'log', 'log2', 'loglog', 'raw' at $.gate_domain, found 'ln'"),
    (#"{"read_time":"during"}"#, "expected one of 'after', 'before' at $.read_time, found 'during'"),
    (#"{"varlen":"mask"}"#, "expected an object at $.varlen, found 'mask'"),
    (#"{"varlen":{"kind":"packed"}}"#, "at $.varlen.kind, found 'packed'"),
    (#"{"chunk_size":0}"#, "expected a whole number of at least 1 at $.chunk_size, found 0"),
    (#"{"chunk_size":1.5}"#, "expected a whole number of at least 1 at $.chunk_size, found 1.5"),
    (#"{"seed":1e300}"#, "expected a whole number at $.seed, found 1e+300"),
    (#"{"dtypes":{"in.x":"bits:bf17"}}"#, "at $.dtypes.in.x, found 'bits:bf17'"),
    (#"{"dtypes":{"in.x":"bf16,fp32"}}"#, "at $.dtypes.in.x, found 'bf16,fp32'"),
    (#"{"dtypes":{"in.x":16}}"#, "expected a type such as 'bf16', or tags such as 'bits:bf16'"),
    (#"{"flags":{"f":{"a":1}}}"#, "a string, null or an array of those at $.flags.f, found an object"),
    (#"{"flags":[1]}"#, "expected an object at $.flags, found an array"),
    (#"{"tolerance_claim":{"rtol":"1e-2"}}"#, "expected a number at $.tolerance_claim.rtol, found '1e-2'"),
    (#"{"kernel":"a","kernel":"b"}"#, "expected one 'kernel' in an object, found two"),
    (#"{"x_":\#(String(repeating: "[", count: 100))"#, "nested at most 64 deep"),
  ])
  func whatIsWrongIsNamedWithItsPlace(json: String, words: String) throws {
    let text = try errorText { _ = try Manifest(json: json, file: "m.json") }
    #expect(text.hasPrefix("m.json: expected ") && text.contains(words), "\(text)")
  }

  @Test func manifestsAreFoundInAndBesideFiles() throws {
    var manifest = Manifest()
    manifest.kernel = "gdn"
    manifest.flags = ["note": .string("a \"quoted\" ü")]
    var contents = TensorContents(metadata: ["format": "pt"], manifest: manifest)
    try contents.append("in.x", shape: [2], .float32, [1, 2])
    try withTemporaryFolder { folder in
      for (name, format) in [("a", TensorFile.Format.safetensors), ("b", .npz), ("c.npy", .npy), ("d", .folder)] {
        try contents.write(to: folder + "/" + name, as: format)
        let file = try TensorFile(path: folder + "/" + name)
        #expect(file.format == format && file.names == [format == .npy ? "c" : "in.x"])
        #expect(try Manifest.find(for: file) == manifest, "\(format)")
      }
      // Beside a file whose ending it has in place of its own; what is within the file counts.
      try Data(#"{"kernel":"kda"}"#.utf8).write(to: URL(fileURLWithPath: folder + "/e.json"))
      contents.manifest = nil
      try contents.write(to: folder + "/e.npz", as: .npz)
      #expect(try Manifest.find(for: TensorFile(path: folder + "/e.npz"))?.kernel == "kda")
      contents.manifest = manifest
      try contents.write(to: folder + "/e.npz", as: .npz)
      #expect(try Manifest.find(for: TensorFile(path: folder + "/e.npz"))?.kernel == "gdn")
      contents.manifest = nil
      try contents.write(to: folder + "/f.npz", as: .npz)
      #expect(try Manifest.find(for: TensorFile(path: folder + "/f.npz")) == nil)
    }
  }

  @Test func aManifestAsAMemberOfItsOwn() throws {
    let text = Array(#"{"kernel":"gla"}"#.utf8)
    let array = ZipBuilder.Member("in.x.npy", npy("'<f4'", "(3,)", data: 12))
    let member = ZipBuilder.Member("manifest.json", text)
    let file = try TensorFile(bytes: ZipBuilder([array, member]).bytes, path: "x.npz")
    #expect(file.names == ["in.x"])
    #expect(try Manifest.find(for: file)?.kernel == "gla")
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(text.count),), }\n"
    let other = ZipBuilder.Member("ssm_oracle_manifest.npy", npy(header: header) + text)
    let alone = try TensorFile(bytes: ZipBuilder([array, other]).bytes, path: "x.npz")
    #expect(try Manifest.find(for: alone)?.kernel == "gla" && alone.names == ["in.x"])
    let both = try TensorFile(bytes: ZipBuilder([array, member, other]).bytes, path: "x.npz")
    #expect(try errorText { _ = try Manifest.find(for: both) }.contains("expected one manifest, found two"))
    let floats = ZipBuilder.Member("ssm_oracle_manifest.npy", npy("'<f4'", "(3,)", data: 12))
    let wrong = try TensorFile(bytes: ZipBuilder([array, floats]).bytes, path: "x.npz")
    #expect(try errorText { _ = try Manifest.find(for: wrong) }.contains("the text's bytes, of type U8, found F32"))
  }
}
