import Arithmetic

/// An affine map and whether the state is reset to zero before it: the element (A, b, c) of a scan with resets.
///
/// Followed by a map that resets, what came before is forgotten:
///
///     (A_j, b_j, c_j) after (A_i, b_i, c_i) = (A_j A_i, A_j b_i + b_j, c_i)  where c_j = 0, and (A_j, b_j, 1) where c_j = 1.
///
/// The choice is a choice, not a blend with 1 - c: a NaN in what is forgotten does not get out.
///
/// - Source: Lu et al., arXiv 2303.03982, and its code.
public struct ResettableMap<A: Arithmetic>: Sendable {
  public var map: AffineMap<A>
  public var resets: Bool

  public init(map: AffineMap<A>, resets: Bool) {
    self.map = map
    self.resets = resets
  }

  /// This element and then `later`.
  public func followed(by later: ResettableMap) -> ResettableMap {
    later.resets ? later : ResettableMap(map: map.followed(by: later.map), resets: resets)
  }

  /// The state after this element.
  public func callAsFunction(_ state: A.Vector) -> A.Vector { resets ? map.offset : map(state) }
}
