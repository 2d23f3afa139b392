/// A figure: its data as one table, and how the columns are drawn.
///
/// A figure is kept as three files: the data (TSV), the gnuplot script that draws them, and the SVG that it made.
public struct Figure: Sendable, Equatable {
  /// An axis.
  public struct Axis: Sendable, Equatable {
    /// What is measured, with its unit.
    public var label: String
    public var isLogarithmic: Bool
    /// The ends that are fixed; nil for one that the data give.
    public var lower: Double?
    public var upper: Double?
    /// Named places in the stead of numbers.
    public var places: [Place]

    public struct Place: Sendable, Equatable {
      public let name: String
      public let value: Double

      public init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
      }
    }

    public init(
      _ label: String, isLogarithmic: Bool = false, lower: Double? = nil, upper: Double? = nil, places: [Place] = []
    ) {
      self.label = label
      self.isLogarithmic = isLogarithmic
      self.lower = lower
      self.upper = upper
      self.places = places
    }

    /// A logarithmic axis a factor `margin` wider at each end than the positive `values`, and wide enough to hold two
    /// powers of ten, which have the numbers; free where there are no values.
    init(_ label: String, margin: Double, around values: [Double]?) {
      let positive = (values ?? []).filter(\.isDrawable)
      guard let least = positive.min(), let most = positive.max() else {
        self.init(label, isLogarithmic: true)
        return
      }
      var (low, high) = (roundedToDigits(least / margin, 2), roundedToDigits(most * margin, 2))
      if high < 10 * low || Double.decades([low, high]).high < 1000 * Double.decades([low, high]).low {
        (low, high) = Double.decades([low, high])
      }
      self.init(label, isLogarithmic: true, lower: low, upper: high)
    }
  }

  /// How some columns of the table are drawn; columns are counted from 0.
  public enum Mark: Sendable, Equatable {
    case line(x: Int, y: Int, isDashed: Bool = false)
    /// A histogram's outline; x holds the left edges of the bins.
    case steps(x: Int, y: Int)
    case points(x: Int, y: Int)
    /// A box from the first to the third quartile, whiskers to the outer columns, a bar at the median.
    case box(x: Int, low: Int, first: Int, median: Int, third: Int, high: Int)
    /// The region between two columns.
    case band(x: Int, low: Int, high: Int)
    /// A grid of cells, colored by a column on a logarithmic scale.
    case cells(x: Int, y: Int, value: Int)
  }

  /// One thing that is drawn.
  public struct Plot: Sendable, Equatable {
    public let mark: Mark
    /// The words in the legend; nil for none.
    public let title: String?
    public let color: Color
    /// Draw only the rows whose `column` holds this number.
    public let filter: Filter?

    public struct Filter: Sendable, Equatable {
      public let column: Int
      public let value: Int
    }

    public init(_ mark: Mark, title: String?, color: Color, where column: Int? = nil, is value: Int = 0) {
      self.mark = mark
      self.title = title
      self.color = color
      filter = column.map { Filter(column: $0, value: value) }
    }
  }

  /// Something that orients the reader and is not data.
  public enum Guide: Sendable, Equatable {
    case horizontal(Double, label: String)
    case vertical(Double, label: String)
    case verticalBand(Double, Double, label: String)
    case unitCircle
    /// The line x y = product on logarithmic axes.
    case hyperbola(product: Double, label: String)
  }

  /// A file name without extension: lower case, digits and hyphens.
  public let name: String
  public let title: String
  /// What the figure shows, in a sentence for the report.
  public let caption: String
  public let x: Axis
  public let y: Axis
  public let table: Table
  public let plots: [Plot]
  public let guides: [Guide]
  /// Whether a unit of x is as long as a unit of y.
  public let isIsometric: Bool

  public init(
    _ name: String, title: String, caption: String, x: Axis, y: Axis, table: Table, plots: [Plot], guides: [Guide] = [],
    isIsometric: Bool = false
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.x = x
    self.y = y
    self.table = table
    self.plots = plots
    self.guides = guides
    self.isIsometric = isIsometric
  }
}

extension Figure {
  /// A color of a plot.
  public struct Color: Sendable, Equatable {
    /// Red, green and blue in hexadecimal, as `#0072b2`.
    public let hexadecimal: String

    /// Colors that readers with any color vision tell apart. Source: Okabe and Ito, Color Universal Design (2008).
    private static let distinct = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4d4d4d"]

    /// The color of the `index`-th of a few unordered things.
    public static func of(_ index: Int) -> Color { Color(hexadecimal: distinct[index % distinct.count]) }

    public static let gray = Color(hexadecimal: "#808080")
    public static let white = Color(hexadecimal: "#ffffff")

    // Points of the map "viridis", of even perceived distance (Smith, van der Walt, matplotlib), without its light end.
    private static let ordered: [[Double]] = [
      [68, 1, 84], [59, 82, 139], [44, 113, 142], [33, 145, 140], [39, 173, 129], [92, 200, 99], [170, 220, 50],
    ]

    /// The color of the `index`-th of `count` ordered things, such as layers.
    public static func of(_ index: Int, among count: Int) -> Color {
      let last = ordered.count - 1
      let place = count <= 1 ? 1 : Double(index) / Double(count - 1) * Double(last)
      let low = min(Int(place), last - 1)
      let parts = zip(ordered[low], ordered[low + 1]).map { from, to in
        Int((from + (to - from) * (place - Double(low))).rounded())
      }
      return Color(
        hexadecimal: "#" + parts.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined())
    }
  }
}
