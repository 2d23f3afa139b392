import Arithmetic
import Definitions
import LinearAlgebra

/// The figures of a diagonalization report.
struct DiagonalizationFigures {
  let all: [Figure]

  init(
    _ matrix: StateMatrix, _ spectrum: CertifiedSpectrum, _ study: PerturbationStudy?,
    _ perturbations: [DiagonalizationReport.Perturbation]
  ) throws {
    var figures = [try Self.spectrum(matrix, spectrum)]
    if let study { figures.append(try Self.transferFunctions(matrix, spectrum, study, perturbations)) }
    if !perturbations.isEmpty { figures.append(Self.perturbations(matrix, perturbations)) }
    all = figures
  }

  /// The eigenvalues where they are, and where float32 and float64 put them.
  private static func spectrum(_ matrix: StateMatrix, _ spectrum: CertifiedSpectrum) throws -> Figure {
    var rows: [[Table.Cell]] = spectrum.rows.map {
      [.number($0.real), .number($0.imaginary), .number($0.radius), .integer(0)]
    }
    func add<R: WorkingReal>(_: R.Type, kind: Int) throws {
      let modes = try ComputedModes<R>(FloatSystem(spectrum.system, isReal: matrix.isReal))
      for value in modes.values {
        rows.append([.number(Double(value.real)), .number(Double(value.imaginary)), .number(.nan), .integer(kind)])
      }
    }
    try add(Float.self, kind: 1)
    try add(Double.self, kind: 2)
    return Figure(
      "eigenvalues", title: "Eigenvalues of \(matrix.title)",
      caption: "The eigenvalues, certified, and what the QR algorithm in float32 and float64 takes for them.",
      x: .init("Re λ"), y: .init("Im λ"),
      table: Table(columns: ["Re", "Im", "radius", "0 certified, 1 float32, 2 float64"], rows: rows),
      plots: [
        .init(.points(x: 0, y: 1), title: "float32", color: .of(1), where: 3, is: 1),
        .init(.points(x: 0, y: 1), title: "float64", color: .of(4), where: 3, is: 2),
        .init(.points(x: 0, y: 1), title: "certified", color: .of(0), where: 3, is: 0),
      ])
  }

  /// |G(i w)| before and after.
  private static func transferFunctions(
    _ matrix: StateMatrix, _ spectrum: CertifiedSpectrum, _ study: PerturbationStudy,
    _ perturbations: [DiagonalizationReport.Perturbation]
  ) throws -> Figure {
    let system = FloatSystem<Double>(spectrum.system, isReal: matrix.isReal)
    let direct = try ComputedModes(system)
    let best = perturbations.min { $0.error(in: "float64") < $1.error(in: "float64") }
    let perturbed: ComputedModes<Double>? = try best.map { try study.modes(relativeSize: $0.relativeSize) }
    var columns = ["w", "|G|", "|G| +/-", "diagonalized as it is, float64"]
    if perturbed != nil { columns.append("perturbed, then diagonalized, float64") }
    let normal = matrix.hippo == .legS ? LegS(order: matrix.order) : nil
    if normal != nil { columns.append("normal part with B/2 (S4D-LegS)") }
    // C T in the coordinates in which LegS is rational, T = diag(sqrt(2j+1)).
    let twinOutput = (0..<matrix.order).map { j in
      Disc(Ball.sqrt(Ball(2 * j + 1, in: .reference)) / Ball.sqrt(Ball(matrix.order, in: .reference)))
    }
    let numbers = zip(study.reference.frequencies, study.reference.values).map { w, exact in
      let size = exact.magnitude
      var row = [w, size.approximation, size.radius.double, direct.transferFunction(at: w).modulus]
      if let perturbed { row.append(perturbed.transferFunction(at: w).modulus) }
      if let normal {
        let s = Disc(Ball(0, in: .reference), Ball(w, in: .reference))
        row.append(normal.diagonalTransferFunction(output: twinOutput, at: s).magnitude.approximation)
      }
      return row
    }
    var plots: [Figure.Plot] = [
      .init(.line(x: 0, y: 1), title: columns[1], color: .of(0)),
      .init(.line(x: 0, y: 3, isDashed: true), title: columns[3], color: .of(1)),
    ]
    for y in 4..<columns.count {
      plots.append(.init(.line(x: 0, y: y, isDashed: true), title: columns[y], color: .of(y - 2)))
    }
    return Figure(
      "transfer-functions", title: "Transfer function of \(matrix.title)",
      caption:
        "The modulus of G(iw), enclosed, beside what float64 gives when A is diagonalized as it is and when it is "
        + "perturbed first.",
      x: .init("w", isLogarithmic: true), y: .init("|G(iw)|", isLogarithmic: true),
      table: Table(columns: columns, numbers: numbers), plots: plots)
  }

  /// Cost and gain against the size of E.
  private static func perturbations(
    _ matrix: StateMatrix, _ perturbations: [DiagonalizationReport.Perturbation]
  ) -> Figure {
    let columns = [
      "|E|/|A|", "condition of V", "deviation of G, first order", "error of G in float32", "error of G in float64",
    ]
    return Figure(
      "perturbation", title: "Perturb, then diagonalize: \(matrix.title)",
      caption: "What a random perturbation of relative size |E|/|A| does: the condition of the eigenvectors falls, the "
        + "transfer function moves; the error measured in a format is least where the two balance.",
      x: .init(columns[0], isLogarithmic: true), y: .init("relative to max |G|", isLogarithmic: true),
      table: Table(
        columns: columns,
        numbers: perturbations.map {
          [$0.relativeSize, $0.condition, $0.firstOrderDeviation, $0.error(in: "float32"), $0.error(in: "float64")]
        }),
      plots: (1..<columns.count).map { .init(.line(x: 0, y: $0), title: columns[$0], color: .of($0 - 1)) })
  }
}

extension DiagonalizationReport.Perturbation {
  /// The error measured in a format; infinite where it is not a number.
  func error(in format: String) -> Double { measured.first { $0.format == format }?.transferError ?? .infinity }
}
