/// A form of the affine matrix-state recurrence: algebraically the same map, another algorithm.
///
/// Gamma(t, s) = D_t D_(t-1) ... D_(s+1) is the decay between two positions, 1 for t = s. Sizes are in steps, at least 1;
/// the last chunk is shorter where a size does not divide the length.
public enum AffineForm: Hashable, Sendable {
  /// Step by step: the definition.
  case recurrent
  /// A prefix scan of the affine maps S -> M S + K along a tree. Dense maps where a step has a correction.
  case scan(ScanTree)
  /// One chunk of the whole length, Gamma as products: masked attention, for steps without corrections.
  case parallel
  /// One chunk of the whole length, Gamma(t, s) = exp(c_t - c_s), with c the cumulative log-gates.
  case logarithmicParallel
  /// Within a chunk attention, between chunks the recurrence, Gamma as products: gates may be 0. Corrections are solved
  /// for by forward substitution.
  case chunked(size: Int)
  /// As ``chunked(size:)`` with Gamma(t, s) = exp(c_t - c_s), c the cumulative log-gates of the chunk.
  case logarithmicChunked(size: Int)
  /// As ``chunked(size:)`` with Gamma(t, s) = g_t/g_s, g the cumulative products of the chunk: no gate may be 0.
  case ratioChunked(size: Int)
  /// Chunks with secondary chunks of `sub` steps: across them Gamma(t, s) = exp(c_t - c_n) exp(c_n - c_s), where n is the
  /// first row of t's secondary chunk, so that neither factor exceeds 1 for gates up to 1; within one as logarithms.
  case subchunked(size: Int, sub: Int)
  /// As ``chunked(size:)``, corrections through the explicit inverse T = (I - A)^-1 (the UT transform) and the pseudo-keys
  /// W = T B and pseudo-values U = T A_ak V of the WY representation.
  case wy(size: Int, decays: ChunkDecayForm = .products)
}

/// How a chunked form computes the decay Gamma(t, s) between two positions of a chunk.
public enum ChunkDecayForm: Hashable, Sendable {
  /// The product of the gates between them.
  case products
  /// The quotient of two cumulative products: no gate may be 0.
  case ratios
  /// exp of the difference of two cumulative sums of log-gates.
  case logarithms
  /// As `logarithms`, through the first row of the later position's secondary chunk.
  case subchunks(of: Int)
}

/// The order in which a prefix scan combines its elements; every one gives all inclusive prefixes, for any length.
public enum ScanTree: Hashable, Sendable {
  /// One after another: n - 1 combinations, depth n - 1.
  case sequential
  /// Hillis and Steele: every element with the one 2^d before it; depth ceil(log2 n).
  case hillisSteele
  /// Blelloch: up-sweep and down-sweep over a power of two, padded with identities; depth 2 ceil(log2 n) + 1.
  case blelloch
  /// Brent and Kung: as Blelloch, inclusive and without identities; depth at most 2 ceil(log2 n).
  case brentKung
  /// Blocks of so many elements, each one after another, then the carries one after another: a GPU's block scan.
  case sequentialBlocks(Int)
}
