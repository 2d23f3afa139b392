import Arithmetic
import Definitions

extension Quantization {
  /// Bound and measurement for inputs in three formats.
  static let scanFigure = FigureRecipe("quantized-scan") { precision in
    let length = 1500
    // Inputs from Lehmer's generator, multiples of 1/1000 in [-1, 1], the same everywhere.
    var seed = 7
    let input = (0..<length).map { _ -> Rational in
      seed = seed * 48_271 % 2_147_483_647
      return Rational(seed / 16 % 2001 - 1000, 1000)
    }
    let grid = SymmetricGrid(bits: 8, largest: 1)
    let formats: [(name: String, error: Rational, quantized: [Rational])] = [
      ("int8", grid.largestError, input.map(grid.quantized)),
      ("bfloat16", rounding(.bfloat16), input.map { Rational(exactly: $0.rounded(to: .bfloat16).double()) }),
      ("float8 E4M3", rounding(.float8E4M3), input.map { Rational(exactly: $0.rounded(to: .float8E4M3).double()) }),
    ]
    // 1 - a = 1/2, 1/4, ..., 1/1024.
    let complements = (1...10).reversed().map { Rational.pow(2, -$0) }
    func balls(_ values: [Rational]) -> [Ball] { values.map { Ball($0, in: precision) } }
    return FigureData(
      "quantized-scan", title: "Error of a scan with quantized inputs, and its bound",
      caption: """
        The largest |h^_t - h_t| over 1500 inputs spread over [-1, 1] and rounded to int8 (one scale), bfloat16 and \
        float8 E4M3, for h_t = a h_(t-1) + x_t, against eps/(1 - a) with eps the largest error of one input. Errors of \
        random sign add up like (1 - a^2)^(-1/2); the bound is attained by a constant error. Errors and bounds are \
        enclosed.
        """,
      xLabel: "1 - a", yLabel: "error of the state", logX: true, logY: true,
      x: FigureData.Column("1 - a", complements.map(\.approximation)),
      curves: formats.flatMap { format in
        [
          FigureData.Column(
            format.name,
            complements.map { complement in
              let decays = Array(repeating: Ball(1 - complement, in: precision), count: length)
              let scan = QuantizedScan(
                decays: decays, quantizedDecays: decays, inputGain: Ball(1, in: precision), input: balls(input),
                quantizedInput: balls(format.quantized))
              return zip(scan.states, scan.quantizedStates).map { ($0 - $1).magnitude }
                .reduce(Ball(0, in: precision), Ball.maximum)
            }, style: .points),
          FigureData.Column(
            "bound, \(format.name)", complements.map { Ball(format.error / $0, in: precision) }, style: .dashedLine),
        ]
      })
  }

  /// u, the bound of the rounding error of a number of modulus at most 1.
  private static func rounding(_ format: FloatFormat) -> Rational { format.unitRoundoff }
}
