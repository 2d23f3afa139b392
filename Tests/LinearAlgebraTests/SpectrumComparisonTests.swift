import Arithmetic
import LinearAlgebra
import PropertyTesting
import TestSupport
import Testing

@Suite struct SpectrumComparisonTests {
  private static let precision = Precision(bits: 256)

  /// The matrix with ones above the diagonal j/2 and its eigenvectors, all rational: bidiagonal, increasingly
  /// non-normal.
  private struct Instance {
    let matrix: Matrix<Rational>
    let reference: EnclosedSpectrum
    let right, left: Matrix<Rational>

    /// V diag(values) V^-1 for a unit upper triangular V of integers.
    init(_ values: [Int], coupling: (Int, Int) -> Int) throws {
      let n = values.count
      right = Matrix(n, n, in: Intrinsic()) { Rational($0 == $1 ? 1 : $0 < $1 ? coupling($0, $1) : 0) }
      left = try right.inverse()
      matrix = right.multipliedFromRight(byDiagonal: values.map { Rational($0) }) * left
      func disc(_ x: Rational) -> Disc { Disc(x, in: precision) }
      reference = EnclosedSpectrum(
        values: values.map { Disc($0, in: precision) }, right: right.map(in: precision, disc),
        left: left.map(in: precision, disc))
    }
  }

  private static func instance(_ draw: inout Draw) throws -> Instance {
    let n = draw.integer(in: 2...7)
    let order = draw.shuffled(Array(0..<n))
    return try Instance(order.map { 3 * $0 - n }) { _, _ in draw.integer(in: -3...3) }
  }

  /// LAPACK is explained by conditioning, in both precisions.
  @Test(.cases(10, deep: 100)) func backwardStable() async {
    await checkProperty { draw in
      let instance = try Self.instance(&draw)
      func check<R: LAPACKReal>(_: R.Type) throws {
        let a = instance.matrix.map(in: Intrinsic()) { R($0, in: Intrinsic()) }
        let comparison = try SpectrumComparison(
          matrix: instance.matrix.map(in: Self.precision) { Disc($0, in: Self.precision) },
          reference: instance.reference,
          computed: EnclosedSpectrum(try LAPACK.eigensystem(of: a), in: Self.precision),
          unitRoundoff: Double(R.unitRoundoff))
        #expect(comparison.isExplained, "\(comparison.pairs.map(\.explanation))")
      }
      try check(Double.self)
      try check(Float.self)
    }
  }

  /// An eigenvalue that is moved by more than any backward error allows is a defect, whatever the order of the values.
  @Test(.cases(10, deep: 100)) func movedEigenvalue() async {
    await checkProperty { draw in
      let instance = try Self.instance(&draw)
      let n = instance.matrix.rows
      let order = draw.shuffled(Array(0..<n))
      let moved = draw.integer(in: 0...(n - 1))
      let shift = Disc(Rational(1, 100), in: Self.precision)
      var values = order.map { instance.reference.values[$0] }
      values[moved] = values[moved] + shift
      let matrix = instance.matrix.map(in: Self.precision) { Disc($0, in: Self.precision) }
      let alone = try SpectrumComparison(
        matrix: matrix, reference: instance.reference, computed: EnclosedSpectrum(values: values),
        unitRoundoff: 0x1p-53)
      for pair in alone.pairs {
        #expect(pair.computed == order.firstIndex(of: pair.reference))
        #expect(pair.isIsolated)
        #expect(pair.explanation == (pair.computed == moved ? .defect : .conditioning))
      }
      #expect(alone.largestError.contains(Rational(1, 100)))
      // The same with vectors: the residual tells, without condition numbers.
      let vectors = Matrix(n, n, in: Self.precision) { Disc(instance.right[$0, order[$1]], in: Self.precision) }
      let withVectors = try SpectrumComparison(
        matrix: matrix, reference: EnclosedSpectrum(values: instance.reference.values),
        computed: EnclosedSpectrum(values: values, right: vectors), unitRoundoff: 0x1p-53)
      #expect(withVectors.pairs.map(\.explanation).count { $0 == .defect } == 1)
      #expect(withVectors.largestSine == nil && withVectors.pairs[0].condition == nil)
    }
  }

  /// kappa = 1 and angle 0 for a diagonal matrix; sqrt(1 + c^2) for ((0, c), (0, 1)) by hand.
  @Test func conditionsAndAngles() throws {
    let instance = try Instance([0, 1]) { _, _ in 3 }
    for condition in try #require(instance.reference.conditions) {
      #expect((condition * condition).contains(Rational(10)))
    }
    // The first vector turned by the angle with tangent 1/2.
    var turned = instance.reference
    turned.right?[1, 0] = Disc(Rational(1, 2), in: Self.precision)
    let comparison = try SpectrumComparison(
      matrix: instance.matrix.map(in: Self.precision) { Disc($0, in: Self.precision) },
      reference: instance.reference, computed: turned, unitRoundoff: 0x1p-53)
    let sine = try #require(comparison.pairs[0].sineOfAngle)
    #expect((sine * sine).contains(Rational(1, 5)))
    #expect(comparison.pairs[0].explanation == .defect && comparison.pairs[1].explanation == .conditioning)
  }

  /// A factor of a vector changes nothing; a wrong V^-1 B does, in the mode where it is wrong and in G.
  @Test(.cases(10, deep: 50)) func modalParts() async {
    await checkProperty { draw in
      let instance = try Self.instance(&draw)
      let n = instance.matrix.rows
      func disc(_ x: Rational) -> Disc { Disc(x, in: Self.precision) }
      let input = (0..<n).map { _ in disc(Rational(draw.integer(in: 1...5))) }
      let output = (0..<n).map { _ in disc(Rational(draw.integer(in: -5...5))) }
      var scaled = instance.reference
      scaled.right = scaled.right?.multipliedFromRight(byDiagonal: (0..<n).map { disc(Rational($0 + 2)) })
      var modal = (0..<n).map { j in
        (0..<n).reduce(disc(0)) { $0 + disc(instance.left[j, $1]) * input[$1] } / disc(Rational(j + 2))
      }
      let point = Disc(Ball(0, in: Self.precision), Ball(1, in: Self.precision))
      func compare() throws -> ModalComparison {
        try #require(
          ModalComparison(
            reference: instance.reference, computed: scaled, modalInput: modal, input: input, output: output,
            points: [point]))
      }
      let exact = try compare()
      for part in exact.parts where part.isDefined { #expect(part.contains(Rational(0))) }
      #expect(exact.transferErrors[0].contains(Rational(0)))
      // G by elimination is the same number.
      let resolvent = try (-instance.matrix).map(in: Self.precision, disc).addingToDiagonal(point)
        .solve(Matrix(column: input, in: Self.precision))
      let direct = zip(output, resolvent.column(0)).reduce(disc(0)) { $0 + $1.0 * $1.1 }
      #expect(exact.exact[0].overlaps(direct))
      modal[0] = modal[0] * disc(2)
      let wrong = try compare()
      if wrong.parts[0].isDefined { #expect(wrong.parts[0].contains(Rational(1))) }
    }
  }

  @Test(.cases(50, deep: 500)) func leastAssignmentIsLeast() async {
    await checkProperty { draw in
      let n = draw.integer(in: 1...6)
      let cost = (0..<n).map { _ in (0..<n).map { _ in Double(draw.integer(in: 0...9)) } }
      func least(_ row: Int, _ free: [Int]) -> Double {
        free.isEmpty
          ? 0 : free.map { column in cost[row][column] + least(row + 1, free.filter { $0 != column }) }.min()!
      }
      let assignment = leastAssignment(cost)
      #expect(Set(assignment).count == n)
      #expect(assignment.enumerated().reduce(0) { $0 + cost[$1.0][$1.1] } == least(0, Array(0..<n)))
    }
  }
}
