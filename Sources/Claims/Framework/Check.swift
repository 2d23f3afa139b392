import Arithmetic
import PropertyTesting

/// How a statement is tried: instances, and what is compared at each.
///
/// ```swift
/// Check(Generator<Rational>.rational(in: 0...1)) { x, precision in
///   Evidence("x^2 <= x", x * x, atMost: x, at: [NamedValue("x", x)])
/// }
/// ```
///
/// The instance is drawn once and then compared at rising precision until the comparison is decided, so that it is the
/// same at every precision. A comparison may throw ``Discarded`` for an instance that turns out to be outside the
/// hypotheses, or return no evidence, which means the same. Any other error leaves the claim undecided.
public struct Check: Sendable {
  /// Draws an instance and returns its comparison.
  let prepare: @Sendable (inout Draw) throws -> (Precision) throws -> [Evidence]

  /// Every comparison is made at each instance.
  public init<Instance>(
    _ instances: Generator<Instance>, _ comparisons: (@Sendable (Instance, Precision) throws -> Evidence?)...
  ) {
    self.init(instances) { instance, precision in try comparisons.compactMap { try $0(instance, precision) } }
  }

  /// One comparison gives all the evidence of an instance.
  public init<Instance>(
    _ instances: Generator<Instance>, _ compare: @escaping @Sendable (Instance, Precision) throws -> [Evidence]
  ) {
    prepare = { draw in
      let instance = try draw(instances)
      return { try compare(instance, $0) }
    }
  }

  private init(prepare: @escaping @Sendable (inout Draw) throws -> (Precision) throws -> [Evidence]) {
    self.prepare = prepare
  }

  /// Several comparisons, each at instances of its own; one whose instance is outside the hypotheses counts for nothing.
  public static func all(_ checks: Check...) -> Check {
    Check { draw in
      let comparisons = try checks.map { try $0.prepare(&draw) }
      return { precision in
        try comparisons.flatMap { compare in
          do { return try compare(precision) } catch is Discarded { return [] }
        }
      }
    }
  }
}

/// What one check found at one instance.
struct Finding {
  let evidence: [Evidence]
  /// The precision with which it was decided, or given up.
  let bits: Int
  let truth: Truth

  /// Compares at rising precision until every comparison is decided, one fails, or the cap is reached.
  init(options: CheckOptions, _ compare: (Precision) throws -> [Evidence]) throws {
    var precision = options.precision
    while true {
      let evidence = try compare(precision)
      let truth = evidence.reduce(Truth.true) { $0 && $1.truth }
      if truth != .undecided || precision.bits * 2 > options.cap.bits {
        self.evidence = evidence
        self.truth = truth
        bits = precision.bits
        return
      }
      precision = Precision(bits: precision.bits * 2)
    }
  }

  /// The comparison that decided the outcome.
  var deciding: Evidence? { evidence.first { $0.truth == truth } }
}
