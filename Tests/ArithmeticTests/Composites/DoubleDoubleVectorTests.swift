import Arithmetic
import TestSupport
import Testing

@Suite struct DoubleDoubleVectorTests {
  /// An element: one in four special.
  private static let element = Generator<DoubleDouble>.oneOf(
    weights: (3, .doubleDouble(exponents: -20...20)),
    (1, Generator<Double>.element(of: DoubleDoubleTests.specials).map { DoubleDouble($0) })
  ).described(by: \.digits)

  /// Nothing where the vector has the elements given, bit for bit.
  private static func difference(_ vector: DoubleDoubleVector, _ elements: [DoubleDouble]) -> String? {
    guard vector.count == elements.count else { return "\(vector.count) elements" }
    for (index, (x, y)) in zip(vector.elements, elements).enumerated() {
      let isSame = x.isDefined ? x.high == y.high && x.low == y.low && x.radius == y.radius : !y.isDefined
      if !isSame { return "element \(index): \(x.digits) instead of \(y.digits)" }
    }
    return nil
  }

  /// Every bulk operation gives the bits of the operators, aliased or not, for 37 elements, so that vectors of every width
  /// have a remainder, and for fewer.
  @Test(.cases(100, deep: 2000))
  func bulkOperationsAreTheOperators() async {
    await checkProperty { draw in
      let count = try draw(.oneOf(.always(37), .integer(in: 0...37)), "count")
      let vector = Generator<[DoubleDouble]>.array(of: Self.element, count: count)
      let a = try draw(vector, "z")
      let sharing = try draw(.integer(in: 0...7), "sharing")
      let b = sharing == 7 ? a : try draw(vector, "x")
      let c = sharing >= 6 ? b : try draw(vector, "y")
      let s = try draw(.doubleDouble(exponents: -20...20), "s")
      let (x, z) = (DoubleDoubleVector(b, in: Intrinsic()), DoubleDoubleVector(a, in: Intrinsic()))
      let y = sharing >= 6 ? x : DoubleDoubleVector(c, in: Intrinsic())
      func check(
        _ name: String, _ bulk: (inout DoubleDoubleVector) -> Void, _ single: (Int) -> DoubleDouble
      ) throws {
        var result = z
        bulk(&result)
        let difference = Self.difference(result, (0..<count).map(single))
        try draw.verify(difference == nil, "\(name), \(difference ?? "")")
      }
      try check("fill", { $0.fill(with: s) }, { _ in s })
      try check("add", { $0.add(x) }, { a[$0] + b[$0] })
      try check("subtract", { $0.subtract(x) }, { a[$0] - b[$0] })
      try check("multiply", { $0.multiply(by: x) }, { a[$0] * b[$0] })
      try check("scale", { $0.multiply(by: s) }, { a[$0] * s })
      try check("form product", { $0.formProduct(x, y) }, { b[$0] * c[$0] })
      try check("add product", { $0.addProduct(x, y) }, { a[$0].addingProduct(b[$0], c[$0]) })
      try check("subtract product", { $0.subtractProduct(x, y) }, { a[$0] - b[$0] * c[$0] })
      try check("add scaled", { $0.addProduct(s, x) }, { a[$0].addingProduct(s, b[$0]) })
      try check("add to itself", { $0.addProduct($0, $0) }, { a[$0].addingProduct(a[$0], a[$0]) })
    }
  }

  /// Matrices of all shapes that 36 elements make.
  @Test(.cases(10, deep: 200), arguments: [1, 2, 3, 4, 6, 9, 12, 18, 36])
  func matrices(rows: Int) async {
    let columns = 36 / rows
    await checkProperty("matrices of \(rows) rows") { draw in
      let m = try draw(.doubleDoubles(36, exponents: -9...9), "m")
      let k = try draw(.doubleDoubles(rows, exponents: -9...9), "k")
      let v = try draw(.doubleDoubles(columns, exponents: -9...9), "v")
      let matrix = DoubleDoubleVector(m, in: Intrinsic())
      let column = DoubleDoubleVector(k, in: Intrinsic())
      let row = DoubleDoubleVector(v, in: Intrinsic())
      var result = matrix
      result.multiplyRows(by: column)
      let scaled = Self.difference(result, (0..<36).map { m[$0] * k[$0 / columns] })
      try draw.verify(scaled == nil, "rows, \(scaled ?? "")")
      result = matrix
      result.addOuterProduct(column, row)
      // A product's low part depends on the order of its operands, which a single column exchanges.
      let outer = Self.difference(
        result,
        (0..<36).map {
          columns == 1 ? m[$0].addingProduct(v[0], k[$0]) : m[$0].addingProduct(k[$0 / columns], v[$0 % columns])
        })
      try draw.verify(outer == nil, "outer product, \(outer ?? "")")
      var sums = row
      sums.formProduct(column, matrix: matrix)
      for j in 0..<columns {
        let exact = (0..<rows).reduce(Ball(0, in: 2000)) { $0 + Ball(k[$1]) * Ball(m[$1 * columns + j]) }
        try draw.verify(Ball(sums[j]).overlaps(exact), "sum \(j): \(sums[j].digits) instead of \(exact)")
        // The radii of the operands, and for each step 11 u^2 of what adds up to at most `mass`; each of the steps'
        // radii is inflated by 1 + 2^-49 twice.
        let mass = (0..<rows).reduce(0) { $0 + abs(k[$1].high * m[$1 * columns + j].high) }
        let bound = (exact.radius.double + mass * Double(rows + 2) * 11 * 0x1p-106) * (1 + Double(rows + 2) * 0x1p-47)
        try draw.verify(sums[j].radius <= bound, "sum \(j): \(sums[j].digits), bound \(bound)")
        draw.maximize(sums[j].radius / bound, "radius / bound")
      }
    }
  }

  @Test(.cases(200, deep: 5000))
  func dotProducts() async {
    let pair = Generator<(DoubleDouble, DoubleDouble)> {
      ($0.doubleDouble(exponents: -9...9), $0.doubleDouble(exponents: -9...9))
    }
    .described { "(\($0.digits), \($1.digits))" }
    await checkProperty { draw in
      let pairs = try draw(.array(of: pair, count: 0...40), "x, y")
      let (x, y, count) = (pairs.map(\.0), pairs.map(\.1), pairs.count)
      let dot = DoubleDoubleVector(x, in: Intrinsic()).dot(DoubleDoubleVector(y, in: Intrinsic()))
      let exact = zip(x, y).reduce(Ball(0, in: 2000)) { $0 + Ball($1.0) * Ball($1.1) }
      try draw.verify(Ball(dot).contains(exact.midpoint), "\(dot.digits) instead of \(exact)")
      let mass = zip(x, y).reduce(0) { $0 + abs($1.0.high * $1.1.high) }
      let bound = (exact.radius.double + mass * Double(count + 9) * 11 * 0x1p-106) * (1 + Double(count + 9) * 0x1p-47)
      try draw.verify(dot.radius <= bound, "\(dot.digits), bound \(bound)")
      if bound > 0 { draw.maximize(dot.radius / bound, "radius / bound") }
    }
  }
}
