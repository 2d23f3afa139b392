extension FloatDomain {
  /// A random number of the domain, chosen so as to find what goes wrong with floating point.
  func random(_ random: inout SplitMix64, _ earlier: [Choice]) -> Double {
    format.round(lower + (upper / 2 - lower / 2) * 2 * random.unit())
  }
}
