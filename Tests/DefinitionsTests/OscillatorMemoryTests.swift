import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct OscillatorMemoryTests {
  private static func oscillator() -> Generator<LinearOscillator<Rational>> {
    Generator { draw in
      LinearOscillator(
        stiffness: try draw(.rational(in: 0...9)), damping: try draw(.optional(.rational(in: 0...9))),
        step: try draw(.positiveRational()))
    }
  }

  /// A = 4, G = 6, Delta = 1/2: (G - Delta A)^2 = 16 = 4 A, and both eigenvalues are 1/2.
  @Test func doubleEigenvaluesAreDecided() {
    func isDefective(_ a: Rational, _ g: Rational?, _ w: Rational) -> Bool {
      LinearOscillator<Rational>.isDefective(stiffness: a, damping: g, stepWeight: w)
    }
    let (zero, four, six) = (Rational(0, 1), Rational(4, 1), Rational(6, 1))
    #expect(isDefective(four, six, zero) && !isDefective(four, 6 + Rational(1, 1 << 40), zero))
    #expect(!isDefective(four, six, Rational(1, 3)) && isDefective(zero, zero, Rational(1, 3)))
    #expect(isDefective(zero, nil, Rational(1, 3)) && !isDefective(four, nil, zero))
    let double = LinearOscillator(stiffness: four, damping: six, step: Rational(1, 2))
    #expect(double.trace == 1 && double.determinant == Rational(1, 4))
  }

  /// With the eigenvalues, which are real or of one modulus, in balls.
  @Test("The envelope is above the response", .cases(60)) func envelope() async {
    await checkProperty { draw in
      let exact = try draw(
        .oneOf(
          Self.oscillator(),
          .always(LinearOscillator(stiffness: Rational(4, 1), damping: Rational(6, 1), step: Rational(1, 2)))),
        "oscillator")
      func ball(_ x: Rational) -> Ball { Ball(x, in: 192) }
      let (trace, determinant) = (ball(exact.trace), ball(exact.determinant))
      let discriminant = trace * trace - 4 * determinant
      let isDouble = exact.discriminant == 0
      draw.cover("double eigenvalue", when: isDouble, atLeast: 0.1)
      let isPair = exact.discriminant < 0
      let root = isDouble ? Ball(0, in: 192) : Ball.sqrt(discriminant.magnitude)
      let radius = isPair ? Ball.sqrt(determinant) : (trace.magnitude + root) / 2
      let response = exact.impulseResponse(40)
      let gain =
        ball(response[1]).magnitude / radius + determinant * ball(response[0]).magnitude / (radius * radius)
      let envelope = OscillatorEnvelope(
        radius: radius, loss: 1 - radius, start: ball(response[0]).magnitude, gain: gain,
        plateau: isDouble ? nil : 2 * radius / root)
      for (t, q) in response.enumerated() {
        try draw.verify(
          !envelope.value(at: t).isLess(than: ball(q).magnitude).isTrue,
          "|q_\(t)| = \(q), at most \(envelope.value(at: t))")
      }
      guard radius.isLess(than: Ball(1, in: 192)).isTrue else { return }
      let tail = response.dropFirst(3).reduce(Ball(0, in: 192)) { $0 + ball($1).magnitude }
      try draw.verify(!envelope.tail(from: 3).isLess(than: tail).isTrue, "the sum from 3 on")
    }
  }

  /// Both forms of the norm, by entries and by inner products, are the sum of squares of the kernel's entries.
  @Test("The kernel's norm is that of its entries, exactly", .cases(60)) func kernelNorm() async {
    await checkProperty { draw in
      typealias Number = Complex<Rational>
      let modes = try draw(.integer(in: 1...3), "modes")
      let size = try draw(.integer(in: 1...4), "size")
      draw.cover("inner products", when: size * size > 2 * modes, atLeast: 0.1)
      func matrix(_ columns: Int) throws -> [[Number]] {
        try (0..<modes).map { _ in try (0..<columns).map { _ in try draw(.complexRational(), "entry") } }
      }
      let (outputs, inputs) = (try matrix(size), try matrix(size))
      let responses = try (0..<modes).map { _ in try draw(.complexRational(), "response") }
      var sum = Rational(0, 1)
      for o in 0..<size {
        for i in 0..<size {
          let entry = (0..<modes).reduce(Rational(0, 1)) { $0 + (responses[$1] * outputs[$1][o] * inputs[$1][i]).real }
          sum += entry * entry
        }
      }
      let norm = KernelNorm(outputs: outputs, inputs: inputs, in: Intrinsic())
      let found = norm.squared(Number.Vector(responses, in: Intrinsic()))
      try draw.verify(found == sum, "\(found), by entries \(sum)")
    }
  }
}
