import CSIMD

/// The instruction sets that the kernels are compiled for.
///
/// The choice changes the speed, never a bit of a result: every fused multiply-add is one by its definition, and sums run
/// along the lanes of a vector, or across them in a fixed tree.
public enum InstructionSet: CaseIterable, Hashable, Sendable {
  /// What every processor of the architecture has: NEON on arm64. On x86-64 it lacks fused multiply-add, which then is
  /// a library call, some thirty times slower.
  case baseline
  /// AVX2 and FMA: x86-64 of 2013 and later.
  case avx2
  /// AVX-512 F, DQ, BW and VL.
  case avx512

  /// Those that this machine runs, the narrowest first.
  public static let available: [InstructionSet] = allCases.filter { csimd_supports($0.code) != 0 }

  /// The widest that this machine runs.
  public static let best: InstructionSet = available.last ?? .baseline

  var code: csimd_isa {
    switch self {
    case .baseline: csimd_baseline
    case .avx2: csimd_avx2
    case .avx512: csimd_avx512
    }
  }
}
