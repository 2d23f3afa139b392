import PropertyTesting

extension PlantedDefect {
  private static let chunk = 8
  private static let values = Generator<[Int]>.array(of: .integer(in: -100...100), countAround: chunk)

  private static func prefixSums(_ x: [Int]) -> [Int] {
    var sum = 0
    return x.map {
      sum += $0
      return sum
    }
  }

  /// Loops over chunks.
  static let chunks = [
    PlantedDefect("the last chunk is dropped where it is full", minimum: ["x = [0, 0, 0, 0, 0, 0, 0, 1]"]) { draw in
      let x = try draw(values, "x")
      var sum = 0
      for start in stride(from: 0, to: x.count, by: chunk) where start + chunk < x.count || x.count % chunk != 0 {
        sum += x[start..<min(start + chunk, x.count)].reduce(0, +)
      }
      try draw.verify(sum == x.reduce(0, +))
    },
    PlantedDefect("the carry between chunks is lost", minimum: ["x = [0, 0, 0, 0, 0, 0, 0, 1, 0]"]) { draw in
      let x = try draw(values, "x")
      let sums = stride(from: 0, to: x.count, by: chunk).flatMap { start in
        prefixSums(Array(x[start..<min(start + chunk, x.count)]))
      }
      try draw.verify(sums == prefixSums(x))
    },
    PlantedDefect("the tail after the last full vector is skipped", minimum: ["x = [1]"]) { draw in
      let x = try draw(values, "x")
      let lanes = x.prefix(x.count - x.count % 4)
      try draw.verify(lanes.reduce(0, +) == x.reduce(0, +))
    },
    PlantedDefect(
      "the carry is taken from the chunk before the last",
      minimum: ["x = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]"]
    ) { draw in
      let x = try draw(values, "x")
      var carries = [0, 0]
      var sums: [Int] = []
      for start in stride(from: 0, to: x.count, by: chunk) {
        let part = prefixSums(Array(x[start..<min(start + chunk, x.count)]))
        // The second chunk is right, the third begins from the first's carry.
        let carry = start == chunk ? carries[carries.count - 1] : carries[carries.count - 2]
        sums += part.map { $0 + carry }
        carries.append(carry + part[part.count - 1])
      }
      try draw.verify(sums == prefixSums(x))
    },
    PlantedDefect("differences in place read what they wrote", minimum: ["x = [1, 0, 0]"]) { draw in
      let x = try draw(values, "x")
      var y = x
      for i in y.indices.dropFirst() { y[i] -= y[i - 1] }
      try draw.verify(y == x.indices.map { $0 == 0 ? x[0] : x[$0] - x[$0 - 1] })
    },
    PlantedDefect("an exclusive scan for an inclusive one", minimum: ["x = [1]"]) { draw in
      let x = try draw(values, "x")
      try draw.verify(Array(([0] + prefixSums(x)).prefix(x.count)) == prefixSums(x))
    },
    PlantedDefect("a counter of eight bits", minimum: ["zeros = 256"]) { draw in
      let zeros = try draw(.length(around: 256), "zeros")
      var counter: UInt8 = 0
      for _ in 0..<zeros { counter &+= 1 }
      try draw.verify(Int(counter) == zeros)
    },
  ]
}
