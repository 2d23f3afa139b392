import Arithmetic

extension AffineProblem {
  /// The outputs and the final state in a form of the recurrence; nil where the form does not apply: a form with
  /// logarithms where a step has no `logDecay` or the arithmetic has no exp, attention without correction terms
  /// (``AffineForm/parallel``) where a step has one, and quotients where a gate is 0.
  public func solve(_ form: AffineForm) -> Solution? {
    solve(form) { _, _ in nil }
  }

  /// - Parameter logarithms: the decays of a chunk from its log-gates, with secondary chunks of a size or without.
  func solve(
    _ form: AffineForm, _ options: ChunkOptions<A> = ChunkOptions(),
    logarithms: (ArraySlice<AffineStep<A>>, _ sub: Int?) -> ChunkDecays<A>?
  ) -> Solution? {
    switch form {
    case .recurrent: recurrent()
    case .scan(let tree): scanned(tree)
    case .parallel:
      hasCorrections ? nil : chunked(size: max(1, steps.count), options, ChunkDecays.products)
    case .logarithmicParallel:
      hasCorrections ? nil : chunked(size: max(1, steps.count), options) { logarithms($0, nil) }
    case .chunked(let size): chunked(size: size, options, ChunkDecays.products)
    case .logarithmicChunked(let size): chunked(size: size, options) { logarithms($0, nil) }
    case .ratioChunked(let size): chunked(size: size, options, ChunkDecays.ratios)
    case .subchunked(let size, let sub): chunked(size: size, options) { logarithms($0, sub) }
    case .wy(let size, let decays):
      chunked(size: size, corrections: .inverse, options) { steps in
        switch decays {
        case .products: ChunkDecays.products(steps)
        case .ratios: ChunkDecays.ratios(steps)
        case .logarithms: logarithms(steps, nil)
        case .subchunks(let sub): logarithms(steps, sub)
        }
      }
    }
  }

  /// Whether a step has a correction.
  public var hasCorrections: Bool { steps.contains { $0.correction != nil } }

  /// Step by step, with ``AffineRecurrence``.
  func recurrent() -> Solution {
    var recurrence = AffineRecurrence<A>(initialState: initialState, columns: columns, readTime: readTime)
    var outputs: [A.Vector] = []
    outputs.reserveCapacity(steps.count)
    var output = A.Vector(zeros: columns, in: context)
    for step in steps {
      recurrence.advance(step, output: &output, rounding: roundState)
      outputs.append(output)
    }
    return (outputs, recurrence.state)
  }
}

extension AffineProblem where A: ElementaryArithmetic {
  /// The outputs and the final state in a form of the recurrence; nil where the form does not apply: a form with
  /// logarithms where a step has no `logDecay`, attention without correction terms (``AffineForm/parallel``) where a step
  /// has one, and quotients where a gate is 0.
  public func solve(_ form: AffineForm) -> Solution? {
    solve(form, options: ChunkOptions())
  }

  /// A chunked form with a defect, see ``solve(_:)``; the scans and the recurrence have none of these.
  public func solve(_ form: AffineForm, with defect: ChunkDefect?) -> Solution? {
    solve(form, options: ChunkOptions(defect: defect))
  }

  /// As ``solve(_:)``, for a problem of one chunk whose triangular system an error analysis settles row by row.
  package func solve(_ form: AffineForm, settling: @escaping TriangularSettling<A>) -> Solution? {
    solve(form, options: ChunkOptions(settling: settling))
  }

  private func solve(_ form: AffineForm, options: ChunkOptions<A>) -> Solution? {
    solve(form, options) { ChunkDecays(logarithmsOf: $0, subchunks: $1) }
  }
}
