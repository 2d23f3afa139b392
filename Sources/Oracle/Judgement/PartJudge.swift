import Arithmetic
import Definitions

/// What is said of the elements of one part of a candidate.
struct PartJudgement: Sendable {
  /// The elements of one output tensor in this part.
  struct Tensor: Sendable {
    let name: String
    let positions: [Int]
    /// error / bound, from below 1 for what is explained.
    var ratios: [Double]
    var verdicts: [ElementVerdict]
    var worst: WorstElement?
  }

  var tensors: [Tensor] = []
  /// The less accurate forms, by their place in the definition's list, each of which explains all of this part.
  var explainingForms: Set<Int>
  /// Whether the definition itself, or the form that was declared, explains all of this part.
  var isExplained: Bool {
    tensors.allSatisfy { $0.verdicts.allSatisfy { $0 == .explained || $0 == .correctlyRounded } }
  }
}

/// The element of a tensor whose error is largest against its bound.
public struct WorstElement: Sendable {
  /// Row-major position; components of complex elements count each.
  public let position: Int
  public let candidate: Double
  /// The reference, rounded to a double.
  public let reference: Double
  /// An upper bound of |candidate - exact|, good to the accuracy of the reference.
  public let error: Double
  public let bound: Double
  /// sum |t_i| over the terms of the exact value: what errors are compared with.
  public let magnitude: Double
  /// error / bound.
  public let ratio: Double
}

/// Judges one part of a candidate against a definition, which may be altered by a known defect.
struct PartJudge<Definition: KernelDefinition>: Sendable {
  let definition: Definition
  let call: KernelCall
  let candidate: [String: NumericTensor]
  let plan: PrecisionPlan
  var mutation: String?
  /// Where values are stored in formats other than the plan's: a defect.
  var storage: [RoundingPoint: FloatFormat] = [:]
  /// The form whose bound applies, and the additions that its sums may have beyond the definition's.
  let form: Form
  let additionalDepth: Int
  /// Less accurate forms, which are tried where the bound fails.
  let alternatives: [(place: Int, form: Form)]
  let precisionLimit: Precision

  func judge(part: Int) -> PartJudgement {
    var result = PartJudgement(explainingForms: Set(alternatives.map(\.place)))
    guard let bounds = bounds(part: part, form: form) else { return result }
    // Enclosures, made when a first element needs them.
    var references: [Precision?: [String: [any ReferenceNumber]]] = [:]
    var alternativeBounds: [Int: [OutputPart<Bounds>]?] = [:]
    for output in bounds {
      // Real numbers where the output is complex, or the reverse, cannot be compared: they stay unjudged.
      guard let tensor = candidate[output.name], tensor.isComplex == output.isComplex else { continue }
      let format = tensor.format.float ?? .binary64
      // Below eta/u underflow leaves nothing relative to say; what is absolute still is.
      let floor = plan.arithmetic.underflow / plan.arithmetic.unitRoundoff
      let scale = output.values.reduce(floor) { max($0, $1.magnitudeSum) }
      var judged = PartJudgement.Tensor(
        name: output.name, positions: output.positions, ratios: [], verdicts: [], worst: nil)
      for (index, element) in output.values.enumerated() {
        let value = tensor.values[output.positions[index]]
        var distance = element.distance(to: value)
        let bound = outputBound(element, format)
        var (verdict, ratio) = decide(value, distance, bound, element, format, scale)
        var level = ReferenceLevel.first
        // The verdict is worth any precision; whether an explained element is rounded correctly, two evaluations.
        func isOpen(at level: ReferenceLevel) -> Bool {
          verdict == .undecided
            || (verdict == .explained && (level.precision ?? .double) <= .reference
              && rounding(value, distance, format) == .unknown)
        }
        while let next = level, isOpen(at: next) {
          let numbers = references[next.precision] ?? reference(part: part, at: next)
          references[next.precision] = numbers
          if let number = numbers[output.name]?[index] {
            distance = number.distance(to: value)
            (verdict, ratio) = decide(value, distance, bound, element, format, scale)
          }
          level = next.next(limit: precisionLimit)
        }
        if verdict == .defect, !alternatives.isEmpty {
          var explanation: ElementVerdict?
          for alternative in alternatives where result.explainingForms.contains(alternative.place) {
            let other = alternativeBounds[alternative.place] ?? self.bounds(part: part, form: alternative.form)
            alternativeBounds[alternative.place] = other
            let wider = other.flatMap { $0.first { $0.name == output.name } }.map {
              outputBound($0.values[index], format)
            }
            if let wider, distance.upper <= wider, wider < .infinity {
              // A bound of half the numbers' size says nothing.
              if explanation != .lessAccurate { explanation = wider < scale / 2 ? .lessAccurate : .vacuous }
            } else {
              result.explainingForms.remove(alternative.place)
            }
          }
          verdict = explanation ?? .defect
        }
        judged.ratios.append(ratio)
        judged.verdicts.append(verdict)
        if judged.worst.map({ !(ratio <= $0.ratio) }) ?? true {
          judged.worst = WorstElement(
            position: output.positions[index], candidate: value, reference: element.value, error: distance.upper,
            bound: bound, magnitude: element.magnitudeSum, ratio: ratio)
        }
      }
      result.tensors.append(judged)
    }
    return result
  }

  private func bounds(part: Int, form: Form) -> [OutputPart<Bounds>]? {
    let evaluation = Evaluation<Bounds>(
      of: definition, call, in: plan.arithmetic, form: form, mutation: mutation,
      storage: plan.storage.merging(storage) { $1 })
    return definition.evaluate(part: part, in: evaluation)
  }

  /// The bound of the definition, and the rounding of the output where it is stored in a narrower format.
  private func outputBound(_ element: RoundingBound, _ format: FloatFormat) -> Double {
    let own = element.bound(additionalDepth: additionalDepth)
    guard format.unitRoundoffDouble > plan.arithmetic.unitRoundoff else { return own }
    let size = (abs(element.value) + element.valueError + own).nextUp
    return (own + size * format.unitRoundoffDouble + format.unitInTheLastPlace(0)).nextUp
  }

  private func decide(
    _ value: Double, _ distance: Distance, _ bound: Double, _ element: RoundingBound, _ format: FloatFormat,
    _ scale: Double
  ) -> (ElementVerdict, ratio: Double) {
    // The bound's own evaluation overflowed, or divides by what may be 0.
    guard element.isDefined else { return (.vacuous, 0) }
    guard value.isFinite else {
      // Infinite is right where the exact value may round to it.
      let limit = format.rounded((abs(element.value) + bound).nextUp)
      return value.isInfinite && limit.isInfinite && (value < 0) == (element.value < 0)
        ? (.explained, 1) : (.defect, .infinity)
    }
    let ratio = distance.upper == 0 ? 0 : distance.upper / bound
    if bound >= scale / 2 { return (.vacuous, ratio) }
    if rounding(value, distance, format) == .correct { return (.correctlyRounded, ratio) }
    if distance.upper <= bound { return (.explained, ratio) }
    return distance.lower > bound ? (.defect, ratio) : (.undecided, ratio)
  }

  /// Whether a number is the exact value rounded to its format.
  private enum Rounding { case correct, wrong, unknown }

  /// Whether the exact value is nearer to the candidate than to any other number of its format, or half-way and the
  /// candidate is the even one.
  private func rounding(_ value: Double, _ distance: Distance, _ format: FloatFormat) -> Rounding {
    guard format.holds(value) else { return .wrong }
    // Toward 0 from a power of two the spacing is half of that away from 0.
    let (outer, inner) = (format.unitInTheLastPlace(value), format.unitInTheLastPlace(value.magnitude.nextDown))
    let half = (distance.lower > 0 && distance.isOutward ? outer : inner) / 2
    if distance.lower == half && distance.upper == half {
      return (value / (2 * outer)).rounded() * (2 * outer) == value ? .correct : .wrong
    }
    return distance.upper < half ? .correct : distance.lower > half ? .wrong : .unknown
  }

  private func reference(part: Int, at level: ReferenceLevel) -> [String: [any ReferenceNumber]] {
    func evaluate<N: NumberSystem>(_ system: N.Type, in context: N.Real.Context) -> [String: [any ReferenceNumber]]
    where N.Real: ReferenceNumber {
      let evaluation = Evaluation<N>(of: definition, call, in: context, mutation: mutation)
      let parts = definition.evaluate(part: part, in: evaluation) ?? []
      return Dictionary(uniqueKeysWithValues: parts.map { ($0.name, $0.values) })
    }
    guard let precision = level.precision else { return evaluate(DoubleDoubles.self, in: Intrinsic()) }
    return evaluate(Balls.self, in: precision)
  }
}

/// How the reference is evaluated, from the fastest enclosure to the most precise.
struct ReferenceLevel {
  /// Nil for double-double.
  let precision: Precision?

  static let first: ReferenceLevel? = ReferenceLevel(precision: nil)

  /// The next: balls of 128 bits, then of twice as many each time.
  func next(limit: Precision) -> ReferenceLevel? {
    let next = precision.map { Precision(bits: 2 * $0.bits) } ?? .reference
    return next > limit ? nil : ReferenceLevel(precision: next)
  }
}
