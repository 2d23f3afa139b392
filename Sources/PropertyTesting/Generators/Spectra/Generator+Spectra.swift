import ComplexModule
import RealModule

extension Generator where Value == Complex<Double> {
  /// A number of a region of the complex plane.
  public static func complex(in region: SpectralRegion) -> Generator { region.point }
}

extension Generator where Value == [Complex<Double>] {
  /// Numbers of a region of the complex plane.
  public static func spectrum(in region: SpectralRegion, count: ClosedRange<Int> = 1...16) -> Generator {
    .array(of: region.point, count: count)
  }

  /// Numbers of a region of the complex plane, `count` of them, closed under conjugation: real ones, and pairs z, conj
  /// z next to each other. Simplest all real.
  public static func conjugateClosedSpectrum(in region: SpectralRegion, count: Int) -> Generator {
    let point = region.point
    let realPoint = region.realPoint
    return Generator { draw in
      try draw.span(SpanLabel.fixedArray) { draw in
        var values: [Complex<Double>] = []
        while values.count < count {
          try draw.span(SpanLabel.arrayElement) { draw in
            let mayPair = values.count + 2 <= count
            let kind = draw.choose(.index(last: mayPair ? 1 : 0)) { random, _ in
              mayPair && random.happens(0.7) ? 1 : 0
            }
            let z = try (kind == 1 ? point : realPoint).draw(from: &draw)
            values += kind == 1 ? [z, z.conjugate] : [z]
          }
        }
        return values
      }
    }
  }

  /// Numbers of a region close to a few of them: each lies within 2^-e (1 + |c|) of a centre c, e of `exponents`, or is
  /// the centre where that would leave the region.
  public static func clusteredSpectrum(
    in region: SpectralRegion, clusters: ClosedRange<Int> = 1...3, exponents: ClosedRange<Int> = 10...52,
    count: ClosedRange<Int> = 1...16
  ) -> Generator {
    precondition(clusters.lowerBound > 0, "there is a cluster")
    let offset = Generator<Complex<Double>>.complex(parts: -0.5...0.5)
    return Generator { draw in
      let centres = try draw.array(count: clusters) { try region.point.draw(from: &$0) }
      return try draw.array(count: count) { draw in
        let centre = centres[Int(draw.index(upTo: UInt64(centres.count - 1)))]
        let scale = Double(sign: .plus, exponent: -draw.integer(in: exponents), significand: 1)
        let step = try offset.draw(from: &draw)
        let z = Complex(centre.real + scale * step.real, centre.imaginary + scale * step.imaginary)
        return region.contains(z) ? z : centre
      }
    }
  }
}
