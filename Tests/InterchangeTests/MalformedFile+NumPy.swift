import Interchange

extension MalformedFile {
  /// The beginning of an `.npy` file, and its length.
  static let arrayPrefixes: [MalformedFile] = [
    .init("npy: the magic cut", [0x93, 0x4E, 0x55], .malformedHeader, "the beginning of .npy, and no more"),
    .init("npy: nothing after the magic", Array(npy(header: "").prefix(6)), .truncated, "at least 10 bytes", "6 bytes"),
    .init("npy: version 0.0", npy(header: "{}\n", version: (0, 0)), .malformedHeader, "version 1.0, 2.0 or 3.0", "0.0"),
    .init("npy: version 4.0", npy(header: "{}\n", version: (4, 0)), .malformedHeader, "version 1.0, 2.0 or 3.0", "4.0"),
    .init("npy: version 1.1", npy(header: "{}\n", version: (1, 1)), .malformedHeader, "version 1.0, 2.0 or 3.0", "1.1"),
    .init(
      "npy: version 2.0, length cut", Array(npy(header: "{}\n", version: (2, 0)).prefix(11)), .truncated,
      "at least 12 bytes", "11 bytes"),
    .init("npy: header beyond the file", npy(header: "{}\n", length: 118), .truncated, "128 bytes", "13 bytes"),
    .init(
      "npy: header of 4 GiB", npy(header: "{}\n", version: (2, 0), length: 0xFFFF_FFFF), .malformedHeader,
      "less than 65536 bytes", "4294967295"),
    .init("npy: no header", npy(header: ""), .malformedHeader, "a line feed at the end"),
    .init(
      "npy: no line feed", npy(header: "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", data: 8),
      .malformedHeader, "a line feed at the end"),
    .init(
      "npy: asks for 32 GiB in 80 bytes", Array(npy("'<f8'", "(65536, 65536)", data: 80).prefix(80)), .truncated,
      "tensor 'bad': expected 34359738368 bytes for shape [65536, 65536] of F64"),
    .init("npy: data cut", npy("'<f4'", "(3,)", data: 11), .truncated, "12 bytes for shape [3] of F32", "11 bytes"),
    .init("npy: data left over", npy("'<f4'", "(3,)", data: 13), .malformedTensor, "12 bytes", "13 bytes"),
    .init("npy: data of an empty array", npy("'<f4'", "(0,)", data: 4), .malformedTensor, "0 bytes", "4 bytes"),
  ]

  /// The grammar of the header.
  static let arrayHeaders: [MalformedFile] = [
    .init("npy: a list", npy(header: "['descr']\n"), .malformedHeader, "'{' first", "at byte 10"),
    .init("npy: a call", npy(header: "__import__('os').system('true')\n"), .malformedHeader, "'{' first"),
    .init("npy: not closed", npy(header: "{'descr': '<f8', \n"), .malformedHeader, "a key", "the end of the header"),
    .init("npy: string not closed", npy(header: "{'descr\n"), .malformedHeader, "printable ASCII"),
    .init("npy: nothing but a quote", npy(header: "{'descr\"}  \n"), .malformedHeader, "printable ASCII"),
    .init("npy: nested quotes", npy(header: "{'de\"s'cr': 1}\n"), .malformedHeader, "':' after a key"),
    .init("npy: escape", npy(header: "{'\\x64escr': '<f8'}\n"), .malformedHeader, "without escapes"),
    .init(
      "npy: letters before a string", npy("u'<f8'", "()", data: 8), .malformedHeader, "a string for descr", "u'<f8"),
    .init("npy: non-ASCII key", npy(header: "{'déscr': '<f8'}\n"), .malformedHeader, "printable ASCII"),
    .init("npy: non-ASCII type", npy("'<ƒ8'", "()", data: 8), .malformedHeader, "printable ASCII"),
    .init("npy: not UTF-8", npy(header: "{'descr': '?\n").map { $0 == 0x3F ? 0xFF : $0 }, .malformedHeader, "ASCII"),
    .init("npy: unknown key", npy(header: "{'order': 1}\n"), .malformedHeader, "the keys descr", "'order'"),
    .init(
      "npy: a key twice", npy(header: "{'descr': '<f8', 'descr': '<f8'}\n"), .duplicateName, "one 'descr', found two"),
    .init("npy: no descr", npy(header: "{'fortran_order': False, 'shape': ()}\n"), .malformedHeader, "a key descr"),
    .init("npy: no order", npy(header: "{'descr': '<f8', 'shape': ()}\n"), .malformedHeader, "a key fortran_order"),
    .init("npy: no shape", npy(header: "{'descr': '<f8', 'fortran_order': True}\n"), .malformedHeader, "a key shape"),
    .init("npy: no colon", npy(header: "{'descr' '<f8'}\n"), .malformedHeader, "':' after a key"),
    .init("npy: no comma", npy(header: "{'descr': '<f8' 'shape': ()}\n"), .malformedHeader, "',' or '}'"),
    .init("npy: two commas", npy(header: "{'descr': '<f8',, 'shape': ()}\n"), .malformedHeader, "a key"),
    .init(
      "npy: text after the end", npy(header: "{'descr': '<f8', 'fortran_order': False, 'shape': ()} #\n", data: 8),
      .malformedHeader, "only spaces after", "'#"),
    .init("npy: order a number", npy("'<f8'", "()", fortran: "0", data: 8), .malformedHeader, "True or False", "'0"),
    .init("npy: order in JSON", npy("'<f8'", "()", fortran: "false", data: 8), .malformedHeader, "True or False"),
  ]

  /// The shape.
  static let arrayShapes: [MalformedFile] = [
    .init("npy: a number for a shape", npy("'<f8'", "3", data: 24), .malformedHeader, "'(' first in the shape", "'3"),
    .init("npy: a list for a shape", npy("'<f8'", "[3]", data: 24), .malformedHeader, "'(' first in the shape", "'[3]"),
    .init("npy: parentheses, no tuple", npy("'<f8'", "(3)", data: 24), .malformedHeader, "',' after the only length"),
    .init("npy: None in the shape", npy("'<f8'", "(None,)"), .malformedHeader, "a whole number", "'None"),
    .init("npy: negative length", npy("'<f8'", "(-1,)"), .malformedHeader, "a whole number", "'-1,)"),
    .init("npy: fractional length", npy("'<f8'", "(1.5, 2)"), .malformedHeader, "',' after", "'.5"),
    .init("npy: long integer of Python 2", npy("'<f8'", "(3L, 2)", data: 48), .malformedHeader, "','", "'L, 2)"),
    .init("npy: underscores", npy("'<f8'", "(1_0, 2)", data: 160), .malformedHeader, "','", "'_0, 2)"),
    .init("npy: leading zero", npy("'<f8'", "(03,)", data: 24), .malformedHeader, "a whole number", "'03,)"),
    .init("npy: expression", npy("'<f8'", "(2*3,)", data: 48), .malformedHeader, "',' after the only length", "'*3"),
    .init("npy: nested shape", npy("'<f8'", "((3,),)", data: 24), .malformedHeader, "a whole number", "'(3,)"),
    .init("npy: length over 2^63", npy("'<f8'", "(9223372036854775808,)"), .malformedHeader, "below 2^63"),
    .init(
      "npy: length of 30 digits", npy("'<f8'", "(\(String(repeating: "9", count: 30)),)"), .malformedHeader, "2^63"),
    .init(
      "npy: product overflows", npy("'<f8'", "(4294967296, 4294967296)"), .malformedTensor, "less than 2^63 bytes",
      "shape [4294967296, 4294967296] of F64"),
    .init(
      "npy: product overflows beside a zero", npy("'<f8'", "(4294967296, 4294967296, 0)"), .malformedTensor, "2^63"),
    .init("npy: size overflows", npy("'<f8'", "(1152921504606846976,)"), .malformedTensor, "less than 2^63 bytes"),
    .init(
      "npy: 65 axes", npy("'<f8'", "(\(String(repeating: "1,", count: 65)))", data: 8), .malformedTensor, "64 axes"),
    .init(
      "npy: 30000 brackets", npy("'<f8'", String(repeating: "(", count: 30_000)), .malformedHeader, "a whole number"),
  ]

  /// The element type.
  static let arrayTypes: [MalformedFile] =
    [
      ("'|O'", "a pickle"), ("'O'", "a pickle"), ("'<U5'", "Unicode text"), ("'|S3'", "byte strings"),
      ("'<M8[ns]'", "dates or times"), ("'<m8[s]'", "dates or times"), ("'|V2'", "bits:bf16"),
      ("'<f16'", "long double"),
      ("'<g'", "long double"), ("'<c32'", "'<c32'"), ("'<f3'", "'<f3'"), ("'<i16'", "'<i16'"),
      ("'<b1'", "expected '|'"),
      ("'<u1'", "expected '|'"), ("'|f8'", "expected '<' or '>'"), ("'=f8'", "expected '<' or '>'"),
      ("'!f8'", "expected '<' or '>'"), ("'f8'", "'f8'"), ("'float64'", "'float64'"), ("'<<f8'", "'<<f8'"),
      ("''", "''"),
      ("'<F8'", "'<F8'"), ("[('a', '<f8'), ('b', '<i4')]", "a structured array"),
      ("('<f8', (2,))", "a structured array"),
    ].map { descriptor, words in
      .init("npy: type \(descriptor)", npy(descriptor, "(1,)", data: 8), .wrongElementType, "tensor 'bad'", words)
    }

  /// Files of other formats.
  static let strangers: [MalformedFile] = [
    .init("an empty file", [], .malformedHeader, "as .safetensors, .npz or .npy files do", "an empty file"),
    .init("a pickle", [0x80, 4, 0x95, 1], .malformedHeader, "a Python pickle"),
    .init("HDF5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A], .malformedHeader, "HDF5"),
    .init("gzip", [0x1F, 0x8B, 8, 0], .malformedHeader, "gzip"),
    .init("text", Array("x,y\n1,2\n".utf8), .malformedHeader, "8 bytes that start 78 2C 79"),
    .init("a split archive", [0x50, 0x4B, 7, 8], .malformedHeader, "a zip archive, but not its beginning"),
  ]

  static let arrays = arrayPrefixes + arrayHeaders + arrayShapes + arrayTypes + strangers
}
