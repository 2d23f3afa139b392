import RealModule

extension RoundingBound {
  /// e^x. The argument's error E moves e^x by a factor of at most e^E, and e^E - 1 <= w u/(1 - (k + w) u) for
  /// E = w u/(1 - k u): the argument's weight becomes roundings of the result.
  public static func exp(_ x: Self) -> Self {
    let value = Double.exp(x.value)
    let roundings = (x.weight + x.context.functionError + 1).nextUp
    // The platform's own error, and that of x.value, are covered by two units of `Double` and by the weight.
    let size = (value * (1 + 0x1p-50 + 2 * x.valueError)).nextUp
    return Self(
      value, magnitude: size, weight: (size * roundings).nextUp, depth: (x.depth + roundings).nextUp,
      underflow: ((size * x.underflowError).nextUp * 2 + x.context.underflow).nextUp, in: x.context)
  }
}
