import Arithmetic
import Definitions
import Foundation
import Interchange
import LinearAlgebra

/// A trained model that is diagonal already: how many of its states matter, by its Hankel singular values, and what
/// rounding its parameters to a format does to its transfer function.
public struct ModalModelReport: Sendable, Encodable {
  /// One transfer function.
  public struct System: Sendable, Encodable {
    public let title: String
    /// The states, both halves of every pair counted.
    public let states: Int
    /// sigma_1 >= sigma_2 >= ..., computed with 128 bits.
    public let hankelSingularValues: [Double]
    /// How many exceed 1e-2, 1e-4 and 1e-8 of the first.
    public let above: [Int]
    /// 2 sum of those that do not exceed 1e-2 sigma_1, over max |G|: the error of balanced truncation is at most that.
    public let truncationBound: Double
    /// max |G rounded - G| / max |G| over frequencies, for each format.
    public let rounding: [Rounding]
  }

  /// The effect of rounding to a format.
  public struct Rounding: Sendable, Encodable {
    public let format: String
    public let error: Double
  }

  public let model: String
  public let family: String
  public let summary: String
  public let systems: [System]
  /// The decimal digits that were asked for.
  public let digits: Double
  public let figures: [Figure]

  enum CodingKeys: String, CodingKey { case model, family, summary, systems, digits }

  private static let shares = [Rational(1, 100), Rational(1, 10000), Rational(1, 100_000_000)]

  /// - Parameter progress: is told the share of the work that is done, and what is done next.
  /// - Throws: ``ReportError/noTransferFunction(family:)`` for a family whose steps depend on the input;
  ///   `LinearAlgebraError`
  ///   where a mode is not stable.
  public init(
    _ checkpoint: Checkpoint, digits: Double = 3, threads: Int = 1,
    progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
  ) throws {
    let layers = try checkpoint.layers.flatMap { layer in
      guard let systems = ModalLayer.systems(of: layer, in: 128) else {
        throw ReportError.noTransferFunction(family: checkpoint.family.rawValue)
      }
      return systems
    }
    guard !layers.isEmpty else { throw ReportError.nothingToReport }
    let systems = try parallelMap(layers.count, threads: threads) { index in
      progress(Double(index) / Double(layers.count), layers[index].title)
      return try Self.system(layers[index])
    }
    model = StabilityAnalysis.name(ofPath: checkpoint.file.path)
    family = checkpoint.family.rawValue
    self.systems = systems
    self.digits = digits
    summary = Self.summary(model, systems, digits)
    figures = [Self.figure(model, systems)]
  }

  private static func system(_ layer: ModalLayer) throws -> System {
    let context = layer.input.context
    let reachability = try reachabilityGramian(.discrete, eigenvalues: layer.eigenvalues, input: layer.input)
    let observability = try reachabilityGramian(
      .discrete, eigenvalues: layer.eigenvalues.map(\.conjugate), input: layer.output.adjoint)
    let values = try hankelSingularValues(reachability: reachability, observability: observability)
    let above = shares.map { numericalRank(values, share: BigFloat($0, in: context)) }
    let response = ModalResponseGrid(layer)
    let tail = values.dropFirst(above[0]).reduce(0) { $0 + $1.approximation }
    return System(
      title: layer.title, states: layer.stateCount, hankelSingularValues: values.map(\.approximation), above: above,
      truncationBound: 2 * tail / response.largest,
      rounding: NumberFormat.all.map { Rounding(format: $0.name, error: response.error(roundedTo: $0)) })
  }

  private static func summary(_ model: String, _ systems: [System], _ digits: Double) -> String {
    let states = systems.reduce(0) { $0 + $1.states }
    let kept = systems.reduce(0) { $0 + $1.above[0] }
    let formats = NumberFormat.all.reversed().map(\.name)
    let narrowest = formats.first { format in
      systems.allSatisfy { system in
        system.rounding.contains { $0.format == format && -log10($0.error) >= digits || $0.error == 0 }
      }
    }
    return
      "\(model) is diagonal already: diagonalizing it costs nothing. Of \(grouped(states)) states in "
      + "\(counted(systems.count, "transfer function")), \(grouped(kept)) have a Hankel singular value above 1 % of the largest "
      + "of their system. To keep \(shortestDecimal(digits)) digits of every transfer function its parameters may be rounded "
      + "to \(narrowest ?? "no format below float64")."
  }

  private static func figure(_ model: String, _ systems: [System]) -> Figure {
    let shown = systems.prefix(7)
    let count = shown.map(\.states).max() ?? 0
    let numbers = (0..<count).map { j in
      [Double(j + 1)]
        + shown.map { system in
          guard j < system.states, let first = system.hankelSingularValues.first, first > 0 else { return Double.nan }
          let share = system.hankelSingularValues[j] / first
          return share > 1e-30 ? share : .nan
        }
    }
    return Figure(
      "hankel-singular-values-of-model", title: "Hankel singular values of \(model)",
      caption: "Each system's Hankel singular values over the largest one"
        + (systems.count > shown.count ? "; the first \(shown.count) of \(systems.count) systems." : "."),
      x: .init("j"), y: .init("share of the largest", isLogarithmic: true),
      table: Table(columns: ["j"] + shown.map(\.title), numbers: numbers),
      plots: shown.enumerated().map { .init(.line(x: 0, y: $0 + 1), title: $1.title, color: .of($0)) })
  }
}

/// |G| of a diagonal system on the upper half of the unit circle, in double precision.
private struct ModalResponseGrid {
  private let layer: ModalLayer
  private let angles: [Double]
  private let values: [[Complex<Double>]]

  init(_ layer: ModalLayer) {
    self.layer = layer
    // Rounded, so that no platform's logarithm is seen.
    angles = (0..<96).map { roundedToDigits(Double.pi * Foundation.pow(1e-4, 1 - Double($0) / 95), 6) }
    values = Self.response(layer, at: angles) { $0 }
  }

  /// max over the angles of the Frobenius norm of G.
  var largest: Double { values.map(Self.norm).max() ?? 0 }

  /// The change of G where eigenvalues, B and C are rounded to a format.
  func error(roundedTo format: NumberFormat) -> Double {
    let rounded = Self.response(layer, at: angles) { format.rounded($0) }
    let errors = zip(values, rounded).map { Self.norm(zip($0, $1).map { $0 - $1 }) }
    return errors.contains(where: \.isNaN) ? .infinity : (errors.max() ?? 0) / largest
  }

  private static func norm(_ values: [Complex<Double>]) -> Double {
    values.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
  }

  /// z C (z I - A)^-1 B at z = e^(i angle), element by element.
  private static func response(
    _ layer: ModalLayer, at angles: [Double], _ round: (Double) -> Double
  ) -> [[Complex<Double>]] {
    func number(_ z: Complex<BigFloat>) -> Complex<Double> {
      Complex(round(z.real.approximation), round(z.imaginary.approximation))
    }
    let eigenvalues = layer.eigenvalues.map(number)
    let input = layer.input.map(in: Intrinsic(), number)
    let output = layer.output.map(in: Intrinsic(), number)
    return angles.map { angle in
      // Correctly rounded, so that it is the same number everywhere.
      let angle = BigFloat(angle, in: .double)
      let z = Complex(BigFloat.cos(angle).approximation, BigFloat.sin(angle).approximation)
      let factors = eigenvalues.map { z / (z - $0) }
      return (output * input.multipliedFromLeft(byDiagonal: factors)).elements.elements
    }
  }
}
