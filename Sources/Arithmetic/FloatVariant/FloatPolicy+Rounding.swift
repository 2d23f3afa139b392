extension FloatPolicy {
  /// x, the exact result of an operation or its nearest `Double`, in the format.
  ///
  /// Of +, -, *, / and sqrt of numbers of a format with p <= 24 bits the nearest `Double` rounds to the same number as
  /// the exact result: 53 >= 2 p + 2.
  ///
  /// - Source: Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30(3), 1995.
  func round(_ x: Double) -> Double { round(x, to: format) }

  func round(_ x: Double, to format: Format) -> Double {
    switch format {
    case .binary64: flushed(x, leastNormal: 0x1p-1022)
    case .binary32: flushed(Double(Float(x)), leastNormal: 0x1p-126)
    case .binary16: flushed(FloatFormat.binary16.rounded(x), leastNormal: 0x1p-14)
    case .bfloat16: flushed(FloatFormat.bfloat16.rounded(x), leastNormal: 0x1p-126)
    }
  }

  private func flushed(_ x: Double, leastNormal: Double) -> Double {
    flushesSubnormals && abs(x) < leastNormal ? Double(signOf: x, magnitudeOf: 0) : x
  }

  /// x + y z in `format`, fused or not.
  func sum(_ x: Double, _ y: Double, _ z: Double, in format: Format) -> Double {
    guard fusesProducts else { return round(x + round(y * z, to: format), to: format) }
    if format == .binary64 { return round(x.addingProduct(y, z), to: format) }
    // The product is exact. The sum is rounded to odd, so that rounding it again is as rounding once.
    //
    // Boldo, Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Trans. Comput. 57(4), 2008.
    let product = y * z
    let sum = x + product
    let part = sum - x
    let error = (x - (sum - part)) + (product - part)
    guard error != 0 && sum.isFinite && sum.bitPattern & 1 == 0 else { return round(sum, to: format) }
    return round(error > 0 ? sum.nextUp : sum.nextDown, to: format)
  }

  /// sum_i x(i) y(i) in the policy's order and in the format of its sums.
  func dot(_ count: Int, _ x: (Int) -> Double, _ y: (Int) -> Double) -> Double {
    let format = accumulatesInSingle && self.format != .binary64 ? Format.binary32 : self.format
    func forward(_ range: Range<Int>) -> Double { range.reduce(0) { sum($0, x($1), y($1), in: format) } }
    func tree(_ range: Range<Int>) -> Double {
      guard range.count > 2 else { return forward(range) }
      let middle = (range.lowerBound + range.upperBound) / 2
      return round(tree(range.lowerBound..<middle) + tree(middle..<range.upperBound), to: format)
    }
    let total: Double
    switch summation {
    case .forward: total = forward(0..<count)
    case .backward: total = (0..<count).reversed().reduce(0) { sum($0, x($1), y($1), in: format) }
    case .pairwise: total = tree(0..<count)
    case .interleaved:
      var lanes = SIMD8<Double>.zero
      for i in 0..<count { lanes[i & 7] = sum(lanes[i & 7], x(i), y(i), in: format) }
      for width in [4, 2, 1] {
        for lane in 0..<width { lanes[lane] = round(lanes[lane] + lanes[lane + width], to: format) }
      }
      total = lanes[0]
    }
    return round(total)
  }
}
