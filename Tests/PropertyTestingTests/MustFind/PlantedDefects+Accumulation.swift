import PropertyTesting

extension PlantedDefect {
  /// Errors that grow with the number of steps.
  static let accumulation = [
    PlantedDefect("a clock that adds its step drifts", minimum: ["n = 56"]) { draw in
      let n = try draw(.integer(in: 0...10_000), "n")
      var clock = 0.0
      for _ in 0..<n { clock += 0.1 }
      let correct = Double(n) * 0.1
      try draw.verify((clock - correct).magnitude <= 4 * correct.ulp)
    },
    PlantedDefect("a sum of sixteenths in half precision stops growing", minimum: ["n = 2049"]) { draw in
      let n = try draw(.integer(in: 0...5000), "n")
      var sum = 0.0
      for _ in 0..<n { sum = FloatDomain.Format.binary16.round(sum + 0.0625) }
      try draw.verify(sum == Double(n) * 0.0625)
    },
    PlantedDefect(
      "two numbers that differ by nearly a thousand", minimum: ["x = 100.0", "y = 1100.0"], cases: 1000,
      targetCases: 20_000
    ) { draw in
      let x = try draw(.double(in: 0...1e6), "x")
      let y = try draw(.double(in: 0...1e6), "y")
      // Random cases hardly meet the band about y = x + 1000; a search that climbs along the figure does.
      let gap = (x + 1000 - y).magnitude
      draw.maximize(-gap / (x + y + 1))
      try draw.verify(x < 100 || gap > y * 0x1p-30)
    },
  ]
}
