import Arithmetic
import TestSupport
import Testing

@Suite struct AdjointTests {
  @Test("Each function's derivative is that of Dual, enclosed", .cases(50, deep: 2000))
  func functions() async {
    for function in DualTests.Function.allCases { await check(function) }
  }

  private func check(_ function: DualTests.Function) async {
    await checkProperty("adjoint \(function)") { draw in
      let x = Ball(try draw(.scaledFloat(exponents: -6...1), "x, up to its sign").magnitude, in: 200)
      let dual = function(Dual(variable: x))
      let slope = Adjoint.gradient(of: { function($0[0]) }, at: [x], in: x.context)[0]
      try draw.verify(slope.overlaps(dual.tangent), "\(slope), not \(dual.tangent)")
      try draw.verify(slope.radius < Magnitude.powerOfTwo(-100), "\(slope)")
    }
  }

  private typealias X = Adjoint<Rational>

  /// The weighted sum of all registers, differentiated backwards in one pass and forwards once a variable.
  @Test("Random programs: the gradient is that of Dual, exactly", .cases(400, deep: 20_000), arguments: [false, true])
  func programs(vectors: Bool) async {
    await checkProperty("programs with vectors: \(vectors)") { draw in
      let inputs = try draw(.array(of: .rational(), count: 1...3), "inputs")
      let program = try draw(StraightLineProgram.generator(inputs: inputs.count, vectors: vectors), "program")
      let values = program(inputs)
      guard values.allSatisfy({ $0.isDefined && $0.bitWidth < 4000 }) else { return try draw.verify(true) }
      let weights = try draw(.array(of: .rational(), count: values.count), "cotangents")
      let tape = AdjointTape<Rational>(in: Intrinsic())
      let outputs = program(inputs.map { tape.variable($0) })
      try draw.verify(zip(outputs, values).allSatisfy { $0.value == $1 })
      let gradient = tape.gradient(of: outputs, cotangents: weights)
      for variable in inputs.indices {
        let direction = inputs.enumerated().map { Dual($1, tangent: Rational($0 == variable ? 1 : 0)) }
        let slope = zip(program(direction), weights).reduce(Rational.zero) { $0 + $1.0.tangent * $1.1 }
        // A quotient by a constant 0 is caught above; what is left is defined.
        try draw.verify(gradient[variable] == slope, "\(gradient[variable]), not \(slope)")
      }
      draw.cover("a gradient", when: gradient.contains { !$0.isZero }, atLeast: 0.3)
    }
  }

  @Test("Over balls the exact gradient is enclosed", .cases(100, deep: 5000))
  func enclosures() async {
    await checkProperty { draw in
      let inputs = try draw(.array(of: .rational(), count: 2), "inputs")
      let program = try draw(StraightLineProgram.generator(inputs: 2, vectors: true), "program")
      guard program(inputs).allSatisfy({ $0.isDefined && $0.bitWidth < 4000 }) else { return try draw.verify(true) }
      let exact = X.gradient(of: { program($0).last! }, at: inputs, in: Intrinsic())
      let balls = Adjoint.gradient(of: { program($0).last! }, at: inputs.map { Ball($0, in: 100) }, in: 100)
      for (ball, value) in zip(balls, exact) {
        try draw.verify(!ball.isDefined || ball.contains(value), "\(ball) does not contain \(value)")
      }
      draw.cover("defined", when: balls.allSatisfy(\.isDefined), atLeast: 0.5)
    }
  }

  /// f is linear in each variable, so that f(x + e_i) - f(x) is the derivative.
  @Test("Unit differences of multilinear functions", .cases(200, deep: 5000))
  func multilinear() async {
    await checkProperty { draw in
      let x = try draw(.array(of: .rational(), count: 9), "x")
      @Sendable func f<A: Arithmetic>(_ x: [A]) -> A {
        let determinant =
          x[0] * (x[4] * x[8] - x[5] * x[7]) - x[1] * (x[3] * x[8] - x[5] * x[6]) + x[2] * (x[3] * x[7] - x[4] * x[6])
        return determinant.addingProduct(x[0] * x[3], x[6]) + 3 * x[1]
      }
      let gradient = X.gradient(of: { f($0) }, at: x, in: Intrinsic())
      for i in x.indices {
        var moved = x
        moved[i] = x[i] + 1
        try draw.verify(gradient[i] == f(moved) - f(x), "derivative \(i)")
      }
    }
  }

  @Test("Constants, sums with constants, outputs that are inputs, several passes")
  func tapes() {
    let tape = AdjointTape<Rational>(in: Intrinsic())
    let (x, y) = (tape.variable(3), tape.variable(5, at: .init(tensor: 2, position: 7)))
    let seven = X(7, in: tape.context)
    #expect(tape.places == [.init(), .init(tensor: 2, position: 7)])
    #expect((seven * seven + 1).isConstant && !x.isConstant && tape.nodeCount == 2)
    _ = x + seven
    #expect(tape.nodeCount == 2 && tape.edgeCount == 0)
    let z = (x + seven) * y - x
    #expect(tape.gradient(of: [z, y, seven], cotangents: [1, 100, 1000]) == [4, 110])
    #expect(tape.gradient(of: [z], cotangents: [2]) == [8, 20])
    #expect(tape.gradient(of: [], cotangents: []) == [0, 0])
    #expect(tape.gradient(of: [z.replacingValue(0)], cotangents: [1]) == [4, 10] && z.replacingValue(0).value == 0)
    #expect(z.isEqual(to: X(47, in: tape.context)).isTrue && x.isLess(than: y).isTrue && z.description == "47")
  }

  @Test("Where there is no derivative it is undefined; powers at the edges")
  func edges() {
    func slope(_ f: (X) -> X, _ x: Rational) -> Rational {
      X.gradient(of: { f($0[0]) }, at: [x], in: Intrinsic())[0]
    }
    #expect(!slope({ $0.magnitude }, 0).isDefined && slope({ $0.magnitude }, -2) == -1)
    #expect(slope({ .pow($0, 0) }, 0) == 0 && slope({ .pow($0, 1) }, 0) == 1 && slope({ .pow($0, 2) }, 0) == 0)
    #expect(slope({ .pow($0, .min) }, -1) == Rational(.min) * -1 && slope({ .pow($0, .max) }, 1) == Rational(.max))
    #expect(slope({ $0 - $0 }, 3) == 0 && !slope({ $0 / ($0 - $0) }, 3).isDefined)
    #expect(slope({ .maximum($0, 2 * $0) }, 3) == 2 && slope({ .minimum($0, 2 * $0) }, 3) == 1)
    #expect(slope({ .maximum(2 * $0, $0 * $0) }, 2) == 2 && slope({ .minimum($0 * $0, 2 * $0) }, 2) == 4)
    let undecided = Adjoint.gradient(
      of: { .maximum($0[0], $0[1]) }, at: [Ball(1, in: 50), Ball(Rational(1, 3), in: 50) * 3], in: 50)
    #expect(undecided.allSatisfy { $0.isDefined && $0.contains(0 as Rational) && $0.contains(1 as Rational) })
    // The logarithm of a base below 0 matters to a variable exponent alone.
    let power = Adjoint<ExponentialRational>.gradient(
      of: { .pow($0[0], Adjoint(3, in: $0[0].context)) }, at: [-2], in: Intrinsic())
    #expect(power == [12])
  }

  /// A float kernel that clamps at a limit may take either side where rounding decides: its derivative is off by 1
  /// there.
  @Test("Branches that rounding decides", arguments: [1.0, 1 + 0x1p-22, 1 - 0x1p-22, 1.5, 0.5])
  func selections(limit: Double) {
    func number(_ x: Double) -> RoundingBound { RoundingBound(x, in: .single) }
    func slope(_ f: (Adjoint<RoundingBound>, Adjoint<RoundingBound>) -> Adjoint<RoundingBound>) -> RoundingBound {
      Adjoint.gradient(
        of: { x in
          // 1, with two roundings.
          f(x[0] / 3 * 3, Adjoint(limit, in: x[0].context))
        }, at: [number(1)], in: .single)[0]
    }
    let isNear = abs(limit - 1) < 0.1
    for bound in [slope { .minimum($0, $1) }, slope { .maximum($0, $1) }] {
      #expect(isNear ? bound.bound() >= 1 : bound.bound() < 1e-5, "\(bound)")
      #expect(isNear ? bound.explains(0) && bound.explains(1) : bound.explains(0) != bound.explains(1), "\(bound)")
    }
    // Exact numbers are compared exactly; a number is never apart from itself.
    let exact = Adjoint.gradient(of: { .maximum($0[0], $0[1]) }, at: [number(1), number(1)], in: .single)
    #expect(exact.map(\.value) == [1, 0] && exact.allSatisfy { $0.bound() == 0 })
    #expect(slope { x, _ in .maximum(x, x) - x }.bound() < 1e-5)
  }

  /// Gradients of gradients, over dual numbers and over another tape.
  @Test("Second derivatives", .cases(100))
  func secondDerivatives() async {
    typealias D = Dual<Rational>
    await checkProperty { draw in
      let (a, b) = (try draw(.rational(), "a"), try draw(.rational(), "b"))
      @Sendable func f<A: Arithmetic>(_ x: [A]) -> A { A.pow(x[0], 3) * x[1] + x[0] * x[1] * x[1] }
      let hessian = Adjoint<D>.gradient(of: { f($0) }, at: [D(variable: a), D(constant: b)], in: Intrinsic())
      try draw.verify(hessian[0].tangent == 6 * a * b && hessian[1].tangent == 3 * a * a + 2 * b)
      let outer = X.gradient(
        of: { x in Adjoint<X>.gradient(of: { f($0) }, at: x, in: x[0].context)[1] }, at: [a, b], in: Intrinsic())
      try draw.verify(outer == [3 * a * a + 2 * b, 2 * a])
    }
  }

  /// Over `RoundingBound` the backward pass of a float computation is within the bound, in any format.
  @Test("Float gradients are within the bound of the backward pass", .cases(100, deep: 5000))
  func bounds() async {
    let number = Generator<Float> { Float($0.double(exponents: -3...3)) }
    await checkProperty { draw in
      let count = draw.integer(in: 1...20)
      let (x, a) = (try draw(.array(of: number, count: count), "x"), try draw(.array(of: number, count: count), "a"))
      // h_t = a_t h_(t-1) + x_t, loss sum_t h_t^2.
      @Sendable func loss<A: Arithmetic>(_ z: [A]) -> A {
        var (h, sum) = (A(0, in: z[0].context), A(0, in: z[0].context))
        for t in 0..<z.count / 2 {
          h = z[t].addingProduct(z[z.count / 2 + t], h)
          sum = sum.addingProduct(h, h)
        }
        return sum
      }
      let inputs = x + a
      let exact = X.gradient(of: { loss($0) }, at: inputs.map { Rational(exactly: $0) }, in: Intrinsic())
      let bound = Adjoint.gradient(
        of: { loss($0) }, at: inputs.map { RoundingBound(Double($0), in: .single) }, in: .single)
      let computed = Adjoint.gradient(of: { loss($0) }, at: inputs, in: Intrinsic())
      for i in inputs.indices {
        let error = abs((Rational(exactly: computed[i]) - exact[i]).double())
        try draw.verify(error <= bound[i].bound(), "\(i): \(error) > \(bound[i].bound())")
        if bound[i].bound() > 0 { draw.maximize(error / bound[i].bound(), "error / bound") }
      }
    }
  }
}
