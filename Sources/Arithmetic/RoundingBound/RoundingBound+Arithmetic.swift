extension RoundingBound {
  public static prefix func - (x: Self) -> Self { Self(parts: -x.parts, in: x.context) }

  /// The terms of both, to be added in any order.
  public static func + (x: Self, y: Self) -> Self { Self(parts: .sum(x.parts, y.parts), in: x.context) }

  public static func - (x: Self, y: Self) -> Self { x + -y }

  /// One term, with one rounding.
  public static func * (x: Self, y: Self) -> Self {
    Self(parts: .product(x.parts, y.parts, .init(x.context)), in: x.context)
  }

  /// One term, with the model's error of a quotient. Undefined where y may be computed as 0.
  public static func / (x: Self, y: Self) -> Self {
    let roundoff = x.context.unitRoundoff * x.context.functions[.division].relative
    return Self(parts: .quotient(x.parts, y.parts, roundoff: roundoff, .init(x.context)), in: x.context)
  }

  /// The sum as a single term: its additions are done here, and it cannot be multiplied out any more.
  private func formed() -> Self { Self(parts: parts.formed(.init(context)), in: context) }

  /// |x|, exactly: the sum is formed before its sign goes.
  public var magnitude: RoundingBound {
    var result = formed()
    result.parts.value = abs(value)
    return result
  }

  /// The larger one: |max(x', y') - max(x, y)| <= max(|x' - x|, |y' - y|), whichever is the larger of the computed x',
  /// y'.
  public static func maximum(_ x: Self, _ y: Self) -> Self { extremum(x, y, value: Double.maximum(x.value, y.value)) }

  /// The smaller one, with the larger error.
  public static func minimum(_ x: Self, _ y: Self) -> Self { extremum(x, y, value: Double.minimum(x.value, y.value)) }

  private static func extremum(_ x: Self, _ y: Self, value: Double) -> Self {
    guard x.isDefined && y.isDefined else { return Self(parts: .undefined, in: x.context) }
    let (a, b) = (x.formed().parts, y.formed().parts)
    return Self(
      parts: RoundingTerms(
        value: value, valueError: max(a.valueError, b.valueError), magnitude: max(a.magnitude, b.magnitude),
        error: max(a.error, b.error), terms: max(a.terms, b.terms)),
      in: x.context)
  }
}

extension RoundingBound {
  /// A cast: the computed number is rounded to `format`, and the computation goes on in its own one.
  ///
  /// The sum is formed, and gets one rounding of what is computed, at most |x| + A with A its bound, and the format's
  /// underflow. Exact where the format holds every number of this one's, or where the number is exact and the format
  /// holds it. Undefined where the number may be beyond the format's range.
  public func rounded(to format: FloatModel) -> RoundingBound {
    if context.isContained(in: format) || parts.terms == 0 { return self }
    var result = formed()
    let error = result.parts.error
    if error == 0 && valueError == 0 && format.holds(value) { return self }
    let size = (min(parts.magnitude, abs(value) + valueError) + error) * RoundingTerms.inflation
    guard size <= format.largest else { return Self(parts: .undefined, in: context) }
    result.parts.error = (error + format.unitRoundoff * size + format.underflow) * RoundingTerms.inflation
    return result
  }

  /// The computed number, cast to another format in which the computation goes on.
  public init(_ x: RoundingBound, in context: FloatModel) {
    self.init(parts: x.context == context ? x.parts : x.rounded(to: context).parts, in: context)
    // Additions still open were made in the other format.
    if x.context != context && parts.terms > 1 { parts = x.formed().parts }
  }
}
