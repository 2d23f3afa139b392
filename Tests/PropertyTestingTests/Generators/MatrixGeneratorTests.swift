import ComplexModule
import PropertyTesting
import RealModule
import Testing

@Suite("A generator of matrices")
struct MatrixGeneratorTests {
  typealias Matrix = SampleMatrix<Double>
  static let unit = Generator<Double>.double(in: -1...1)

  static let promises: [Promise] =
    [
      Promise("matrix", Generator<Matrix>.matrix(3, 2, of: unit)) { $0.rows == 3 && $0.columns == 2 },
      Promise("diagonal", Generator<Matrix>.diagonal(4, of: unit)) { a in
        (0..<16).allSatisfy { $0 % 5 == 0 || a.elements[$0] == 0 }
      },
      Promise("symmetric", Generator<Matrix>.symmetric(5, of: unit)) { $0 == $0.transpose },
      Promise("Toeplitz", Generator<Matrix>.toeplitz(4, 3, of: unit)) { a in
        (1..<4).allSatisfy { i in (1..<3).allSatisfy { a[i, $0] == a[i - 1, $0 - 1] } }
      },
      Promise("Hankel", Generator<Matrix>.hankel(4, 3, of: unit)) { a in
        (1..<4).allSatisfy { i in (0..<2).allSatisfy { a[i, $0] == a[i - 1, $0 + 1] } }
      },
      Promise("permutation", Generator<Matrix>.permutationMatrix(5)) { a in
        a.elements.count { $0 == 1 } == 5 && a.elements.count { $0 == 0 } == 20 && a * a.transpose == .identity(5)
      },
      Promise("low rank", Generator<Matrix>.lowRank(5, 4, rank: 2)) { a in
        // Of integers, and all minors of order 3 vanish; these are exact.
        minors(a).allSatisfy { $0 == 0 }
      },
      Promise("Cauchy", Generator<Matrix>.cauchy(3, 3, bound: 20)) { a in
        minors(a).allSatisfy { $0 != 0 } && a.elements.allSatisfy { 1 / 40 <= $0 && $0 <= 0.5 }
      },
      Promise("nearly defective", Generator<Matrix>.nearlyDefective(4, eigenvalue: .double(in: -2...2))) { a in
        let corner = a[3, 0]
        return (0..<4).allSatisfy { a[$0, $0] == a[0, 0] } && (0..<3).allSatisfy { a[$0, $0 + 1] == 1 }
          && (corner == 0 || corner.significand == 1 && corner <= 0.5) && a.elements.count { $0 == 0 } >= 8
      },
      Promise("stable, discrete", Generator<Matrix>.matrix(7, eigenvaluesIn: .schur)) { a in
        eigenvalues(a)?.allSatisfy(SpectralRegion.schur.contains) ?? false
      },
      Promise("stable, continuous", Generator<Matrix>.matrix(6, eigenvaluesIn: .hurwitz)) { a in
        eigenvalues(a)?.allSatisfy(SpectralRegion.hurwitz.contains) ?? false
      },
      Promise(
        "far from normal",
        Generator<Matrix>.quasitriangular(spectrum: .always([Complex(0.5), Complex(0.25)]), coupling: .always(1e9))
      ) {
        $0.elements == [0.5, 1e9, 0, 0.25]
      },
    ]
    + [1, 2, 3, 5, 8, 13].flatMap { order in
      [
        Promise("orthogonal of order \(order)", Generator<Matrix>.orthogonal(order)) { q in
          deviation(q.transpose * q, .identity(order)) <= bound(order)
            && deviation(q * q.transpose, .identity(order)) <= bound(order)
        },
        Promise(
          "singular values of order \(order)", Generator<Matrix>.matrix(order + 2, order, conditionExponents: 0...30)
        ) {
          a in
          let values = singularValues(a)
          let slack = 2 * bound(order + 2)
          return abs(values[0] - 1) <= slack && values.allSatisfy { $0 >= 0x1p-30 - slack }
        },
      ]
    }

  @Test("keeps its promise, replays, and keeps it when its choices are edited", arguments: promises)
  func keepsPromise(_ promise: Promise) throws {
    try promise.verify(cases: 200)
  }

  @Test("singular values are those asked for", arguments: 1...6)
  func singularValuesAreRight(order: Int) throws {
    let values = (0..<order).map { 10 / Double(1 + 3 * $0) }
    for index in 0..<200 {
      var draw = Draw(seed: 4, name: "singular values", index: index)
      let a = try draw(.matrix(order, order + 1, singularValues: .always(values)))
      for (found, value) in zip(Self.singularValues(a), values) {
        #expect(abs(found - value) <= 20 * Self.bound(order + 1))
      }
    }
  }

  @Test("the condition number is the power of two drawn", arguments: [0, 1, 10, 30])
  func condition(exponent: Int) throws {
    for index in 0..<200 {
      var draw = Draw(seed: 4, name: "condition", index: index)
      let values = Self.singularValues(try draw(.matrix(4, 4, conditionExponents: exponent...exponent)))
      #expect(abs(values[3] - Double(sign: .plus, exponent: -exponent, significand: 1)) <= 2 * Self.bound(4))
    }
  }

  @Test("a similar matrix has the same trace, norm, and trace of the square")
  func similar() throws {
    let block = Generator<Matrix>.matrix(5, eigenvaluesIn: .schur, couplingExponents: 0...0)
    var changed = 0
    for index in 0..<300 {
      var draw = Draw(seed: 4, name: "similar", index: index)
      let b = try draw(.similar(to: block))
      var inner = Draw(replaying: draw.choices)
      let a = try inner(block)
      if a != b { changed += 1 }
      func trace(_ a: Matrix) -> Double { (0..<5).reduce(0) { $0 + a[$1, $1] } }
      let scale = (a.transpose * a).elements.reduce(1) { $0 + abs($1) }
      for (x, y) in [
        (trace(a), trace(b)), (trace(a * a), trace(b * b)), (trace(a.transpose * a), trace(b.transpose * b)),
      ] {
        #expect(abs(x - y) <= 16 * Self.bound(5) * scale)
      }
    }
    #expect(changed > 250)
  }

  @Test("rotations mix everything with everything", arguments: [2, 6, 7, 8])
  func mixes(order: Int) throws {
    let full = try (0..<200).count { index in
      var draw = Draw(seed: 4, name: "mixing", index: index)
      return try draw(.orthogonal(order)).elements.allSatisfy { $0 != 0 }
    }
    #expect(full > 20)
  }

  @Test("is simplest where all choices are")
  func simplest() throws {
    func value(_ generator: Generator<Matrix>) throws -> Matrix {
      var draw = Draw(replaying: [])
      return try draw(generator)
    }
    #expect(try value(.orthogonal(5)) == .identity(5) && value(.permutationMatrix(5)) == .identity(5))
    #expect(try value(.matrix(2, 2, singularValues: .always([3, 2]))).elements == [3, 0, 0, 2])
    #expect(try value(.matrix(2, eigenvaluesIn: .hurwitz)).elements == [-1, 0, 0, -1])
    #expect(try value(.nearlyDefective(2, eigenvalue: .always(4))).elements == [4, 1, 0, 4])
    #expect(try value(.cauchy(1, 2)).elements == [1 / 2, 1 / 3])
    #expect(try value(.lowRank(2, 2, rank: 1)).elements == [0, 0, 0, 0])
  }

  static func bound(_ order: Int) -> Double {
    32 * (1 + Double.log2(Double(order))) * 0x1p-53
  }

  static func deviation(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// All minors of order 3.
  static func minors(_ a: Matrix) -> [Double] {
    func triples(_ count: Int) -> [[Int]] {
      (0..<count).flatMap { i in (i + 1..<count).flatMap { j in (j + 1..<count).map { [i, j, $0] } } }
    }
    return triples(a.rows).flatMap { r in
      triples(a.columns).map { c in
        a[r[0], c[0]] * (a[r[1], c[1]] * a[r[2], c[2]] - a[r[1], c[2]] * a[r[2], c[1]])
          - a[r[0], c[1]] * (a[r[1], c[0]] * a[r[2], c[2]] - a[r[1], c[2]] * a[r[2], c[0]])
          + a[r[0], c[2]] * (a[r[1], c[0]] * a[r[2], c[1]] - a[r[1], c[1]] * a[r[2], c[0]])
      }
    }
  }

  /// The eigenvalues of a block triangular matrix with blocks ((a, b), (-b, a)); nothing for any other.
  static func eigenvalues(_ a: Matrix) -> [Complex<Double>]? {
    var values: [Complex<Double>] = []
    for i in 0..<a.rows {
      for j in 0..<a.columns where j < i - 1 || j == i - 1 && (i < 1 || a[i, j] != -a[j, i] || a[i, i] != a[j, j]) {
        if a[i, j] != 0 { return nil }
      }
      let below = i + 1 < a.rows ? a[i + 1, i] : 0
      let left = i > 0 ? a[i, i - 1] : 0
      if below != 0 && left != 0 { return nil }
      values.append(Complex(a[i, i], below != 0 ? below : left))
    }
    return values
  }

  /// The singular values, descending, by Jacobi's rotations of columns until they are orthogonal (Hestenes 1958).
  static func singularValues(_ matrix: Matrix) -> [Double] {
    var a = matrix.rows < matrix.columns ? matrix.transpose : matrix
    let rows = 0..<a.rows
    var isDone = false
    while !isDone {
      isDone = true
      for p in 0..<a.columns {
        for q in p + 1..<max(p + 1, a.columns) {
          let x = rows.reduce(0) { $0 + a[$1, p] * a[$1, p] }
          let y = rows.reduce(0) { $0 + a[$1, q] * a[$1, q] }
          let z = rows.reduce(0) { $0 + a[$1, p] * a[$1, q] }
          guard abs(z) > 0x1p-48 * (x * y).squareRoot(), abs(z) > 0x1p-120 else { continue }
          isDone = false
          let zeta = (y - x) / (2 * z)
          let t = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          for row in rows {
            let (u, v) = (a[row, p], a[row, q])
            a[row, p] = c * (u - t * v)
            a[row, q] = c * (t * u + v)
          }
        }
      }
    }
    return (0..<a.columns).map { column in rows.reduce(0) { $0 + a[$1, column] * a[$1, column] }.squareRoot() }
      .sorted(by: >)
  }
}
