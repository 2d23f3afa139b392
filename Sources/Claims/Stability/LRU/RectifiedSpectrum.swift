import Arithmetic
import Definitions
import PropertyTesting

extension LinearRecurrentUnit {
  /// Proposition 4: the spectrum of a rectified signal.
  static let rectifiedSpectrum = Claim(
    "lru.P4-relu",
    title: "The spectrum of relu(u) is a convolution with sincs, and the printed one is 2 pi times too large",
    statement: """
      F[relu(u)] = F[u] * sum_i 2 L_i e^(-i omega p_i) sinc(omega L_i), where u is positive on the intervals \
      [p_i - L_i, p_i + L_i].
      """,
    source: paper("Proposition 4"),
    hypotheses: [
      Hypothesis(
        "intervals", "finitely many intervals of positivity, or absolute convergence",
        untested: "a trigonometric polynomial has finitely many in a period"),
      Hypothesis("one convention", "one normalization of F throughout: it is what the printed formula lacks"),
    ],
    method: .certified,
    notes: [
      "Checked on periodic signals cos(m (t - p)) - cos(m L), which are positive on m intervals of half width L: F is "
        + "then the Fourier series, and both sides are finite. The left side is enclosed by quadrature.",
      "The printed proof has F^-1[U] = int U e^(i nu t) dnu, for which the transform of a box is 1/(2 pi) times 2 L "
        + "sinc(omega L); with the other normalization the convolution has the factor 1/(2 pi). Either way the printed "
        + "formula is 2 pi times too large.",
    ],
    effort: 0.5,
    check: Check(Wave.any) { wave, precision in
      equality(wave, "F[u] * sum_i 2 L_i e^(-i n p_i) sinc(n L_i)", precision) {
        $0.rectifiedAsPrinted(wave.frequency, of: $1)
      }
    },
    correction: Correction(
      "F[relu(u)] = 1/(2 pi) F[u] * sum_i 2 L_i e^(-i omega p_i) sinc(omega L_i), F being int u e^(-i omega t) dt or "
        + "the coefficients of a Fourier series of period 2 pi.",
      Check(Wave.any) { wave, precision in
        equality(wave, "1/(2 pi) F[u] * sum_i 2 L_i e^(-i n p_i) sinc(n L_i)", precision) {
          $0.rectified(wave.frequency, of: $1)
        }
      }),
    falsifiers: [
      Falsifier(
        "both normalizations at once, at frequency 0", dropping: "one convention",
        Check(Wave.any.with { $0.frequency = 0 }) { wave, precision in
          equality(wave, "F[u] * sum_i 2 L_i e^(-i n p_i) sinc(n L_i)", precision) {
            $0.rectifiedAsPrinted(wave.frequency, of: $1)
          }
        }),
      Falsifier(
        "one of two intervals left out",
        Check(Wave.any.with { $0.order = 2 }) { wave, precision in
          equality(wave, "the formula with one interval", precision) { intervals, coefficients in
            PositivityIntervals(centers: [intervals.centers[0]], halfWidths: [intervals.halfWidths[0]])
              .rectified(wave.frequency, of: coefficients)
          }
        }),
    ],
    figures: [rectifiedFigure])

  /// relu(u)_n by quadrature against `formula`.
  private static func equality(
    _ wave: Wave, _ name: String, _ precision: Precision,
    _ formula: (PositivityIntervals<Ball>, [Int: Complex<Ball>]) -> Complex<Ball>
  ) -> [Evidence] {
    let (left, right) = (wave.quadrature(precision), formula(wave.intervals(precision), wave.coefficients(precision)))
    let tolerance = Ball(Rational.pow(2, -40), in: precision)
    return [
      Evidence(
        "|Re(relu(u)_n - \(name))| <= 2^-40", (left.real - right.real).magnitude, atMost: tolerance, at: wave.values),
      Evidence(
        "|Im(relu(u)_n - \(name))| <= 2^-40", (left.imaginary - right.imaginary).magnitude, atMost: tolerance,
        at: wave.values),
    ]
  }

  /// u(t) = cos(m (t - p)) - cos(m L) with 0 < m L < pi, and a frequency n.
  private struct Wave: Sendable {
    /// m.
    var order: Int
    /// p and m L.
    let center, width: Rational
    var frequency: Int

    static let any = Generator { draw in
      Wave(
        order: try draw(.integer(in: 1...3)), center: try draw(.rational(in: -3...3, denominator: 4)),
        width: try draw(.rational(above: 0, upTo: 3, denominator: 4)), frequency: try draw(.integer(in: 0...6)))
    }

    private func half(_ precision: Precision) -> Ball { Ball(width / Rational(order), in: precision) }

    func intervals(_ precision: Precision) -> PositivityIntervals<Ball> {
      let centers = (0..<order).map {
        Ball(center, in: precision) + Ball(Rational(2 * $0, order), in: precision) * Ball.pi(in: precision)
      }
      return PositivityIntervals(centers: centers, halfWidths: centers.map { _ in half(precision) })
    }

    /// u_0 = -cos(m L), u_(+-m) = e^(-+ i m p)/2.
    func coefficients(_ precision: Precision) -> [Int: Complex<Ball>] {
      let angle = Ball(center * Rational(order), in: precision)
      let (cosine, sine) = (Ball.cos(angle) / 2, Ball.sin(angle) / 2)
      return [
        0: Complex(-Ball.cos(Ball(width, in: precision))), order: Complex(cosine, -sine), -order: Complex(cosine, sine),
      ]
    }

    /// 1/(2 pi) int u e^(-i n t) over the intervals, on panels of length 1/2 and less.
    func quadrature(_ precision: Precision) -> Complex<Ball> {
      let rule = GaussRules.rule(precision)
      // |d^(2k)/dt^(2k) u(t) e^(-i n t)| <= (m + n)^(2k) + n^(2k).
      let bound = 2 * Ball(Rational.pow(Rational(order + frequency), 2 * rule.count), in: precision)
      let (p, level) = (Ball(center, in: precision), Ball.cos(Ball(width, in: precision)))
      let half = half(precision)
      let panels = Int((4 * half.approximation).rounded(.up))
      var (real, imaginary) = (Ball(0, in: precision), Ball(0, in: precision))
      for middle in intervals(precision).centers {
        let start = middle - half
        for panel in 0..<panels {
          func end(_ index: Int) -> Ball { start + 2 * half * Ball(Rational(index, panels), in: precision) }
          func integral(_ factor: (Ball) -> Ball) -> Ball {
            rule.integral(from: end(panel), to: end(panel + 1), derivativeBound: bound) { t in
              (Ball.cos(IntegerConstant(order) * (t - p)) - level) * factor(IntegerConstant(frequency) * t)
            }
          }
          real = real + integral { Ball.cos($0) }
          imaginary = imaginary - integral { Ball.sin($0) }
        }
      }
      return Complex(real, imaginary) / Complex(2 * Ball.pi(in: precision))
    }

    var values: [NamedValue] {
      [NamedValue("m", order), NamedValue("p", center), NamedValue("m L", width), NamedValue("n", frequency)]
    }
  }
}
