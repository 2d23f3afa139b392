import Arithmetic
import Definitions
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct GramianTests {
  /// The closed form of a diagonal system is the solution of its Lyapunov equation; a change of coordinates h = T g
  /// turns P into T^-1 P T^-* and Q into T* Q T.
  @Test(.cases(10, deep: 100), arguments: TimeDomain.allCases) func closedFormAndCoordinates(_ domain: TimeDomain) async
  {
    await checkProperty { draw in
      let n = draw.integer(in: 1...3)
      func number(_ range: ClosedRange<Int>) -> Complex<Rational> {
        Complex(Rational(draw.integer(in: range), 20), Rational(draw.integer(in: -12...12), 20))
      }
      let eigenvalues = (0..<n).map { _ in number(-12 ... -1) }
      let b = Matrix<Complex<Rational>>(n, 2, in: Intrinsic()) { _, _ in number(-9...9) }
      let c = Matrix<Complex<Rational>>(1, n, in: Intrinsic()) { _, _ in number(-9...9) }
      let system = LinearSystem(matrix: Matrix(diagonal: eigenvalues, in: Intrinsic()), input: b, output: c)
      let p = try system.reachabilityGramian(domain)
      let closed = try reachabilityGramian(domain, eigenvalues: eigenvalues, input: b)
      #expect(closed.isEqual(to: p).isTrue)
      let q = try system.observabilityGramian(domain)
      let dual = try reachabilityGramian(domain, eigenvalues: eigenvalues.map(\.conjugate), input: c.adjoint)
      #expect(dual.isEqual(to: q).isTrue)

      let t = Matrix<Complex<Rational>>(n, n, in: Intrinsic()) { _, _ in number(-9...9) }
      guard let inverse = try? t.inverse() else { return }
      let moved = try system.transformed(by: t)
      let reached = try moved.reachabilityGramian(domain)
      #expect(reached.isEqual(to: inverse * p * inverse.adjoint).isTrue)
      let observed = try moved.observabilityGramian(domain)
      #expect(observed.isEqual(to: t.adjoint * q * t).isTrue)
    }
  }

  /// P = 1/2 for h' = -h + u, and P = 1/(1 - 1/4) for h_k = h_(k-1)/2 + u_k, in balls.
  @Test func oneState() throws {
    func system(_ a: Rational) -> LinearSystem<Ball> {
      LinearSystem(
        matrix: Matrix([[Ball(a, in: 64)]], in: 64), input: [Ball(1, in: 64)], output: [Ball(1, in: 64)])
    }
    #expect(try system(-1).reachabilityGramian(.continuous)[0, 0].contains(Rational(1, 2)))
    #expect(try system(Rational(1, 2)).observabilityGramian(.discrete)[0, 0].contains(Rational(4, 3)))
    #expect(throws: LinearAlgebraError.singularEquation) { try system(0).reachabilityGramian(.continuous) }
  }
}
