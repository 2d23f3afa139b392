import Arithmetic
import Definitions
import PropertyTesting
import TestSupport
import Testing

@Suite struct LinearOscillatorTests {
  @Test("Trace and determinant are those of the transition, exactly", .cases(200))
  func invariants() async {
    await checkProperty { draw in
      let oscillator = LinearOscillator(
        stiffness: try draw(.rational(in: 0...9), "stiffness"),
        damping: try draw(.optional(.rational(in: 0...9)), "damping"), step: try draw(.positiveRational(), "step"))
      draw.cover("damped", when: oscillator.damping != nil, atLeast: 0.5)
      let m = oscillator.transition
      try draw.verify(oscillator.trace == m[0] + m[3], "trace \(oscillator.trace) of \(m)")
      let determinant = m[0] * m[3] - m[1] * m[2]
      try draw.verify(oscillator.determinant == determinant, "determinant \(oscillator.determinant) of \(m)")
    }
  }
}
