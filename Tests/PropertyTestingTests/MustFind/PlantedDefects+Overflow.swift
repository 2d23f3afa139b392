import Foundation
import PropertyTesting

extension PlantedDefect {
  /// Intermediate results that leave the range.
  static let overflow = [
    PlantedDefect("the square overflows in a hypotenuse", minimum: ["x = 0.0", "y = 0x1p512"]) { draw in
      let x = try draw(.double(), "x")
      let y = try draw(.double(), "y")
      try draw.verify((x * x + y * y).squareRoot().isFinite || hypot(x, y).isInfinite)
    },
    PlantedDefect("the square underflows in a hypotenuse", minimum: ["x = 0.0", "y = 0x1p-538"]) { draw in
      let x = try draw(.double(), "x")
      let y = try draw(.double(), "y")
      try draw.verify((x * x + y * y).squareRoot() > 0 || (x == 0 && y == 0))
    },
    PlantedDefect("the sum overflows in a mean", minimum: ["a = 0x1p970", "b = 0x1.fffffffffffffp1023"]) { draw in
      let a = try draw(.double(), "a")
      let b = try draw(.double(), "b")
      try draw.verify(((a + b) / 2).isFinite)
    },
    PlantedDefect("softmax without its maximum", minimum: ["x = [710.0]"]) { draw in
      let x = try draw(.array(of: .double(in: -1000...1000), count: 1...8), "x")
      let exponentials = x.map { exp($0) }
      let total = exponentials.reduce(0, +)
      try draw.verify(exponentials.allSatisfy { ($0 / total).isFinite })
    },
    PlantedDefect("the reciprocal of a subnormal number", minimum: ["x = 0x1p-1024"]) { draw in
      let x = try draw(.double(in: -1...1), "x")
      try draw.verify(x == 0 || (1 / x).isFinite)
    },
    PlantedDefect("the mean of two 32-bit integers", minimum: ["a = 1", "b = 2147483647"]) { draw in
      let a = try draw(.integer(in: 0...Int32.max), "a")
      let b = try draw(.integer(in: 0...Int32.max), "b")
      try draw.verify((a &+ b) / 2 == Int32((Int(a) + Int(b)) / 2))
    },
    PlantedDefect("the magnitude of the least integer", minimum: ["n = -2147483648"]) { draw in
      let n = try draw(.integer(in: Int32.min...Int32.max), "n")
      try draw.verify((n < 0 ? 0 &- n : n) >= 0)
    },
    PlantedDefect("a product in fixed point", minimum: ["a = -32768", "b = -32768"]) { draw in
      let a = try draw(.integer(in: Int16.min...Int16.max), "a")
      let b = try draw(.integer(in: Int16.min...Int16.max), "b")
      let product = Int16(truncatingIfNeeded: (Int32(a) * Int32(b)) >> 15)
      // 2^15 times the product, rounded down, saturated nowhere.
      try draw.verify(Int(product) == (Int(a) * Int(b)) >> 15)
    },
  ]
}
