import CSIMD

/// What the transforms of real sequences of `length` numbers need.
struct FourierPlan<Scalar: KernelScalar>: Sendable {
  /// n: 2, 4, 8, ... or 6, 12, 24, ...
  let length: Int
  /// cos and -sin of 2 pi j/n for j < n, each rounded once.
  let roots: [Scalar]
  /// Where the transform of the n/2 complex numbers leaves frequency k.
  let positions: [Int]

  /// For the shortest sequence that holds `count` numbers.
  init(holding count: Int) {
    var length = 2
    while length < count { length *= 2 }
    if length >= 8, length / 4 * 3 >= count { length = length / 4 * 3 }
    self.length = length
    let half = length / 2
    positions = (0..<half).map { Self.position(of: $0, count: half) }
    roots = (0..<length).flatMap { j in
      let root = Self.root(j, of: length)
      return [Scalar(root.cosine), Scalar(-root.sine)]
    }
  }

  func withPointers(_ body: (_TransformPlan<Scalar>) -> Void) {
    roots.withUnsafeBufferPointer { roots in
      positions.withUnsafeBufferPointer { positions in
        guard let roots = roots.baseAddress, let positions = positions.baseAddress else { return }
        body(_TransformPlan(length: length, roots: roots, positions: positions))
      }
    }
  }

  /// A level of radix r puts the frequencies k = p mod r into its p-th part, in the order of k div r there.
  private static func position(of frequency: Int, count: Int) -> Int {
    guard count > 1 else { return 0 }
    let radix = Int(csimd_fft_radix(count))
    let part = count / radix
    return frequency % radix * part + position(of: frequency / radix, count: part)
  }

  /// cos and sin of 2 pi j/n, from the first octant.
  private static func root(_ j: Int, of n: Int) -> (cosine: Double, sine: Double) {
    if 8 * j > 4 * n {
      let mirrored = root(n - j, of: n)
      return (mirrored.cosine, -mirrored.sine)
    }
    if 8 * j > 2 * n {
      let mirrored = half(n - 2 * j, of: 2 * n)
      return (-mirrored.cosine, mirrored.sine)
    }
    return half(2 * j, of: 2 * n)
  }

  /// cos and sin of 2 pi j/n for at most a quarter of a turn, where n is a multiple of 4.
  private static func half(_ j: Int, of n: Int) -> (cosine: Double, sine: Double) {
    if 8 * j > n {
      let mirrored = half(n / 4 - j, of: n)
      return (mirrored.sine, mirrored.cosine)
    }
    // 2 pi to 107 bits.
    let turn = LongDouble(0x1.921fb54442d18p2, 0x1.1a62633145c07p-52)
    let angle = (turn * LongDouble(Double(j), 0)) / Double(n)
    return (series(angle, from: 0).high, (angle * series(angle, from: 1)).high)
  }

  /// 1 - x^2/((k+1)(k+2)) (1 - x^2/((k+3)(k+4)) (1 - ...)): for k = 0 cos x, for k = 1 sin(x)/x. For |x| <= pi/4 the terms
  /// after the 14th are below 2^-100.
  private static func series(_ x: LongDouble, from k: Int) -> LongDouble {
    let square = x * x
    var sum = LongDouble(1, 0)
    for i in (0..<14).reversed() {
      let term = square * sum / Double((k + 2 * i + 1) * (k + 2 * i + 2))
      sum = LongDouble(1, 0) - term
    }
    return sum
  }
}

/// A number of some 100 bits: the sum of two of which the second is a correction.
private struct LongDouble {
  var high: Double
  var low: Double

  init(_ high: Double, _ low: Double) {
    self.high = high + low
    self.low = low - (self.high - high)
  }

  static func - (x: LongDouble, y: LongDouble) -> LongDouble {
    let sum = x.high - y.high
    let rest = sum - x.high
    let error = (x.high - (sum - rest)) - (y.high + rest)
    return LongDouble(sum, error + (x.low - y.low))
  }

  static func * (x: LongDouble, y: LongDouble) -> LongDouble {
    let product = x.high * y.high
    let error = (-product).addingProduct(x.high, y.high)
    return LongDouble(product, error + (x.high * y.low + x.low * y.high))
  }

  static func / (x: LongDouble, y: Double) -> LongDouble {
    let quotient = x.high / y
    let rest = x.high.addingProduct(-quotient, y) + x.low
    return LongDouble(quotient, rest / y)
  }
}
