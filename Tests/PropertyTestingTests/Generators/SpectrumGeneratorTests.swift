import ComplexModule
import PropertyTesting
import RealModule
import Testing

@Suite("A generator of complex numbers")
struct SpectrumGeneratorTests {
  typealias Number = Complex<Double>

  static let regions: [SpectralRegion] = [
    .hurwitz, .schur, .nearUnitCircle, .leftHalfPlane(decay: 1e-300...1e-3, frequency: 0...1e300), .ring(0.5...2),
    .ring(1...1),
    .ring(0...0x1p-1074), .ring(1e300...1e301), .ring(0x1p-1060...0x1p-1050), .ring(0.25...0.25.nextUp),
    .nearUnitCircle(gapExponents: 52...52),
  ]

  static let promises: [Promise] =
    regions.flatMap { region in
      [
        Promise("a number of \(region)", Generator<Number>.complex(in: region)) { region.contains($0) },
        Promise("a spectrum in \(region)", Generator<[Number]>.spectrum(in: region)) {
          1...16 ~= $0.count && $0.allSatisfy(region.contains)
        },
        Promise("conjugates in \(region)", Generator<[Number]>.conjugateClosedSpectrum(in: region, count: 7)) {
          $0.count == 7 && $0.allSatisfy(region.contains) && isClosed($0)
        },
        Promise("clusters in \(region)", Generator<[Number]>.clusteredSpectrum(in: region, clusters: 1...2)) {
          $0.allSatisfy(region.contains) && clusters($0) <= 2
        },
      ]
    } + [
      Promise("parts", Generator<Number>.complex(parts: -2...3)) { -2...3 ~= $0.real && -2...3 ~= $0.imaginary },
      Promise("unit", Generator<Number>.unitComplex()) {
        abs($0.real * $0.real + $0.imaginary * $0.imaginary - 1) <= 0x1p-50
      },
      Promise("Schur by the naive modulus", Generator<Number>.complex(in: .schur)) {
        $0.real * $0.real + $0.imaginary * $0.imaginary <= 1
      },
    ]

  @Test("keeps its promise, replays, and keeps it when its choices are edited", arguments: promises)
  func keepsPromise(_ promise: Promise) throws {
    try promise.verify(cases: 300)
  }

  static let events: [(Int, Promise)] = [
    (300, Promise("1", Generator<Number>.unitComplex()) { $0 == 1 }),
    (100, Promise("-1", Generator<Number>.unitComplex()) { $0 == -1 }),
    (50, Promise("i", Generator<Number>.unitComplex()) { $0 == .i }),
    (100, Promise("a third root of unity", Generator<Number>.unitComplex()) { abs($0.real + 0.5) < 1e-15 }),
    (
      500,
      Promise("near the imaginary axis", Generator<Number>.unitComplex()) { 0 < abs($0.real) && abs($0.real) < 1e-6 }
    ),
    (
      500,
      Promise("near the real axis", Generator<Number>.unitComplex()) {
        0 < abs($0.imaginary) && abs($0.imaginary) < 1e-6
      }
    ),
    (500, Promise("very near the circle", Generator<Number>.complex(in: .nearUnitCircle)) { 1 - $0.length < 1e-13 }),
    (500, Promise("not so near", Generator<Number>.complex(in: .nearUnitCircle)) { 1 - $0.length > 1e-3 }),
    (500, Promise("slow decay", Generator<Number>.complex(in: .hurwitz)) { $0.real > -0.125 }),
    (
      5000,
      Promise("pairs", Generator<[Number]>.conjugateClosedSpectrum(in: .schur, count: 4)) {
        $0.contains { $0.imaginary != 0 }
      }
    ),
    (
      500,
      Promise("all real", Generator<[Number]>.conjugateClosedSpectrum(in: .schur, count: 4)) {
        $0.allSatisfy { $0.imaginary == 0 }
      }
    ),
  ]

  @Test("hits what it is meant to hit", arguments: events)
  func hits(least: Int, event: Promise) throws {
    let count = try (0..<10_000).count { index in
      var draw = Draw(seed: 3, name: "events", index: index)
      return try !event.check(&draw).violation
    }
    #expect(count >= least, "\(count) of 10000")
  }

  @Test("roots of unity are where they should be")
  func phases() throws {
    for index in 0..<2000 {
      var draw = Draw(seed: 3, name: "phases", index: index)
      let order = try draw(.integer(in: 1...24))
      let step = try draw(.integer(in: 0...order - 1))
      // Forces the choices that stand for this root of unity.
      var replay = Draw(
        replaying: [
          Choice(0, from: .index(last: 2)), Choice(UInt64(order), from: .integer(lower: 1, upper: 24, origin: 1)),
          Choice(UInt64(step), from: .integer(lower: 0, upper: order - 1, origin: 0)),
        ])
      let z = try replay(.unitComplex())
      // The angle is rounded: by up to 2^-51.
      let angle = 2 * Double.pi * Double(step) / Double(order)
      #expect(abs(z.real - Double.cos(angle)) < 2e-15 && abs(z.imaginary - Double.sin(angle)) < 2e-15)
    }
  }

  @Test("moduli are compared exactly", arguments: [0x1p-1074, 0x1p-1060, 1, 0x1p1000])
  func moduliAreExact(scale: Double) {
    let circle = SpectralRegion.ring(5 * scale...5 * scale)
    #expect(circle.contains(Number(3 * scale, -4 * scale)) && circle.contains(Number(0, 5 * scale)))
    #expect(!circle.contains(Number(3 * scale, (4 * scale).nextUp)))
    #expect(!circle.contains(Number((3 * scale).nextDown, 4 * scale)))
    #expect(!circle.contains(Number(5 * scale, .leastNonzeroMagnitude)))
    #expect(SpectralRegion.ring(0...5 * scale).contains(Number((3 * scale).nextDown, 4 * scale)))
  }

  @Test("is simplest where all choices are")
  func simplest() throws {
    func value<Value>(_ generator: Generator<Value>) throws -> Value {
      var draw = Draw(replaying: [])
      return try draw(generator)
    }
    #expect(try value(.unitComplex()) == 1 && value(.complex(parts: -1...1)) == 0)
    #expect(try value(.complex(in: .hurwitz)) == -1 && value(.complex(in: .schur)) == 0)
    #expect(try value(.complex(in: .nearUnitCircle)) == Complex(1 - 0x1p-4))
    #expect(try value(.conjugateClosedSpectrum(in: .schur, count: 3)) == [0, 0, 0])
    #expect(try value(.clusteredSpectrum(in: .schur)) == [0])
  }

  static func isClosed(_ values: [Number]) -> Bool {
    var place = 0
    while place < values.count {
      if values[place].imaginary == 0 {
        place += 1
      } else {
        guard place + 1 < values.count, values[place + 1] == values[place].conjugate else { return false }
        place += 2
      }
    }
    return true
  }

  /// How many of the values lie further than 2^-9 (1 + |z|) from all before them.
  static func clusters(_ values: [Number]) -> Int {
    var centres: [Number] = []
    for z in values where !centres.contains(where: { (z - $0).length <= 0x1p-9 * (1 + z.length) }) { centres.append(z) }
    return centres.count
  }
}
