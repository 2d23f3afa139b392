import PropertyTesting

extension PlantedDefect {
  /// Indices and order.
  static let integers = [
    PlantedDefect("a negative index wraps to a negative one", minimum: ["i = -1", "n = 2"]) { draw in
      let i = try draw(.integer(in: -1000...1000), "i")
      let n = try draw(.integer(in: 1...100), "n")
      try draw.verify(0..<n ~= i % n)
    },
    PlantedDefect("a search that ends at any of several equal elements", minimum: ["x = [0, 0]", "key = 0"]) { draw in
      let x = try draw(.array(of: .integer(in: 0...9), count: 0...20), "x").sorted()
      let key = try draw(.integer(in: 0...9), "key")
      var (low, high) = (0, x.count)
      while low < high {
        let middle = (low + high) / 2
        if x[middle] == key {
          low = middle
          break
        }
        if x[middle] < key { low = middle + 1 } else { high = middle }
      }
      try draw.verify(low == (x.firstIndex { $0 >= key } ?? x.count))
    },
  ]
}
