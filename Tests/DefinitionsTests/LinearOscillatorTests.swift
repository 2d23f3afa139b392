import Arithmetic
import Definitions
import Testing

@Suite struct LinearOscillatorTests {
  @Test("Trace and determinant are those of the transition, exactly", arguments: [false, true])
  func invariants(damped: Bool) {
    var random = SplitMix64(seed: 12)
    for _ in 0..<50 {
      let oscillator = LinearOscillator(
        stiffness: random.rational(0...9), damping: damped ? random.rational(0...9) : nil, step: random.rational(1...9))
      let m = oscillator.transition
      #expect(oscillator.trace == m[0] + m[3])
      #expect(oscillator.determinant == m[0] * m[3] - m[1] * m[2])
    }
  }
}
