import Arithmetic
import Foundation
import Testing

/// The enclosures against values that Arb has computed: `Referee/generate.py` says how.
@Suite struct RefereeTests {
  /// A line of a file: an operation, its operands, and where its value lies; nil where it has none.
  struct Case {
    let line: Int
    let operation: String
    let precision: Precision
    let operands: [[BigFloat]]
    let integer: Int
    let value: (midpoint: [BigFloat], error: Magnitude)?
  }

  /// How many values of an operation were compared, and the radii that are not 0, in units of the last place.
  struct Tally {
    var points = 0
    var unitsInLastPlace: [Double] = []
    var medianUnits: Double { unitsInLastPlace.isEmpty ? 0 : unitsInLastPlace.sorted()[unitsInLastPlace.count / 2] }
  }

  static func cases(_ name: String) throws -> [Case] {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "tsv"))
    let text = try String(contentsOf: url, encoding: .utf8)
    return try text.split(separator: "\n").enumerated().filter { !$1.hasPrefix("#") }.map { index, line in
      let fields = line.split(separator: "\t").map(String.init)
      let bits = try #require(Int(fields[1]))
      func numbers(_ text: String, _ bits: Int) throws -> [BigFloat] {
        try text.split(separator: " ").map { try #require(BigFloat(String($0), in: Precision(bits: bits))) }
      }
      var operands: [[BigFloat]] = []
      var integer = 0
      for field in fields[2..<fields.count - 1] {
        if field.hasPrefix("n:") {
          integer = try #require(Int(field.dropFirst(2)))
        } else {
          operands.append(try numbers(field, bits))
        }
      }
      var value: (midpoint: [BigFloat], error: Magnitude)?
      let last = fields[fields.count - 1]
      if last != "undefined" {
        let split = try #require(last.lastIndex(of: " "))
        let error = last[last.index(after: split)...]
        value = (
          try numbers(String(last[..<split]), bits + 128),
          error == "exact" ? .zero : .powerOfTwo(try #require(Int(error)))
        )
      }
      return Case(
        line: index + 1, operation: fields[0], precision: Precision(bits: bits), operands: operands, integer: integer,
        value: value)
    }
  }

  @Test func ballsContainTheValuesOfArb() throws {
    var operations = Dictionary(uniqueKeysWithValues: RealOperation.all.map { ($0.name, $0) })
    operations["negate"] = nil
    operations["magnitude"] = nil
    var checked: [String: Tally] = [:]
    for item in try Self.cases("real") {
      let result: Ball
      if item.operation == "pi" {
        result = .pi(in: item.precision)
      } else {
        let operation = try #require(operations[item.operation])
        result = operation.ball(item.operands.map { Ball($0[0]) }, item.integer)
      }
      #expect(result.isDefined == (item.value != nil), "real.tsv:\(item.line)")
      guard let value = item.value, result.isDefined else { continue }
      let misses = ComplexOperation.misses(
        Disc(realMidpoint: result.midpoint, imaginaryMidpoint: BigFloat(0, in: item.precision), radius: result.radius),
        Complex(value.midpoint[0]), value.error)
      #expect(!misses, "real.tsv:\(item.line): \(result) does not contain \(value.midpoint[0])")
      checked[item.operation, default: Tally()].points += 1
      if !result.isPoint {
        checked[item.operation, default: Tally()].unitsInLastPlace.append(
          (result.radius / Magnitude(upperBoundOf: result.midpoint.ulp)).double)
      }
    }
    try report("ball", checked, operations: Set(operations.keys).union(["pi"]))
  }

  @Test func discsContainTheValuesOfArb() throws {
    var operations = Dictionary(uniqueKeysWithValues: ComplexOperation.all.map { ($0.name, $0) })
    operations["conjugate"] = nil
    var checked: [String: Tally] = [:]
    for item in try Self.cases("complex") {
      let operation = try #require(operations[item.operation])
      let operands = item.operands.map { Disc(realMidpoint: $0[0], imaginaryMidpoint: $0[1], radius: .zero) }
      let result = operation.disc(operands, item.integer)
      #expect(result.isDefined == (item.value != nil), "complex.tsv:\(item.line)")
      guard let value = item.value, result.isDefined else { continue }
      let point = Complex(value.midpoint[0], value.midpoint[1])
      #expect(
        !ComplexOperation.misses(result, point, value.error),
        "complex.tsv:\(item.line): \(result) does not contain \(point)")
      checked[item.operation, default: Tally()].points += 1
      let ulp = max(
        Magnitude(upperBoundOf: result.realMidpoint.ulp), Magnitude(upperBoundOf: result.imaginaryMidpoint.ulp))
      if !result.isPoint {
        checked[item.operation, default: Tally()].unitsInLastPlace.append((result.radius / ulp).double)
      }
    }
    try report("disc", checked, operations: Set(operations.keys))
  }

  /// Every operation has been checked, and its radii are small.
  private func report(_ kind: String, _ checked: [String: Tally], operations: Set<String>) throws {
    #expect(Set(checked.keys) == operations)
    for (name, tally) in checked.sorted(by: { $0.key < $1.key }) {
      #expect(tally.points >= 6, "\(name)")
      #expect(tally.medianUnits <= 4, "\(name)")
    }
    let points = checked.values.map(\.points).reduce(0, +)
    let medians = checked.values.map(\.medianUnits)
    print(
      "\(kind): \(points) values of Arb over \(checked.count) operations; largest median radius \(medians.max() ?? 0) ulp"
    )
  }
}
