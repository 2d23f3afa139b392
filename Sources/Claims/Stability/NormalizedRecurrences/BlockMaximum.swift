import Arithmetic
import Definitions
import PropertyTesting

extension NormalizedRecurrences {
  /// The cumulative log-sum of ABC by blocks.
  static let blockMaximum = Claim(
    "gsa.N-block-maximum",
    title:
      "A cumulative log-sum with one maximum a block is off by d - 46 where logits rise by d >= 104 within the block",
    statement: """
      In binary32, z_t = log(sum_(r <= t) e^(x_r - M)) + M, with M the largest logit of the block and the sum replaced \
      by 1e-20 where it is 0, is the log of the cumulative sum of e^x to within 1.
      """,
    source: Source(
      "fla-org/flash-linear-attention, `logcumsumexp_fwd_kernel`", arXiv: "2110.02488", "the z of ABC's slots", .code),
    hypotheses: [
      Hypothesis("range", "x_t > M - 150 log 2 = M - 103.97...", untested: "the statement as printed drops it")
    ],
    method: .certified,
    notes: [
      "Between 88 and 104 the power is subnormal: z_t has an absolute error of up to log 2. The kernel itself was not "
        + "run; what is evaluated is its formula, correctly rounded."
    ],
    check: Check(rises) { rise, precision in isNear(rise, logSums(rise).block, precision) },
    correction: Correction(
      """
      For logits 0 and d in one block z_0 is within 1 of 0 for d <= 103, and d + log 1e-20 = d - 46.05... for d >= \
      104. One after another, with log(e^x + e^y) = max + log(1 + e^-|x - y|), both sums are right to 2^-16.
      """,
      Check(rises) { rise, precision in
        let sums = logSums(rise)
        return isNear(rise, sums.running, precision, slack: Rational.pow(2, -16))
          + (rise < 104 ? isNear(rise, sums.block, precision) : isFloor(rise, precision))
      }),
    falsifiers: [
      Falsifier("the floor from d = 103 on", Check(Generator<Int>.integer(in: 100...103)) { isFloor($0, $1) })
    ],
    quoted: { precision in
      let floor = Ball.log(Ball(Rational.pow(10, -20), in: precision))
      return [Evidence("the error of z_0 for a rise of 150", floor + 150, isQuotedAs: "104")]
    })

  /// d.
  private static let rises = Generator<Int>.oneOf(.integer(in: 0...200), .integer(in: 98...108))

  /// z_0 and z_1 for the logits 0 and d, by the block's maximum and one after another, in binary32.
  private static func logSums(_ rise: Int) -> (block: [RoundedFloat], running: [RoundedFloat]) {
    let logits = [RoundedFloat(0, in: .binary32), RoundedFloat(rise, in: .binary32)]
    let floor = RoundedFloat(Rational.pow(10, -20), in: .binary32)
    return (
      BoundedMemorySlot.logSumsByBlockMaximum(logits: logits, floor: floor),
      BoundedMemorySlot.runningLogSums(logits: logits)
    )
  }

  private static func isNear(
    _ rise: Int, _ found: [RoundedFloat], _ precision: Precision, slack: Rational = 1
  ) -> [Evidence] {
    let exact = BoundedMemorySlot.runningLogSums(logits: [Ball(0, in: precision), Ball(rise, in: precision)])
    return zip(found, exact).enumerated().map { t, pair in
      Evidence(
        "|error of z_t|", (Ball(pair.0.value, in: precision) - pair.1).magnitude, atMost: Ball(slack, in: precision),
        at: [NamedValue("x", [0, rise]), NamedValue("t", t)])
    }
  }

  /// z_0 = d + log 1e-20, to within the rounding errors.
  private static func isFloor(_ rise: Int, _ precision: Precision) -> [Evidence] {
    let expected = Ball.log(Ball(Rational.pow(10, -20), in: precision)) + Ball(rise, in: precision)
    return [
      Evidence(
        "|z_0 - (d + log 1e-20)|", (Ball(logSums(rise).block[0].value, in: precision) - expected).magnitude,
        atMost: Ball(Rational.pow(2, -15), in: precision), at: [NamedValue("x", [0, rise])])
    ]
  }
}
