import Arithmetic
import Definitions
import PropertyTesting

/// One oscillator in rational numbers, with a state and a forcing.
struct OscillatorInstance: Sendable {
  /// A.
  var stiffness: Rational
  /// G; nil for the implicit scheme.
  var damping: Rational?
  /// dt.
  var step: Rational
  /// z, y.
  var velocity: Rational = 1
  var position: Rational = 0

  /// In the arithmetic of a context.
  func oscillator<A: Arithmetic>(in context: A.Context) -> LinearOscillator<A> {
    LinearOscillator(
      stiffness: A(stiffness, in: context), damping: damping.map { A($0, in: context) }, step: A(step, in: context))
  }

  var oscillator: LinearOscillator<Rational> { oscillator(in: Intrinsic()) }

  /// The parameters as evidence names them.
  var values: [NamedValue] {
    [NamedValue("A", stiffness)] + (damping.map { $0 == 0 ? [] : [NamedValue("G", $0)] } ?? [])
      + [NamedValue("dt", step)]
  }

  /// The parameters, z and y.
  var valuesWithState: [NamedValue] { values + [NamedValue("z", velocity), NamedValue("y", position)] }

  // MARK: Generators

  /// dt of (0, 1], as sigmoid gives it.
  static let unitStep = Generator<Rational>.rational(above: 0, upTo: 1, denominator: 8)

  /// The implicit scheme, A >= 0 or A > 0.
  static func implicit(positive: Bool) -> Generator<OscillatorInstance> {
    withState { draw in
      OscillatorInstance(
        stiffness: try draw(
          positive ? .rational(above: 0, upTo: 8, denominator: 6) : .rational(in: 0...8, denominator: 6)),
        damping: nil, step: try draw(.rational(above: 0, upTo: 3, denominator: 6)))
    }
  }

  /// The undamped implicit-explicit scheme with dt^2 A = x of (0, 4), by A = x/dt^2.
  static let mixed = withState { draw in
    let step = try draw(.rational(above: 0, upTo: 3, denominator: 6))
    let x = try draw(Generator<Rational>.rational(above: 0, upTo: 4, denominator: 6).filter { $0 < 4 })
    return OscillatorInstance(stiffness: x / (step * step), damping: 0, step: step)
  }

  /// The damped scheme in the oscillatory regime: with s = sqrt(1 + dt G) rational and dt^2 A = 1 + s^2 + 2 s t, |t| <=
  /// 1, all of it is covered by rational numbers.
  static let oscillatory = withState { draw in
    let step = try draw(.rational(above: 0, upTo: 3, denominator: 4))
    let s = 1 + (try draw(.rational(in: 0...3, denominator: 4)))
    let t = try draw(.rational(in: -1...1, denominator: 6))
    return OscillatorInstance(
      stiffness: (1 + s * s + 2 * s * t) / (step * step), damping: (s * s - 1) / step, step: step)
  }

  /// The parameters of `draw`, and a state other than 0.
  static func withState(
    _ parameters: @escaping @Sendable (inout Draw) throws -> OscillatorInstance
  ) -> Generator<OscillatorInstance> {
    Generator { draw in
      var instance = try parameters(&draw)
      instance.velocity = try draw(.rational(in: -3...3, denominator: 3))
      instance.position = try draw(.rational(in: -3...3, denominator: 3))
      try draw.assume(instance.velocity != 0 || instance.position != 0)
      return instance
    }
  }
}
