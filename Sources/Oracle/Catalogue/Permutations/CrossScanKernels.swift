import Arithmetic

/// The four scan orders of VMamba, `crossscan`.
public struct CrossScan: KernelDefinition {
  public let identifier = "crossscan"
  public let title = "Cross-scan: an image in four orders"
  public let formula = """
    xs_0 = x row by row,   xs_1 = x column by column,   xs_2 = xs_0 reversed,   xs_3 = xs_1 reversed
    """
  public let source = "Liu et al., arXiv 2401.10166; MzeroMiko/VMamba, cross_scan"
  public let dimensions = imageDimensions
  public let tensors: [TensorSpecification] = [
    .init(
      "x", ["batch", "channels", "height", "width"], domain: .integers(-1000...1000), summary: "the image, of integers"),
    .init(
      "xs", ["batch", .fixed(4), "channels", Axis("height", times: "width")], role: .output,
      summary: "the image in four orders"),
  ]
  public let forms: [Form] = [Form("permutation", .definition, .recurrent, "copies")]
  public typealias Mutation = ScanOrderMutation

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let orders = ScanOrders(height: e.length("height"), width: e.length("width"), mutation: e.mutation)
    let x = e.input("x")
    var xs = e.output("xs")
    for order in 0..<4 {
      for place in 0..<orders.count {
        let pixel = orders.pixel(order, place)
        xs.append(x[row, channel, pixel.row, pixel.column], at: row, order, channel, place)
      }
    }
    return [xs]
  }
}

/// The adjoint of ``CrossScan``, `crossmerge`.
public struct CrossMerge: KernelDefinition {
  public let identifier = "crossmerge"
  public let title = "Cross-merge: four orders of an image, added"
  public let formula = """
    merged = ys_0 + (ys_1 by columns) + (ys_2 reversed) + (ys_3 reversed, by columns)
    the adjoint of crossscan: merged(crossscan(x)) = 4 x
    """
  public let source = "Liu et al., arXiv 2401.10166; MzeroMiko/VMamba, cross_merge"
  public let dimensions = imageDimensions
  public let tensors: [TensorSpecification] = [
    .init(
      "ys", ["batch", .fixed(4), "channels", "height", "width"], domain: .integers(-1000...1000),
      summary: "outputs in the four orders, of integers; the last two axes are one, of height times width places"),
    .init(
      "merged", ["batch", "channels", Axis("height", times: "width")], role: .output,
      summary: "the sum at each pixel, row by row"),
  ]
  public let forms: [Form] = [Form("permutation", .definition, .recurrent, "copies and three additions")]
  public typealias Mutation = ScanOrderMutation

  public init() {}

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let (height, width) = (e.length("height"), e.length("width"))
    let orders = ScanOrders(height: height, width: width, mutation: e.mutation)
    let ys = e.input("ys")
    var sums = (0..<height * width).map { _ in e.constant(0) }
    for order in 0..<4 {
      for place in 0..<orders.count {
        let pixel = orders.pixel(order, place)
        let target = pixel.row * width + pixel.column
        sums[target] = sums[target] + ys.real([row, order, channel, place / width, place % width])
      }
    }
    var merged = e.output("merged")
    for (place, sum) in sums.enumerated() { merged.append(sum, at: row, channel, place) }
    return [merged]
  }
}

private let imageDimensions: [DimensionSpecification] = [
  .init("batch", "images", sizes: [1, 2]),
  .init("channels", "channels", sizes: [1, 2]),
  .init("height", "rows of pixels", sizes: [2, 1, 3, 5]),
  .init("width", "columns of pixels", sizes: [3, 1, 2, 4]),
]

/// Known defects of scan orders.
public enum ScanOrderMutation: String, KernelMutation {
  case swappedSides = "swapped-sides"
  case ordersSwapped = "orders-swapped"
  case reversedOrdersSwapped = "reversed-orders-swapped"
  case notReversed = "not-reversed"
  case rowsReversed = "rows-reversed"
  case rowsTwice = "rows-twice"
  case snake = "snake"

  public var statement: String {
    switch self {
    case .swappedSides: "height and width exchanged in the order by columns: right for squares alone"
    case .ordersSwapped: "order 1 reversed rows, order 2 columns: the orders interleaved"
    case .reversedOrdersSwapped: "the two reversed orders exchanged"
    case .notReversed: "the orders 2 and 3 without their reversal"
    case .rowsReversed: "each row reversed in place of the whole order"
    case .rowsTwice: "the order by rows in place of that by columns"
    case .snake: "every second row or column traversed backwards"
    }
  }
}

/// The pixels of an image in four orders.
private struct ScanOrders {
  let height: Int
  let width: Int
  let mutation: String?

  var count: Int { height * width }
  private func has(_ mutation: ScanOrderMutation) -> Bool { self.mutation == mutation.rawValue }

  /// The pixel at a place of an order.
  func pixel(_ order: Int, _ place: Int) -> (row: Int, column: Int) {
    var order = order
    if has(.ordersSwapped) { order = [0, 2, 1, 3][order] }
    if has(.reversedOrdersSwapped) { order = [0, 1, 3, 2][order] }
    let byColumns = order % 2 == 1 && !has(.rowsTwice)
    var place = place
    if order >= 2, !has(.notReversed) {
      let side = byColumns ? height : width
      place = has(.rowsReversed) ? place / side * side + side - 1 - place % side : count - 1 - place
    }
    if byColumns {
      if has(.swappedSides) {
        let (column, row) = place.quotientAndRemainder(dividingBy: width)
        let flat = row * height + column
        return (flat / width, flat % width)
      }
      let (column, row) = place.quotientAndRemainder(dividingBy: height)
      return (has(.snake) && column % 2 == 1 ? height - 1 - row : row, column)
    }
    let (row, column) = place.quotientAndRemainder(dividingBy: width)
    return (row, has(.snake) && row % 2 == 1 ? width - 1 - column : column)
  }
}
