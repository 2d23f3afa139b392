import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct LegendreTests {
  /// int_0^1 p.
  private func integral(_ p: Polynomial<Rational>) -> Rational {
    p.coefficients.enumerated().reduce(Rational.zero) { $0 + $1.element / Rational($1.offset + 1) }
  }

  @Test(arguments: [0, 1, 2, 5, 12]) func polynomials(k: Int) {
    let p: Polynomial<Rational> = Legendre.shifted(k, in: Intrinsic())
    for z in [Rational.zero, Rational(1, 3), 1, Rational(7, 5)] {
      #expect(p(z) == Legendre.values(at: 2 * z - 1, count: k + 1)[k])
    }
    for m in 0...14 {
      let power = Polynomial((0...m).map { Rational($0 == m ? 1 : 0) }, in: Intrinsic())
      #expect(integral(power * p) == Legendre.moment(m, order: k))
    }
  }

  /// The coefficients of a piecewise linear function from those of its pieces, integrated term by term.
  @Test(.cases(20, deep: 500)) func piecewiseLinear() async {
    await checkProperty { draw in
      let cuts = (0...2).map { _ in Rational(draw.integer(in: 1...15), 16) }.sorted()
      let ends = [Rational.zero] + cuts + [1]
      let pieces = (0..<4).map { i in
        PiecewiseLinear.Piece(
          start: ends[i], end: ends[i + 1], value: Rational(draw.integer(in: -5...5)),
          slope: Rational(draw.integer(in: -6...6), 2))
      }
      let f = PiecewiseLinear(pieces: pieces)
      func integral(_ weight: (Polynomial<Rational>) -> Polynomial<Rational>) -> Rational {
        pieces.reduce(Rational.zero) { sum, piece in
          let line = Polynomial([piece.value - piece.slope * piece.start, piece.slope], in: Intrinsic())
          let primitive = Polynomial(
            [Rational.zero] + weight(line).coefficients.enumerated().map { $1 / Rational($0 + 1) }, in: Intrinsic())
          return sum + primitive(piece.end) - primitive(piece.start)
        }
      }
      let expected = (0..<7).map { k in integral { $0 * Legendre.shifted(k, in: Intrinsic()) } }
      #expect(f.legendreCoefficients(7) == expected)
      #expect(f.squaredNorm == integral { $0 * $0 })
      let errors = f.squaredErrors(7)
      #expect(errors.allSatisfy { $0 >= 0 } && zip(errors, errors.dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  /// A straight line is met by degree 1; breakpoints and slopes make a continuous function.
  @Test func straightLines() {
    let f = PiecewiseLinear(value: Rational(2), breakpoints: [0, Rational(1, 3), 1], slopes: [3, 3])
    #expect(f.pieces[1].value == 3 && f.largestSlope == 3)
    #expect(f.squaredErrors(3)[0] == Rational(9, 12) && f.squaredErrors(3)[1] == 0)
  }

  /// The projection of t^m on the sliding window, by the binomial theorem.
  @Test func slidingWindow() {
    let f = Polynomial<Rational>([0, 0, 1], in: Intrinsic())
    let g = LegendreProjection.sliding(f, order: 3)
    // int_0^1 (t - 1 + z)^2 dz = t^2 - t + 1/3 and the moments of higher order.
    #expect(g[0].coefficients == [Rational(1, 3), -1, 1])
    #expect(g[1](Rational(5)) == (2 * Rational(4) + 1) / 6 && g[2](Rational(5)) == Rational(1, 30))
  }
}

@Suite struct TalliedTests {
  @Test func operationsAreCounted() {
    let tally = OperationTally()
    let (x, y) = (Tallied(3, in: tally), Tallied(Rational(1, 2), in: tally))
    let value = -(x * y + x / y - y)
    #expect(value.value == -7 && tally.count == 5)
    #expect((x.addingProduct(x, y)).value == Rational(9, 2) && tally.count == 7)
  }

  /// 15 operations an element, and the dense step.
  @Test(arguments: [1, 2, 9]) func theLegSUpdateIsLinear(order: Int) throws {
    let tally = OperationTally()
    let state = (0..<order).map { Rational(3 * $0 - 4, $0 + 2) }
    var counted = state.map { Tallied($0, in: tally) }
    let (delta, epsilon) = (Rational(2, 7), Rational(3, 5))
    LegSUpdate.advance(&counted, implicit: Tallied(delta, in: tally), explicit: Tallied(epsilon, in: tally))
    #expect(tally.count == 15 * order)
    let twin = try #require(HiPPO.legS.rationalTwin(order: order, in: Intrinsic()) as RationalTwin<Rational>?)
    let right = twin.matrix.scaled(by: epsilon).addingToDiagonal(1) * state
    let left = twin.matrix.scaled(by: -delta).addingToDiagonal(1)
    #expect(try left.solve(Matrix(column: right, in: Intrinsic())).column(0) == counted.map(\.value))
  }
}
