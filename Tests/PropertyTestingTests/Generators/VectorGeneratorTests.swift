import PropertyTesting
import Testing

@Suite("A generator of vectors")
struct VectorGeneratorTests {
  static let promises: [Promise] = [
    Promise("cancelling sum", Generator<CancellingSum>.cancellingSum(decimals: 0...60, count: 0...10)) {
      exactSum($0.terms) == [$0.sum]
    },
    Promise("condition of a sum", Generator<CancellingSum>.cancellingSum(decimals: 20...20, count: 5...5)) {
      1e20...50e20 ~= $0.condition
    },
    Promise("no condition to speak of", Generator<CancellingSum>.cancellingSum(decimals: 0...0)) {
      1...105 ~= $0.condition
    },
    Promise("worst condition of a sum", Generator<CancellingSum>.cancellingSum(decimals: 290...290)) {
      exactSum($0.terms) == [$0.sum] && 1e290...105e290 ~= $0.condition
    },
    Promise("cancelling dot product", Generator<CancellingDotProduct>.cancellingDotProduct(decimals: 5...40)) {
      exactSum(zip($0.x, $0.y).map(*)) == [$0.value]
        && zip($0.x, $0.y).allSatisfy { (-$0 * $1).addingProduct($0, $1) == 0 }
    },
    Promise("condition of a dot product", Generator<CancellingDotProduct>.cancellingDotProduct(decimals: 30...30)) {
      2e30...210e30 ~= $0.condition
    },
    Promise("vector", Generator<[Double]>.vector(count: 1...20)) { 1...20 ~= $0.count && $0.allSatisfy(\.isFinite) },
    Promise("constant", Generator<[Double]>.constantVector(of: .double(), count: 0...9)) { Set($0).count <= 1 },
    Promise(
      "geometric", Generator<[Double]>.geometricVector(from: .double(in: 1...2), ratio: .always(0.5), count: 0...9)
    ) { zip($0, $0.dropFirst()).allSatisfy { $0 == 2 * $1 } },
    Promise("alternating", Generator<[Double]>.alternatingVector(of: .double(), count: 0...9)) {
      $0.enumerated().allSatisfy { ($0.element.sign == .plus) == $0.offset.isMultiple(of: 2) }
    },
    Promise("sorted", Generator<[Double]>.sortedVector(of: .double(), count: 0...9)) {
      zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 }
    },
    Promise("descending", Generator<[Double]>.sortedVector(of: .double(), count: 0...9, isAscending: false)) {
      zip($0, $0.dropFirst()).allSatisfy { $0 >= $1 }
    },
    Promise("outlier", Generator<[Double]>.vectorWithOutlier(of: .double(in: 1...2), count: 1...9)) {
      $0.filter { $0 <= 2 }.count == $0.count - 1
    },
    Promise("overflowing product", Generator<[Double]>.overflowingProduct(count: 4...20)) { factors in
      let exponent = factors.reduce(0) { $0 + Int($1.exponent) }
      let product = factors.reduce(1, *)
      return factors.count.isMultiple(of: 2) && 4...20 ~= factors.count && -6...6 ~= exponent
        && factors.allSatisfy { $0.isNormal && abs($0.exponent) < 1020 } && (product == 0 || product == .infinity)
    },
  ]

  @Test("keeps its promise, replays, and keeps it when its choices are edited", arguments: promises)
  func keepsPromise(_ promise: Promise) throws {
    try promise.verify(cases: 1000)
  }

  @Test("sums that cancel are not found by summing")
  func cancels() throws {
    var wrong = 0
    for index in 0..<500 {
      var draw = Draw(seed: 2, name: "sums", index: index)
      let sum = try draw(.cancellingSum(decimals: 20...30))
      if abs(sum.terms.reduce(0, +) - sum.sum) > abs(sum.sum) / 2 { wrong += 1 }
    }
    // Where nothing is shuffled in between, the terms that cancel come last and sum well.
    #expect(wrong > 300)
  }

  @Test("the simplest sum that cancels has few terms")
  func simplest() throws {
    var draw = Draw(replaying: [])
    let sum = try draw(.cancellingSum(decimals: 0...30))
    #expect(sum.terms == [2, -2, 1] && sum.sum == 1)
  }

  /// The exact sum as Doubles of which each is less than half a unit in the last place of the next: one if it is a
  /// Double.
  static func exactSum(_ terms: [Double]) -> [Double] {
    var parts = terms
    // Sums of neighbours, exact with their errors, until nothing changes.
    while true {
      var next = parts.filter { $0 != 0 }
      for place in next.indices.dropFirst() {
        let x = next[place - 1]
        let y = next[place]
        let sum = x + y
        let share = sum - x
        next[place - 1] = (x - (sum - share)) + (y - share)
        next[place] = sum
      }
      next = next.filter { $0 != 0 }
      if next == parts { return parts }
      parts = next
    }
  }
}
