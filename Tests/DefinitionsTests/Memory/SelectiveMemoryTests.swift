import Arithmetic
import Definitions
import Testing

@Suite struct SelectiveMemoryDefinitionTests {
  private struct Reciprocal: AnalyticFunction {
    func callAsFunction<A: ElementaryArithmetic>(_ x: A) -> A where A.Context == Precision { 1 / x }
  }

  /// int_a^b dx/x = log(b/a), also where one panel comes too near to the pole and is divided, and undefined across it.
  @Test(arguments: [(1.0, 1.5), (1, 2), (0.001, 5), (3, 0.5)]) func analyticQuadrature(_ a: Double, _ b: Double) {
    let rule = GaussLegendre(count: 16, precision: 128)
    func ball(_ x: Double) -> Ball { Ball(x, in: 128) }
    let integral = rule.integral(from: ball(a), to: ball(b), bits: 48, ofAnalytic: Reciprocal())
    #expect(integral.overlaps(Ball.log(ball(b) / ball(a))))
    #expect(integral.relativeAccuracyBits >= 40)
    #expect(!rule.integral(from: ball(-1), to: ball(1), ofAnalytic: Reciprocal()).isDefined)
  }

  /// A token whose step does not depend on it: 1/x^2 = 1/x(0)^2 - 2 mu t log 2.
  @Test func firstToken() throws {
    let rule = GaussLegendre(count: 16, precision: 128)
    func ball(_ x: Double) -> Ball { Ball(x, in: 128) }
    let token = FirstToken(gain: -2, slope: 0)
    let time = token.time(from: ball(1), to: ball(0.125), rule: rule)
    #expect(time.overlaps(63 / (4 * Ball.log(ball(2)))))
    let position = try #require(token.position(after: time, from: ball(1), guess: ball(0.2), rule: rule))
    #expect(position.contains(Rational(1, 8)) && position.relativeAccuracyBits > 40)
    // The bound of the rest beyond S X = 60 and the integral agree with a start beyond.
    let growing = FirstToken(gain: 1, slope: 1)
    let far = growing.blowUpTime(from: ball(100), rule: rule) + growing.time(from: ball(2), to: ball(100), rule: rule)
    #expect(far.overlaps(growing.blowUpTime(from: ball(2), rule: rule)))
  }

  @Test func filterKeepsTheLargest() {
    #expect(TokenFilter.filtered([1, 4, 2, 4, 3] as [Rational], budget: 7) == [0, 4, 0, 4, 0])
    #expect(TokenFilter.filtered([1, 2] as [Rational], budget: 0) == [0, 0])
    #expect(TokenFilter.filtered([1, 2] as [Rational], budget: 9) == [1, 2])
  }

  @Test func wassersteinDistances() {
    func law(_ atoms: (Rational, Rational)...) -> DiscreteLaw {
      DiscreteLaw(atoms.map { DiscreteLaw.Atom(point: $0.0, weight: $0.1) })
    }
    let coin = law((1, 1), (0, 1))
    #expect(coin.atoms.map(\.weight) == [Rational(1, 2), Rational(1, 2)])
    #expect(coin.wassersteinDistance(to: law((Rational(1, 2), 3))) == Rational(1, 2))
    #expect(law((0, 1), (3, 1)).wassersteinDistance(to: law((1, 1), (2, 1))) == 1)
    let sum = coin.image(with: coin) { $0 + $1 }
    #expect(sum == law((0, 1), (1, 2), (2, 1)))
  }
}
