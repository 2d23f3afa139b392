import Arithmetic
import Testing

/// The defining property of an enclosure, on random operands: whatever numbers the operands enclose, the result encloses
/// the operation's value at them.
@Suite struct ContainmentTests {
  @Test(arguments: RealOperation.all)
  func ballContainsTheValue(_ operation: RealOperation) {
    let tally = operation.check(operands: operandCount, seed: enclosureSeed)
    print("ball", tally.summary(operation.name))
    #expect(tally.violations == 0, "\(tally.firstViolation), seed \(enclosureSeed)")
    #expect(tally.operands == operandCount)
    // Most operands have a value, or nothing has been checked.
    #expect(tally.indeterminate < 3 * tally.operands / 4)
    #expect(tally.medianUnits <= 4)
  }

  @Test(arguments: ComplexOperation.all)
  func discContainsTheValue(_ operation: ComplexOperation) {
    let tally = operation.check(operands: operandCount, seed: enclosureSeed)
    print("disc", tally.summary(operation.name))
    #expect(tally.violations == 0, "\(tally.firstViolation), seed \(enclosureSeed)")
    #expect(tally.operands == operandCount)
    #expect(tally.indeterminate < 3 * tally.operands / 4)
    #expect(tally.unsettled <= tally.points / 1000)
    #expect(tally.medianUnits <= 4)
  }

  /// The check can fail: radii that leave out the rounding of the midpoint, or a part of what is propagated, are caught.
  @Test(arguments: RealOperation.all.filter { $0.name != "negate" && $0.name != "magnitude" })
  func ballWithoutItsRadiusIsCaught(_ operation: RealOperation) {
    let zeroed = operation.check(operands: 500, seed: enclosureSeed) { Ball(midpoint: $0.midpoint, radius: .zero) }
    #expect(zeroed.violations > 100)
    let shrunk = operation.check(operands: 500, seed: enclosureSeed) {
      Ball(midpoint: $0.midpoint, radius: $0.radius * Magnitude(0.5))
    }
    #expect(shrunk.violations > 20)
  }

  @Test(arguments: ComplexOperation.all.filter { $0.name != "conjugate" })
  func discWithoutItsRadiusIsCaught(_ operation: ComplexOperation) {
    let zeroed = operation.check(operands: 300, seed: enclosureSeed) {
      Disc(realMidpoint: $0.realMidpoint, imaginaryMidpoint: $0.imaginaryMidpoint, radius: .zero)
    }
    #expect(zeroed.violations > 60)
    let shrunk = operation.check(operands: 300, seed: enclosureSeed) {
      Disc(realMidpoint: $0.realMidpoint, imaginaryMidpoint: $0.imaginaryMidpoint, radius: $0.radius * Magnitude(0.25))
    }
    #expect(shrunk.violations > 10)
  }
}
