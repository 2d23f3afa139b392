/// What the report says about the memory of one layer.
public struct LayerMemory: Sendable, Encodable {
  /// The layer's number.
  public let index: Int
  /// The name that the layer's tensors share.
  public let name: String
  public let modeCount: Int
  /// How M_t falls, decided from the parameters.
  public let decay: DecayClass
  /// The mode that decays most slowly; the value is -log |a|, the recency rate kappa = log(1/A_max) of the layer.
  public let slowest: NamedMode
  /// The largest and the least |a|, A_max and A_min.
  public let largestDecay: Double
  public let leastDecay: Double
  /// The bound M_t <= constant max_s M_s t^degree r^t, for t >= 1.
  public let envelope: Envelope
  /// sum_t M_t over the largest M_t.
  public let mass: Bounds
  /// W(q) for each fraction of the report; empty where what is remembered has no finite sum.
  public let windows: [Window]
  /// M_t/max_s M_s at times from 0 to the length of the report.
  public let memory: [Value]
  /// What a token has at a distance, at the distances of the report.
  public let influence: [Influence]
  /// The longest range of times over which M_t, or the bound of it by its modes, falls like a power law.
  public let powerLaw: PowerLaw?
  /// How many channels keep less than 1 % of what they remember beyond the present token.
  public let forgettingAtOnce: Int
  /// How many channels decay exactly as an earlier one of the layer.
  public let duplicates: Int

  /// How a memory function falls.
  public enum DecayClass: String, Sendable, Encodable {
    case exponential
    /// t r^t: a double eigenvalue with a Jordan block.
    case polynomialTimesExponential
    /// |a| = 1: nothing is forgotten.
    case never
    /// A Jordan block on the unit circle: what entered grows like t.
    case polynomial
    /// |a| > 1.
    case growing
    case undecided
  }

  /// C t^degree e^(-rate t), the rate being -log r.
  public struct Envelope: Sendable, Encodable {
    public let constant: Double
    public let degree: Int
    public let rate: Double
  }

  /// The effective window at a fraction: all but this part of the mass is younger.
  public struct Window: Sendable, Equatable, Encodable {
    public let fraction: Double
    /// In tokens; the window is at least this.
    public let lower: Int
    /// In tokens; the window is at most this; nil where no bound is known.
    public let upper: Int?
  }

  /// M_t/max M and its bound at a time.
  public struct Value: Sendable, Encodable {
    public let time: Int
    public let value: Bounds
    /// An upper bound by the moduli of the modes alone.
    public let envelope: Double
    /// A lower bound by the slowest mode alone; 0 where modes can cancel.
    public let floor: Double
    /// The part of the mass at this time and later; nil where there is no finite mass.
    public let older: Bounds?
  }

  /// What a token has left at a distance.
  public struct Influence: Sendable, Encodable {
    public let distance: Int
    /// |dy_t/dx_s| through the state at t - s = distance, over the largest there is.
    public let influence: Bounds
    /// An upper bound of it by the moduli of the modes alone.
    public let bound: Double
    /// A_max^distance, what a state can keep at most: the factor of the a-priori bound ``Definitions/InfluenceBound``.
    public let kept: Bounds
    /// A_min^(T - 1) for T = distance, and 1 minus that: the spread of the states of T convex updates is at most that
    /// part of the spread of what enters; nil for complex modes and for distance 0.
    public let contraction: Bounds?
    public let spread: Bounds?
  }

  /// M_t between t^-lower and t^-upper in its slope, from one time to another.
  public struct PowerLaw: Sendable, Equatable, Encodable {
    public let from: Int
    public let to: Int
    /// Bounds of -d log M/d log t over the range.
    public let lower: Double
    public let upper: Double
  }
}

/// What the first layers of the model remember together, were each to pass on what it holds.
public struct StackMemory: Sendable, Encodable {
  /// How many layers, from the first one.
  public let layers: Int
  /// The number of the last of them.
  public let last: Int
  /// Empty where a layer has no window.
  public let windows: [LayerMemory.Window]
  /// The windows of the bound C(k + L - 1, L - 1) r^k with the largest r of these layers.
  public let binomial: [LayerMemory.Window]
}

/// What the steps of a real run make of a layer's memory.
public struct CapturedMemory: Sendable, Encodable {
  /// The name of the file, without the path to it.
  public let name: String
  public let layer: Int
  public let sequences: Int
  public let length: Int
  /// The tokens at which what is remembered was looked at, in each sequence.
  public let places: Int
  /// At each distance, the mean over channels and places of what a token contributes, over that at distance 0.
  public let memory: [LayerMemory.Value]
}
