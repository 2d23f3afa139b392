/// Varies the parts of a minimal failing case, one at a time and together, to see which of them matter.
///
/// A part is drawn anew by the generator that drew it, after the choices before it; then what followed it is put back.
/// The check of the parts together is an idea of Hypothesis's explain phase.
public struct Explainer: Sendable {
  let runner: any TrialRunner
  let maximumCases: Int

  let deadline: ContinuousClock.Instant?

  /// An explainer of the cases that `runner` runs, with a budget of cases and, where there is a deadline, of time.
  public init(_ runner: any TrialRunner, maximumCases: Int = 2000, deadline: ContinuousClock.Instant? = nil) {
    self.runner = runner
    self.maximumCases = maximumCases
    self.deadline = deadline
  }

  /// Explains `minimal`, a failing case; `isInteresting` says whether another case fails in the same way.
  ///
  /// Arguments have the names that the case records, where it was run describing them.
  public func explain(_ minimal: Trial, random: SplitMix64, while isInteresting: (Trial) -> Bool) -> Explanation {
    withoutActuallyEscaping(isInteresting) { isInteresting in
      var variation = Variation(
        runner: runner, minimal: minimal, isInteresting: isInteresting, random: random, casesLeft: maximumCases,
        deadline: deadline)
      let parts = ExplainedPart.all(of: minimal)
      // A quarter of the cases for sampling, half at most for the bounds of numbers, the rest for all together.
      let tries = min(40, max(4, maximumCases / 8 / max(1, parts.count)))
      var explained: [(part: ExplainedPart, found: Explanation.Part)] = []
      for part in parts {
        let (failed, tried) = variation.vary([part.span], tries: tries)
        let mayVary = tried > 0 && failed == tried
        var finding =
          tried == 0
          ? "no other value could be tried"
          : mayVary
            ? "may vary freely: \(failed) of \(tried) other values fail too"
            : failed == 0
              ? "matters: none of \(tried) other values fails" : "matters: \(failed) of \(tried) other values fail"
        if !mayVary, part.span.range.count == 1, let bounds = variation.bounds(at: part.span.start) {
          finding += "; " + bounds
        }
        explained.append(
          (part, .init(name: part.name, finding: finding, mayVary: mayVary, isArgument: part.isArgument)))
      }
      let free = explained.filter { $0.found.mayVary && $0.found.isArgument }
      var together: String?
      if free.count > 1 {
        let (failed, tried) = variation.vary(free.map(\.part.span), tries: 40)
        let names = free.map(\.found.name).joined(separator: ", ")
        together =
          tried == 0
          ? nil
          : failed == tried
            ? "\(names) may vary together: \(failed) of \(tried) cases fail too"
            : "\(names) may vary one at a time, not together: \(failed) of \(tried) cases fail"
      }
      return Explanation(
        parts: explained.map(\.found), together: together, cases: variation.cases)
    }
  }
}

/// A part of a case that is explained.
struct ExplainedPart {
  let name: String
  let span: Span
  let isArgument: Bool

  /// No more elements than this are looked at in each argument.
  static let elementLimit = 16

  /// The arguments, each followed by the elements of its outermost collections.
  static func all(of trial: Trial) -> [ExplainedPart] {
    var parts: [ExplainedPart] = []
    for span in trial.spans {
      guard case .argument(let ordinal) = span.kind, !span.range.isEmpty else { continue }
      let arguments = trial.record.arguments
      let name = ordinal < arguments.count ? arguments[ordinal].name : "argument \(ordinal + 1)"
      parts.append(ExplainedPart(name: name, span: span, isArgument: true))
      let elements = trial.spans.filter { $0.isElement && !$0.range.isEmpty && span.contains($0) }
      let least = elements.map(\.depth).min() ?? 0
      for (index, element) in elements.filter({ $0.depth == least }).prefix(elementLimit).enumerated() {
        parts.append(ExplainedPart(name: "\(name)[\(index)]", span: element, isArgument: false))
      }
    }
    return parts
  }
}

extension Span {
  fileprivate var isElement: Bool {
    if case .element = kind { true } else { false }
  }

  fileprivate func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end && depth < other.depth }
}
