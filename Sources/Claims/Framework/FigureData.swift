import Arithmetic

/// The data of a figure: one abscissa and some curves over it; drawing it is somebody else's work.
public struct FigureData: Sendable, Encodable {
  /// A column of numbers with its name. A NaN is a point that does not exist.
  public struct Column: Sendable, Encodable {
    public let name: String
    public let values: [Double]
    /// How far from `values` the exact numbers can be; nil for values that carry no enclosure.
    public let radii: [Double]?
    public let style: Style

    /// How a curve is drawn.
    public enum Style: String, Sendable, Encodable {
      case line, dashedLine, points, steps
    }

    public init(_ name: String, _ values: [Double], radii: [Double]? = nil, style: Style = .line) {
      precondition(radii.map { $0.count == values.count } ?? true, "one radius for each value")
      self.name = name
      self.values = values
      self.radii = radii
      self.style = style
    }

    /// The nearest doubles of enclosures, with radii that include the rounding to double. An undefined ball is a point
    /// that does not exist.
    public init(_ name: String, _ enclosures: [Ball], style: Style = .line) {
      let values = enclosures.map { $0.isDefined ? $0.approximation : .nan }
      let radii = zip(enclosures, values).map { ball, value in
        value.isFinite ? (ball - Ball(value, in: ball.context)).upperMagnitude.double : .nan
      }
      self.init(name, values, radii: radii, style: style)
    }
  }

  /// A place that orients the reader.
  public struct Guide: Sendable, Encodable {
    public enum Kind: String, Sendable, Encodable {
      case vertical, horizontal
    }
    public let kind: Kind
    public let value: Double
    public let label: String

    public init(_ kind: Kind, _ value: Double, label: String) {
      self.kind = kind
      self.value = value
      self.label = label
    }
  }

  /// A file name without extension: lower case, digits and hyphens.
  public let name: String
  public let title: String
  /// What the figure shows, in a sentence or two.
  public let caption: String
  public let xLabel: String
  public let yLabel: String
  public let logX: Bool
  public let logY: Bool
  /// The ends of the axes, where the data do not give them.
  public let xRange: ClosedRange<Double>?
  public let yRange: ClosedRange<Double>?
  public let x: Column
  public let curves: [Column]
  public let guides: [Guide]

  /// - Parameter caption: the title, where nothing else is said.
  public init(
    _ name: String, title: String, caption: String? = nil, xLabel: String, yLabel: String, logX: Bool = false,
    logY: Bool = false, xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil, x: Column,
    curves: [Column], guides: [Guide] = []
  ) {
    precondition(curves.allSatisfy { $0.values.count == x.values.count }, "every curve has a value for each abscissa")
    self.name = name
    self.title = title
    self.caption = caption ?? title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.logX = logX
    self.logY = logY
    self.xRange = xRange
    self.yRange = yRange
    self.x = x
    self.curves = curves
    self.guides = guides
  }
}

/// A figure that has not been computed yet.
public struct FigureRecipe: Sendable {
  /// The ``FigureData/name`` of the data.
  public let name: String
  /// The data at a working precision.
  public let make: @Sendable (Precision) throws -> FigureData

  /// - Parameter make: the data at a working precision; it has to call them `name`.
  public init(_ name: String, make: @escaping @Sendable (Precision) throws -> FigureData) {
    self.name = name
    self.make = make
  }
}
