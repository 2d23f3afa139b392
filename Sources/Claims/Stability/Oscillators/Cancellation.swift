import Arithmetic
import Definitions
import PropertyTesting

extension Oscillators {
  /// What the released formula of the implicit scheme loses.
  static let cancellation = Claim(
    "linoss.N-cancel",
    title:
      "The code's M_11 = 1 - dt^2 A S loses log2(1 + dt^2 A) bits, and is 0 for dt^2 A > 2^25; S itself loses none",
    statement: """
      In float32 the relative error of S = 1/(1 + dt^2 A) is at most 4 u (1 + 2^-10), and that of 1 - dt^2 A S, which \
      is S too, at most 8 u (1 + dt^2 A) (1 + 2^-10), u = 2^-24.
      """,
    source: linoss("models/LinOSS.py, M_IM_11", .code),
    hypotheses: [
      Hypothesis("form", "the form 1/(1 + dt^2 A), which does not cancel", untested: "the falsifiers use the other")
    ],
    method: .exact,
    notes: [
      "Computed in float32 in the order of the code, and compared with the exact number. A compiler that fuses the "
        + "products changes the last bits, not the loss.",
      "As A = relu(.) is unbounded and dt < 1, dt^2 A can be large; at initialization it is at most 1, where one bit "
        + "is lost.",
    ],
    check: Check(stiff) { instance, _ in
      [error(instance, ofCancelling: false, bound: 4), error(instance, ofCancelling: true, bound: 8, isGrowing: true)]
    },
    falsifiers: [
      Falsifier(
        "1 - dt^2 A S within 8 u",
        Check(stiff) { instance, _ in [error(instance, ofCancelling: true, bound: 8)] }),
      Falsifier(
        "1 - dt^2 A S within 8 u (1 + dt^2 A)/1000",
        Check(stiff) { instance, _ in
          [error(instance, ofCancelling: true, bound: Rational(8, 1000), isGrowing: true)]
        }),
    ],
    figures: [
      FigureRecipe("linoss-cancellation") { precision in
        let sizes = grid(from: 1e-3, to: 1e9, count: 240, logarithmic: true).map { Double(Float($0)) }
        func column(_ name: String, ofCancelling isCancelling: Bool) -> FigureData.Column {
          FigureData.Column(
            name,
            sizes.map { x in
              let instance = OscillatorInstance(stiffness: Rational(exactly: x), damping: nil, step: 1)
              let error = relativeError(instance, ofCancelling: isCancelling)
              return error == 0 ? .indeterminate(in: precision) : Ball(error, in: precision)
            }, style: .points)
        }
        return FigureData(
          "linoss-cancellation", title: "LinOSS-IM in float32: relative error of the diagonal of M, dt = 1",
          caption: """
            The exact error of the two forms of the same number computed in float32, and the bound of the cancelling \
            one. Where it is 1 the computed diagonal is 0.
            """,
          xLabel: "dt^2 A", yLabel: "relative error", logX: true, logY: true, yRange: 1e-10...10,
          x: FigureData.Column("dt^2 A", sizes),
          curves: [
            column("1 - dt^2 A S, the released code", ofCancelling: true),
            column("1/(1 + dt^2 A)", ofCancelling: false),
            FigureData.Column(
              "8 u (1 + dt^2 A)",
              sizes.map { x in Ball(0x1p-21, in: precision) * (1 + Ball(x, in: precision)) }, style: .dashedLine),
          ])
      }
    ])

  /// Parameters that float32 holds, with dt^2 A from 2^-8 to 2^30.
  private static let stiff = Generator { draw in
    let size = try draw(.power(of: 2, in: -8...29)) * (1 + (try draw(.rational(in: 0...1, denominator: 1000))))
    let step = Rational(exactly: (try draw(.rational(above: 0, upTo: 1, denominator: 8))).float())
    return OscillatorInstance(
      stiffness: Rational(exactly: (size / (step * step)).float()), damping: nil, step: step)
  }

  private static func relativeError(_ instance: OscillatorInstance, ofCancelling isCancelling: Bool) -> Rational {
    let oscillator: LinearOscillator<Float> = instance.oscillator(in: Intrinsic())
    let computed = Rational(exactly: isCancelling ? oscillator.cancellingDiagonal : oscillator.determinant)
    return (computed / instance.oscillator.determinant - 1).magnitude
  }

  private static func error(
    _ instance: OscillatorInstance, ofCancelling isCancelling: Bool, bound: Rational, isGrowing: Bool = false
  ) -> Evidence {
    let growth = isGrowing ? 1 + instance.step * instance.step * instance.stiffness : 1
    let unit = Rational.pow(2, -24) * Rational(1025, 1024)
    return Evidence(
      "relative error of \(isCancelling ? "1 - dt^2 A S" : "S") <= \(bound) u\(isGrowing ? " (1 + dt^2 A)" : "") (1 + 2^-10)",
      relativeError(instance, ofCancelling: isCancelling), atMost: bound * growth * unit, at: instance.values)
  }
}
