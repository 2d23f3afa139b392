import Arithmetic

/// The initialization of the LRU: eigenvalues e^(-nu + i theta) uniform in area on the ring
/// r_min <= |lambda| <= r_max, from independent u_1 and u_2 uniform on [0, 1],
///
///     nu = -1/2 log(u_1 (r_max^2 - r_min^2) + r_min^2),   theta = Theta u_2,   Theta = 2 pi for the whole ring.
///
/// - Source: Orvieto et al., arXiv 2303.06349, Lemma 2 and section 3.3.
public struct RingInitialization<A: RealArithmetic>: Sendable {
  /// r_min and r_max, 0 <= r_min < r_max <= 1.
  public let minimum, maximum: A

  public init(minimum: A, maximum: A) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// r_max^2 - r_min^2.
  public var width: A { (maximum - minimum) * (maximum + minimum) }

  /// |lambda|^2 for u_1 = u.
  public func squaredModulus(_ u: A) -> A { (minimum * minimum).addingProduct(u, width) }

  /// The share of the ring's area within the radius r, (r^2 - r_min^2)/(r_max^2 - r_min^2), for r on the ring.
  public func share(within r: A) -> A { (r - minimum) * (r + minimum) / width }

  /// The density of |lambda|, 2 r/(r_max^2 - r_min^2).
  public func density(_ r: A) -> A { 2 * r / width }
}

extension RingInitialization where A: RealElementaryArithmetic {
  /// nu for u_1 = u.
  public func logarithmicDecay(_ u: A) -> A { -A.log(squaredModulus(u)) / 2 }

  /// The mean of 1/(1 - |lambda|^2), the energy that a mode makes of white noise of energy 1:
  ///
  ///     log((1 - r_min^2)/(1 - r_max^2))/(r_max^2 - r_min^2),   r_max < 1;
  ///
  /// 1/(1 - r^2) in the limit of a circle. Without cancellation for a narrow ring.
  ///
  /// - Source: Proposition 3.
  public var meanEnergy: A {
    let deficit = (1 - maximum) * (1 + maximum)
    return A.log(onePlus: width / deficit) / width
  }

  /// The mean of 1/|1 - r e^(i theta)|^2, the energy that a mode makes of a constant input of energy 1, for theta
  /// uniform on [0, Theta], 0 < Theta <= 2 pi:
  ///
  ///     (1 + 2/Theta atan(r sin Theta/(1 - r cos Theta)))/(1 - r^2)
  ///     = 2/(Theta (1 - r^2)) atan((1 + r)/(1 - r) tan(Theta/2))   for Theta < pi.
  ///
  /// It is 1/(1 - r^2) at Theta = pi and 2 pi, and up to pi/Theta times as much for a smaller Theta as r -> 1.
  public static func constantInputEnergy(modulus r: A, largestPhase: A) -> A {
    let half = A.sin(largestPhase / 2)
    let angle = A.atan(r * A.sin(largestPhase) / (1 - r + 2 * r * half * half))
    return (1 + 2 * angle / largestPhase) / ((1 - r) * (1 + r))
  }
}

extension RingInitialization where A == Double {
  /// An eigenvalue of the ring: |lambda| and arg lambda, to 53 bits; the same on every machine for the same random
  /// bits.
  ///
  /// - Parameter turn: Theta/(2 pi), the part of the circle that the phases fill.
  public func sample(
    turn: Double = 1, using generator: inout some RandomNumberGenerator
  ) -> (modulus: Double, phase: Double) {
    // Multiples of 2^-53 in (0, 1] and in [0, 1).
    let u = Double((generator.next() as UInt64 >> 11) + 1) * 0x1p-53
    let v = Double(generator.next() as UInt64 >> 11) * 0x1p-53
    let precision = Precision(bits: 64)
    let ring = RingInitialization<BigFloat>(
      minimum: BigFloat(minimum, in: precision), maximum: BigFloat(maximum, in: precision))
    let modulus = BigFloat.exp(-ring.logarithmicDecay(BigFloat(u, in: precision)))
    let phase = BigFloat(turn * v, in: precision) * 2 * BigFloat.pi(in: precision)
    return (modulus.double(), phase.double())
  }
}
