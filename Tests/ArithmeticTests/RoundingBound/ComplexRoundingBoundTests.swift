import Arithmetic
import TestSupport
import Testing

@Suite struct ComplexRoundingBoundTests {
  typealias Point = (real: Double, imaginary: Double)

  private func bound(_ z: Point, _ model: FloatModel) -> ComplexRoundingBound {
    ComplexRoundingBound(RoundingBound(z.real, in: model), RoundingBound(z.imaginary, in: model))
  }
  private func float(_ z: Point, _ policy: FloatPolicy) -> Complex<FloatVariant> {
    Complex(FloatVariant(z.real, in: policy), FloatVariant(z.imaginary, in: policy))
  }
  private func exactly(_ z: Point, bits: Precision = 1000) -> Complex<BigFloat> {
    Complex(reference(z.real, bits: bits), reference(z.imaginary, bits: bits))
  }
  private func error(_ z: Complex<FloatVariant>, _ exact: Complex<BigFloat>) -> Double {
    let x = Complex(
      reference(z.real.value, bits: exact.context), reference(z.imaginary.value, bits: exact.context))
    return (x - exact).magnitude.double()
  }

  private func point(_ policy: FloatPolicy) -> Generator<Point> {
    Generator { draw in
      func part(_ draw: inout Draw) -> Double {
        draw.index(upTo: 4) == 0 ? 0 : FloatVariant(draw.double(exponents: -3...3), in: policy).value
      }
      return (part(&draw), part(&draw))
    }
  }

  /// Dot products of which a factor is a sum, and a quotient: as they are written, and with each part's products added
  /// one by one, fused or not, backward too.
  @Test(.cases(200, deep: 10_000), arguments: FloatPolicy.Format.allCases)
  func dotProducts(format: FloatPolicy.Format) async {
    await checkProperty("complex dot products in \(format)") { draw in
      let policy = try draw(.accurate(format), "policy")
      let model = FloatModel(policy)
      let count = draw.integer(in: 1...9)
      let points = Generator<[Point]>.array(of: point(policy), count: count)
      let (x, y, z) = (try draw(points, "x"), try draw(points, "y"), try draw(points, "z"))
      let divisor = try draw(point(policy), "divisor")
      func evaluate<A: ComplexArithmetic>(_ map: (Point) -> A, fused: Bool, order: some Sequence<Int>) -> A {
        var sum = map((0, 0))
        for i in order {
          let factor = map(y[i]) + map(z[i])
          sum = fused ? sum.addingProduct(map(x[i]), factor) : sum + map(x[i]) * factor
        }
        return sum
      }
      let analysis = evaluate({ bound($0, model) }, fused: false, order: 0..<count)
      let exact = evaluate({ exactly($0) }, fused: false, order: 0..<count)
      let (fused, isBackward) = (draw.bool(), draw.bool())
      let computed = evaluate(
        { float($0, policy) }, fused: fused, order: isBackward ? Array((0..<count).reversed()) : Array(0..<count))
      guard computed.real.value.isFinite, computed.imaginary.value.isFinite else { return }
      let error = error(computed, exact)
      try draw.verify(error <= analysis.bound(), "\(computed), error \(error), bound \(analysis)")
      for (part, exactPart, floatPart) in [
        (analysis.real, exact.real, computed.real), (analysis.imaginary, exact.imaginary, computed.imaginary),
      ] {
        let partError = (reference(floatPart.value, bits: 1000) - exactPart).magnitude.double()
        try draw.verify(partError <= part.bound(), "part \(floatPart), error \(partError), bound \(part)")
      }
      let value = exactly((analysis.real.value, analysis.imaginary.value))
      try draw.verify((value - exact).magnitude.double() <= analysis.valueError, "value error")
      if analysis.bound() > 0 { draw.maximize(error / analysis.bound(), "error / bound") }
      // Functions of the result.
      let square = analysis.squaredMagnitude
      let squareError = (reference(computed.squaredMagnitude.value, bits: 1000) - exact.squaredMagnitude).magnitude
      try draw.verify(
        squareError.double() <= square.bound() || !computed.squaredMagnitude.value.isFinite, "|z|^2: \(square)")
      let modulusError = (reference(computed.magnitude.value, bits: 1000) - exact.magnitude).magnitude.double()
      try draw.verify(
        modulusError <= analysis.magnitude.bound() || !computed.magnitude.value.isFinite,
        "|z|: \(analysis.magnitude), error \(modulusError)")
      let quotient = analysis / bound(divisor, model)
      let rounded = computed / float(divisor, policy)
      guard quotient.isDefined, rounded.real.value.isFinite, rounded.imaginary.value.isFinite else { return }
      let quotientError = self.error(rounded, exact / exactly(divisor))
      try draw.verify(quotientError <= quotient.bound(), "quotient, error \(quotientError), bound \(quotient)")
      if quotient.bound() > 0 { draw.maximize(quotientError / quotient.bound(), "quotient: error / bound") }
    }
  }

  /// The product with the largest error that is known, 2.236 u of its modulus.
  @Test func worstProduct() {
    let policy = FloatPolicy(.binary32)
    let z: Point = (0x1.8p-1, 0x1.7ffffap-1)
    let w: Point = (0x1.555564p-1, 0x1.55555cp-1)
    let exact = exactly(z) * exactly(w)
    let error = error(float(z, policy) * float(w, policy), exact)
    let product = bound(z, .single) * bound(w, .single)
    let unit = 0x1p-24 * exact.magnitude.double()
    #expect(error > 2.236 * unit && error <= product.bound() && product.bound() < 2.83 * unit)
  }

  /// h = a h + b with |a| = 1: the bound grows linearly, by at most 5 u a step and term, and does not become useless.
  @Test(.cases(3, deep: 100), arguments: [false, true])
  func scansOnTheCircle(fused: Bool) async {
    await checkProperty("4096 steps") { draw in
      let policy = FloatPolicy(.binary32, fusesProducts: fused)
      let angle = draw.float(FloatDomain(0.1...3))
      let a = (FloatVariant(Double.cos(angle), in: policy).value, FloatVariant(Double.sin(angle), in: policy).value)
      let (decay, analysed, exactDecay) = (float(a, policy), bound(a, .single), exactly(a, bits: 300))
      var (state, analysis, exact) = (decay, analysed, exactDecay)
      for t in 0..<4096 {
        let b = (draw.float(FloatDomain(-1...1)), 0.0)
        let input = float(b, policy)
        state = fused ? input.addingProduct(decay, state) : decay * state + input
        let stored = (input.real.value, input.imaginary.value)
        analysis = analysed * analysis + bound(stored, .single)
        exact = exactDecay * exact + exactly(stored, bits: 300)
        guard t % 256 == 255 else { continue }
        let error = error(state, exact)
        try draw.verify(error <= analysis.bound(), "step \(t), error \(error), bound \(analysis)")
        draw.maximize(error / analysis.bound(), "error / bound")
      }
      try draw.verify(analysis.bound() < 0x1p-24 * 5 * 4096 * analysis.magnitudeSum, "\(analysis)")
      try draw.verify(analysis.magnitudeSum < 4096, "\(analysis.magnitudeSum)")
    }
  }

  enum Function: CaseIterable {
    case sqrt, exp, expMinusOne, log, logOnePlus, pow, sin, cos, tan, sinh, cosh, tanh, softplus, sigmoid

    func apply<A: ElementaryArithmetic>(_ z: A, _ w: A) -> A {
      switch self {
      case .sqrt: A.sqrt(z)
      case .exp: A.exp(z)
      case .expMinusOne: A.expMinusOne(z)
      case .log: A.log(z)
      case .logOnePlus: A.log(onePlus: z)
      case .pow: A.pow(z, w)
      case .sin: A.sin(z)
      case .cos: A.cos(z)
      case .tan: A.tan(z)
      case .sinh: A.sinh(z)
      case .cosh: A.cosh(z)
      case .tanh: A.tanh(z)
      case .softplus: A.softplus(z)
      case .sigmoid: A.sigmoid(z)
      }
    }
  }

  @Test(.cases(40, deep: 3000), arguments: Function.allCases, FloatPolicy.Format.allCases)
  func functions(function: Function, format: FloatPolicy.Format) async {
    await checkProperty("\(function) in \(format)") { draw in
      let policy = try draw(.accurate(format), "policy")
      let model = FloatModel(policy)
      let (z, w) = (try draw(point(policy), "z"), try draw(point(policy), "w"))
      // z, or z + z w / 16, which is computed.
      let isExact = draw.bool()
      func argument<A: ComplexArithmetic>(_ z: A, _ w: A) -> A { isExact ? z : z + z * w / 16 }
      let analysis = function.apply(argument(bound(z, model), bound(w, model)), bound(w, model))
      let computed = function.apply(argument(float(z, policy), float(w, policy)), float(w, policy))
      let exact = function.apply(argument(exactly(z, bits: 400), exactly(w, bits: 400)), exactly(w, bits: 400))
      guard analysis.isDefined, exact.isDefined else { return }
      draw.cover("defined", when: true, atLeast: 0.1)
      let error = error(computed, exact)
      try draw.verify(error <= analysis.bound(), "\(computed) for \(exact), error \(error), bound \(analysis)")
      let value = exactly((analysis.real.value, analysis.imaginary.value), bits: 400)
      let valueError = (value - exact).magnitude.double()
      try draw.verify(valueError <= analysis.valueError, "\(valueError) > \(analysis.valueError)")
      if analysis.bound() > 0 { draw.maximize(error / analysis.bound(), "error / bound") }
    }
  }

  /// An argument with an error, or a value with one, far larger than a rounding: every number within the error has its
  /// image within the bound.
  @Test(.cases(60, deep: 3000), arguments: Function.allCases)
  func perturbations(function: Function) async {
    await checkProperty("\(function) of perturbed arguments") { draw in
      let (z, w) = (try draw(point(FloatPolicy(.binary32)), "z"), try draw(point(FloatPolicy(.binary32)), "w"))
      let size = Double(sign: .plus, exponent: -draw.integer(in: 3...25), significand: 1)
      let radius = (abs(z.real) + abs(z.imaginary)) * size
      func bound(error: Double, valueError: Double) -> ComplexRoundingBound {
        ComplexRoundingBound(
          real: z.real, imaginary: z.imaginary, error: error, valueError: valueError, in: .double)
      }
      let (computed, valued) = (bound(error: radius, valueError: 0), bound(error: 0, valueError: radius))
      let other = self.bound(w, .double)
      let (analysis, values) = (function.apply(computed, other), function.apply(valued, other))
      let exactly = { (z: Point) in self.exactly(z, bits: 400) }
      let middle = function.apply(exactly(z), exactly(w))
      for (x, y) in [(1, 0), (-1, 0), (0, 1), (0, -1), (0.6, 0.8), (-0.8, 0.6), (0.8, -0.6), (-0.6, -0.8)] {
        let moved = exactly(z) + exactly((x * 0.999, y * 0.999)) * exactly((radius, 0))
        func verify(_ name: String, _ image: Complex<BigFloat>, _ center: Complex<BigFloat>, _ bound: Double) throws {
          let distance = (image - center).magnitude.double()
          try draw.verify(distance <= bound, "\(name), \((x, y)): \(distance) > \(bound)")
        }
        let image = function.apply(moved, exactly(w))
        if analysis.isDefined { try verify("\(function)", image, middle, analysis.bound()) }
        if values.isDefined {
          try verify(
            "value of \(function)", image, exactly((values.real.value, values.imaginary.value)), values.valueError)
        }
        let quotient = other / computed
        if quotient.isDefined {
          try verify("quotient", exactly(w) / moved, exactly(w) / exactly(z), quotient.bound())
        }
        let square = (moved.squaredMagnitude - exactly(z).squaredMagnitude).magnitude.double()
        try draw.verify(square <= computed.squaredMagnitude.bound(), "|z|^2: \(square)")
        let length = (moved.magnitude - exactly(z).magnitude).magnitude.double()
        try draw.verify(length <= computed.magnitude.bound(), "|z|: \(length)")
      }
    }
  }

  @Test func edges() {
    let one = ComplexRoundingBound(1, in: .single)
    let zero = ComplexRoundingBound(0, in: .single)
    #expect(!(one / zero).isDefined && (one / zero).bound() == .infinity && (zero * one).bound() == 0)
    #expect((one * one).bound() < 0x1.1p-24 && (one + zero).bound() == 0)
    let z = bound((1.5, -2.5), .single)
    #expect(z.conjugate.imaginary.value == 2.5 && (-z).real.value == -1.5 && (z + z.conjugate).imaginary.value == 0)
    #expect(z.rounded(to: .bfloat16).bound() == 0 && (z * z).rounded(to: .bfloat16).bound() > 0x1p-8 * 8)
    #expect(!(z * z).rounded(to: .float8E4M3).bound().isInfinite)
    #expect(ComplexRoundingBound(z * z, in: .half).context == .half)
    #expect(ComplexRoundingBound(real: 3, imaginary: 4, error: 1, in: .single).bound() == 1)
    #expect(!ComplexRoundingBound(real: 3, imaginary: .nan, error: 1, in: .single).isDefined)
  }
}
