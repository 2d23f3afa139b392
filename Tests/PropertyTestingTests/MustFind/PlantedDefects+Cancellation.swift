import Foundation
import PropertyTesting

extension PlantedDefect {
  /// Whether `computed` is within `bits` bits of `correct`.
  private static func agree(_ computed: Double, _ correct: Double, bits: Int) -> Bool {
    (computed - correct).magnitude <= correct.magnitude * Double(sign: .plus, exponent: -bits, significand: 1)
  }

  /// Differences of nearly equal numbers.
  static let cancellation = [
    PlantedDefect("exp x - 1 near zero", minimum: ["x = 0x1p-53"]) { draw in
      let x = try draw(.double(in: -1...1), "x")
      try draw.verify(agree(exp(x) - 1, expm1(x), bits: 20))
    },
    PlantedDefect("(1 - cos x)/x^2 near zero", minimum: ["x = 0x1p-27"]) { draw in
      let x = try draw(.double(in: -3...3), "x")
      try draw.assume(x != 0)
      let half = sin(x / 2) / x
      try draw.verify(agree((1 - cos(x)) / (x * x), 2 * half * half, bits: 10))
    },
    PlantedDefect("the small root of a quadratic equation", minimum: ["b = 134217728.0", "c = 0.5"]) { draw in
      let b = try draw(.double(in: 1...1e12), "b")
      let c = try draw(.double(in: 0.25...4), "c")
      // x^2 + b x + c = 0: the root near -c/b.
      let root = (b * b - 4 * c).squareRoot()
      try draw.assume(root.isFinite)
      try draw.verify(agree((-b + root) / 2, -2 * c / (b + root), bits: 2))
    },
    PlantedDefect("sqrt(1 + y^2) - 1 near zero", minimum: ["y = 0x1p-26"]) { draw in
      let y = try draw(.double(in: -1...1), "y")
      let correct = y * y / (hypot(1, y) + 1)
      try draw.verify(agree((1 + y * y).squareRoot() - 1, correct, bits: 4))
    },
  ]
}
