import Arithmetic
import Definitions
import PropertyTesting

/// A random recurrence and how it is cut into chunks.
struct AffineInstance: Sendable {
  /// What the recurrence is given.
  var problem: AffineProblem<Exact>
  /// Q.
  var size: Int
  /// What the other forms are given, where a falsifier makes it another problem.
  var altered: AffineProblem<Exact>?
  /// How a falsifier alters the chunked forms.
  var defect: ChunkDefect?

  /// D_t.
  enum Gates {
    /// The identity.
    case ones
    /// a_t I, where a_t may be 0 or negative.
    case scalar
    /// Diagonal, where entries may be 0 or negative.
    case diagonal
    /// a_t I with a_t a power of two, given as a logarithm too.
    case scalarPowers
    /// Diagonal, powers of two, given as logarithms too.
    case powers

    var isScalar: Bool { self == .ones || self == .scalar || self == .scalarPowers }
    var areLogarithmic: Bool { self == .ones || self == .scalarPowers || self == .powers }
  }

  enum Corrections {
    case none
    /// Any a_t and b_t.
    case free
    /// The delta rule: error from the decayed state, with 0 <= beta <= 2 and any key. For logarithmic gates.
    case delta
  }

  /// - Parameters:
  ///   - rows: of the state.
  ///   - start: whether S_(-1) is drawn; zeros where not.
  static func generator(
    _ gates: Gates, _ corrections: Corrections = .none, rows: ClosedRange<Int> = 1...3,
    columns: ClosedRange<Int> = 1...2,
    readTime: ReadTime? = nil, from start: Bool = true
  ) -> Generator<AffineInstance> {
    Generator { draw in
      let rows = draw.integer(in: rows)
      let columns = draw.integer(in: columns)
      let size = draw.integer(in: 1...4)
      let number = Generator<Rational>.rational(in: -2...2, denominator: 3)
      let row = Generator<[Rational]>.array(of: number, count: rows)
      let step = Generator<AffineStep<Exact>> { draw in
        let gate: [Rational] =
          gates == .ones
          ? Array(repeating: gates.areLogarithmic ? 0 : 1, count: rows)
          : try draw.gate(gates.areLogarithmic ? .whole(-3...1) : number, rows, isScalar: gates.isScalar)
        let key = Exact.Vector(try draw(row))
        let value = Exact.Vector(try draw(.array(of: number, count: columns)))
        let query = Exact.Vector(try draw(row))
        if corrections == .delta {
          return .deltaRule(
            query: query, key: key, value: value, rate: Exact(try draw(.rational(in: 0...2, denominator: 3))),
            logDecay: .init(gate))
        }
        var step =
          gates.areLogarithmic
          ? AffineStep<Exact>.linearAttention(query: query, key: key, value: value, logDecay: .init(gate))
          : AffineStep<Exact>(decay: .init(gate), key: key, value: value, query: query)
        if corrections == .free { step.correction = (.init(try draw(row)), .init(try draw(row))) }
        return step
      }
      let steps = try draw(.array(of: step, count: 1...(3 * size + 1)))
      let state =
        start ? try draw(.array(of: number, count: rows * columns)) : Array(repeating: 0, count: rows * columns)
      return AffineInstance(
        problem: AffineProblem(
          initialState: .init(state), columns: columns, steps: steps,
          readTime: readTime ?? (draw.bool() ? .beforeUpdate : .afterUpdate)),
        size: size)
    }
  }

  /// The problem as it is printed.
  var values: [NamedValue] {
    func rows(_ name: String, _ part: (AffineStep<Exact>) -> [Rational]) -> NamedValue {
      NamedValue(name, problem.steps.map(part))
    }
    let corrections =
      problem.hasCorrections
      ? [rows("a", { $0.correction?.target.rationals ?? [] }), rows("b", { $0.correction?.source.rationals ?? [] })]
      : []
    return [
      NamedValue("S", problem.initialState.rationals), rows("D", \.decay.rationals), rows("k", \.key.rationals),
      rows("v", \.value.rationals), rows("q", \.query.rationals),
    ] + corrections
      + (problem.readTime == .beforeUpdate ? [NamedValue("read", "before the update")] : [])
      + [NamedValue("Q", size)] + (defect.map { [NamedValue("defect", $0.rawValue)] } ?? [])
  }

  /// The form's outputs and final state are those of the recurrence; false where the form does not exist.
  func agrees(_ name: String, _ form: AffineForm) -> [Evidence] {
    guard let expected = problem.solve(.recurrent) else { return [] }
    guard let found = (altered ?? problem).solve(form, with: defect) else {
      return [Evidence("\(name) exists", holds: .false, at: values)]
    }
    return [
      Evidence(
        "y_t by \(name) = y_t by the recurrence", found.outputs.flatMap(\.elements),
        equal: expected.outputs.flatMap(\.elements), at: values),
      Evidence(
        "the final state by \(name) = that of the recurrence", found.finalState.elements,
        equal: expected.finalState.elements, at: values),
    ]
  }

  /// A check that the forms agree with the recurrence, as functions of the chunk size.
  static func check(
    _ instances: Generator<AffineInstance>, _ forms: [(name: String, form: @Sendable (_ size: Int) -> AffineForm)]
  ) -> Check {
    Check(instances) { instance, _ in
      forms.flatMap { instance.agrees($0.name, $0.form(instance.size)) }
    }
  }
}

extension Draw {
  /// The diagonal of a gate: one number for all rows, or one for each.
  fileprivate mutating func gate(_ number: Generator<Rational>, _ rows: Int, isScalar: Bool) throws -> [Rational] {
    if isScalar { return Array(repeating: try self(number), count: rows) }
    return try self(.array(of: number, count: rows))
  }
}

extension Generator where Value == AffineInstance {
  /// The same instances with a defect in the chunked forms.
  func with(_ defect: ChunkDefect) -> Generator { with { $0.defect = defect } }

  /// The same instances, the forms given another problem than the recurrence.
  func altered(_ change: @escaping @Sendable (inout AffineProblem<Exact>) -> Void) -> Generator {
    with { instance in
      var problem = instance.problem
      change(&problem)
      instance.altered = problem
    }
  }
}
