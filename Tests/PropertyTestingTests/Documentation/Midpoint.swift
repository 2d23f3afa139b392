import PropertyTesting

// The code of the tutorial: each block of the article stands here, word for word.

func midpoint(_ x: Double, _ y: Double) -> Double {
  (x + y) / 2
}

func midpointOfHalves(_ x: Double, _ y: Double) -> Double {
  x / 2 + y / 2
}

func midpointByDistance(_ x: Double, _ y: Double) -> Double {
  x + (y - x) / 2
}

func midpointByCases(_ x: Double, _ y: Double) -> Double {
  let sum = x + y
  return sum.isFinite ? sum / 2 : x / 2 + y / 2
}

func liesBetween(_ midpoint: @escaping @Sendable (Double, Double) -> Double) -> Property {
  Property("the midpoint lies between") { draw in
    let x = try draw(.double(), "x")
    let y = try draw(.double(), "y")
    let m = midpoint(x, y)
    try draw.verify(min(x, y) <= m && m <= max(x, y), "the midpoint is \(m)")
  }
}

/// The runs of the tutorial, in the order of the article.
enum Midpoint {
  static func first() -> RunResult {
    let property = Property("the midpoint lies between") { draw in
      let x = try draw(.double(), "x")
      let y = try draw(.double(), "y")
      let m = midpointByDistance(x, y)
      try draw.verify(min(x, y) <= m && m <= max(x, y), "the midpoint is \(m)")
    }

    let result = Runner(property).run()
    return result
  }

  static func second() -> RunResult { Runner(liesBetween(midpointOfHalves)).run() }

  static func third() -> RunResult {
    var settings = Settings()
    settings.cases = 5_000
    let result = Runner(liesBetween(midpointOfHalves), settings: settings).run()
    return result
  }

  static func fourth() -> RunResult {
    var settings = Settings()
    settings.cases = 5_000
    let result = Runner(liesBetween(midpoint), settings: settings).run()
    return result
  }

  static func fifth() -> RunResult {
    var settings = Settings()
    settings.cases = 5_000
    let result = Runner(liesBetween(midpointByCases), settings: settings).run()
    return result
  }
}

/// The difference of two squares, as it is written.
func differenceOfSquares(_ x: Double, _ y: Double) -> Double {
  x * x - y * y
}

enum Squares {
  static func worst() -> RunResult {
    let property = Property("the difference of squares is accurate") { draw in
      let x = try draw(.double(in: 1...2), "x")
      let y = try draw(.double(in: 1...2), "y")
      let reference = (x - y) * (x + y)
      try draw.assume(reference != 0)
      let error = abs(differenceOfSquares(x, y) - reference)
      draw.maximize(error / reference.ulp, "ulps")
      try draw.verify(error <= 2 * x * x.ulp + 2 * y * y.ulp)
    }
    return Runner(property).run()
  }
}
