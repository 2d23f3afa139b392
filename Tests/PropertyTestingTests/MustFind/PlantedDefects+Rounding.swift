import Foundation
import PropertyTesting

extension PlantedDefect {
  /// Rounding to integers and to narrower formats.
  static let rounding = [
    PlantedDefect("ties are rounded up, not to even", minimum: ["x = 0.5"]) { draw in
      let x = try draw(.double(in: -1e6...1e6), "x")
      try draw.verify(floor(x + 0.5) == x.rounded(.toNearestOrEven))
    },
    PlantedDefect("the largest number below one half is rounded to one", minimum: ["x = 0.49999999999999994"]) { draw in
      let x = try draw(.double(in: 0...100), "x")
      try draw.verify(floor(x + 0.5) == x.rounded(.toNearestOrAwayFromZero))
    },
    PlantedDefect("negative numbers are truncated, not rounded down", minimum: ["x = -0.5"]) { draw in
      let x = try draw(.double(in: -1e9...1e9), "x")
      try draw.verify(Int(x) == Int(floor(x)))
    },
    PlantedDefect("the significand is cut to bfloat16, not rounded", minimum: ["x = 259.0"]) { draw in
      let x = Float(try draw(.float(FloatDomain(-1e6...1e6, format: .binary32)), "x"))
      let cut = Float(bitPattern: x.bitPattern & 0xFFFF_0000)
      try draw.verify(Double(cut) == FloatDomain.Format.bfloat16.round(Double(x)))
    },
    PlantedDefect("fifteen digits do not give the number back", minimum: ["x = 0x1p-22"]) { draw in
      let x = try draw(.double(in: -1e20...1e20), "x")
      try draw.verify(Double(String(format: "%.15g", x)) == x)
    },
    PlantedDefect("halving loses the last bit of a subnormal number", minimum: ["x = 5e-324"]) { draw in
      let x = try draw(.double(in: -1...1), "x")
      try draw.verify(x * 0.5 * 2 == x)
    },
    PlantedDefect("hundredths are truncated", minimum: ["n = 29"]) { draw in
      let n = try draw(.integer(in: 0...10_000), "n")
      try draw.verify(Int(Double(n) * 0.01 * 100) == n)
    },
    PlantedDefect("interpolation misses its end", minimum: ["a = 1.0", "b = -0x1p-53"]) { draw in
      let a = try draw(.double(in: -1e3...1e3), "a")
      let b = try draw(.double(in: -1e3...1e3), "b")
      let t = 1.0
      try draw.verify(a + t * (b - a) == b)
    },
  ]
}
