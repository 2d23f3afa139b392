/// The data of a figure: one abscissa and some curves over it, as plain numbers; drawing it is somebody else's work.
public struct FigureData: Sendable, Encodable {
  /// A column of numbers with its name. A NaN is a point that does not exist.
  public struct Column: Sendable, Encodable {
    public let name: String
    public let values: [Double]

    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// A file name without extension: lower case, digits and hyphens.
  public let name: String
  public let title: String
  public let xLabel: String
  public let yLabel: String
  public let logX: Bool
  public let logY: Bool
  public let x: Column
  public let curves: [Column]

  public init(
    _ name: String, title: String, xLabel: String, yLabel: String, logX: Bool = false, logY: Bool = false, x: Column,
    curves: [Column]
  ) {
    self.name = name
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.logX = logX
    self.logY = logY
    self.x = x
    self.curves = curves
  }
}
