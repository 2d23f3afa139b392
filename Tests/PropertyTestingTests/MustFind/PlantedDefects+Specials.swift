import Foundation
import PropertyTesting

extension PlantedDefect {
  private static let anything = Generator<Double>.float(
    FloatDomain(
      -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude, allowsInfinity: true, allowsNaN: true))

  /// NaN, infinities, zeros and their signs.
  static let specials = [
    PlantedDefect("a maximum that loses NaN", minimum: ["a = nan", "b = 0.0"]) { draw in
      let a = try draw(anything, "a")
      let b = try draw(anything, "b")
      let larger = a > b ? a : b
      try draw.verify(larger.isNaN == (a.isNaN || b.isNaN))
    },
    PlantedDefect("a range check that NaN passes", minimum: ["x = nan"]) { draw in
      let x = try draw(anything, "x")
      let isAccepted = !(x < 0) && !(x > 1)
      try draw.verify(!isAccepted || 0...1 ~= x)
    },
    PlantedDefect("the magnitude of minus zero", minimum: ["x = -0.0"]) { draw in
      let x = try draw(.double(in: -1...1), "x")
      try draw.verify((x < 0 ? -x : x).sign == .plus)
    },
    PlantedDefect("a sign copied from minus zero", minimum: ["x = 1.0", "y = -0.0"]) { draw in
      let x = try draw(.double(in: 1...10), "x")
      let y = try draw(.double(in: -10...10), "y")
      try draw.verify((y < 0 ? -x : x).sign == y.sign)
    },
    PlantedDefect("sin x / x at zero", minimum: ["x = 0.0"]) { draw in
      let x = try draw(.double(in: -10...10), "x")
      try draw.verify(!(sin(x) / x).isNaN)
    },
    PlantedDefect("the logarithm of a sum of exponentials of minus infinity", minimum: ["x = [-inf]"]) { draw in
      let x = try draw(.array(of: anything.filter { !$0.isNaN && $0 < .infinity }, count: 1...6), "x")
      let top = x.max() ?? 0
      let value = top + log(x.reduce(0) { $0 + exp($1 - top) })
      try draw.verify(!value.isNaN)
    },
    PlantedDefect("a geometric sum at ratio one", minimum: ["r = 1.0", "n = 0"]) { draw in
      let r = try draw(.double(in: 0...2), "r")
      let n = try draw(.integer(in: 0...20), "n")
      try draw.verify(((1 - pow(r, Double(n))) / (1 - r)).isFinite)
    },
  ]
}
