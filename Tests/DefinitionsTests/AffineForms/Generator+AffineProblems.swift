import Arithmetic
import Definitions
import PropertyTesting

typealias Exact = ExponentialRational

/// What the gates of a random problem may be.
enum Gates: CaseIterable {
  /// Any fraction, one in four of them 0.
  case withZeros
  /// Powers of two, given as logarithms too.
  case logarithmic
}

/// What the corrections of a random problem are.
enum Corrections: CaseIterable {
  case none
  /// With a rank-one correction and without, at random.
  case some
}

extension Exact.Vector {
  init(_ values: [Rational]) { self.init(values.map { Exact($0) }, in: Intrinsic()) }

  var rationals: [Rational] { elements.map(\.rational) }
}

extension Generator where Value == AffineProblem<Exact> {
  /// A problem of a random shape and of a length around multiples of a chunk size, from a random state.
  static func affineProblem(
    _ gates: Gates, _ corrections: Corrections, readTime: ReadTime, chunk: Int, rows: ClosedRange<Int> = 1...3
  ) -> Generator {
    Generator { draw in
      let rows = draw.integer(in: rows)
      let columns = draw.integer(in: 1...3)
      let number = Generator<Rational>.rational(in: -3...3)
      let row = Generator<[Rational]>.array(of: number, count: rows)
      let start = try draw(.array(of: number, count: rows * columns))
      let step = Generator<AffineStep<Exact>> { draw in
        var step = AffineStep<Exact>(
          decay: .init(try draw(row)), key: .init(try draw(row)),
          value: .init(try draw(.array(of: number, count: columns))), query: .init(try draw(row)))
        switch gates {
        case .withZeros: if draw.bool(probability: 0.25) { step.decay[0] = Exact(0) }
        case .logarithmic:
          let exponents = try draw(.array(of: Generator<Int>.integer(in: -3...1), count: rows))
          step.logDecay = .init(exponents.map { Rational($0) })
          step.decay = .init(exponents.map { Rational.pow(2, $0) })
        }
        if corrections == .some, draw.bool(probability: 0.75) {
          step.correction = (.init(try draw(row)), .init(try draw(row)))
        }
        return step
      }
      let (count, position) = draw.length(in: 1...(4 * chunk + 2), around: chunk)
      let steps = try (0..<count).map { _ in try draw.element(ofLengthAt: position, 1) { try $0(step) } }
      return AffineProblem(initialState: .init(start), columns: columns, steps: steps, readTime: readTime)
    }.described { problem in
      let steps = problem.steps.map { step in
        let correction = step.correction.map { " a = \($0.target.rationals) b = \($0.source.rationals)" } ?? ""
        return "D = \(step.decay.rationals) k = \(step.key.rationals) v = \(step.value.rationals) "
          + "q = \(step.query.rationals)" + correction
      }
      return "S = \(problem.initialState.rationals), \(problem.columns) columns; " + steps.joined(separator: "; ")
    }
  }
}
