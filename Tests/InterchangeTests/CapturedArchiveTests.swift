import Interchange
import Testing

/// The same captures saved twice, by NumPy and by the safetensors library.
@Suite("Captures in .npz and in .safetensors hold the same bits")
struct CapturedArchiveTests {
  /// safetensors files keep complex numbers as pairs, in a last axis of length 2.
  @Test(arguments: [("lru/io-float32", 8), ("rwkv-bytes/kernel-L257-float32", 9)])
  func sameBits(name: String, count: Int) throws {
    let archive = try TensorFile(path: fixture(name + ".npz"))
    let tensors = try TensorFile(path: fixture(name + ".safetensors"))
    #expect(archive.format == .npz && tensors.format == .safetensors)
    #expect(archive.names == tensors.names && archive.names.count == count)
    for name in archive.names {
      let left = try archive.tensor(name)
      var right = try tensors.tensor(name)
      if left.isComplex { right = try right.understood(as: #require(StorageTags("complex:last2"))) }
      #expect(left.shape == right.shape && left.elementType == right.elementType)
      let same = try left.withUnsafeBytes { left in try right.withUnsafeBytes { left.elementsEqual($0) } }
      #expect(same && left.count > 0)
      #expect(try left.complexDoubles() == right.complexDoubles())
    }
  }
}
