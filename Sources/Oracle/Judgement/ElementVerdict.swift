/// What is said of one element of a candidate.
public enum ElementVerdict: UInt8, Sendable, CaseIterable {
  /// The exact value rounded once to the tensor's format.
  case correctlyRounded
  /// Within the rounding error that a correct kernel may have.
  case explained
  /// Within that of a named algorithm that is less accurate, and not within the former.
  case lessAccurate
  /// Beyond every bound.
  case defect
  /// The bound is so wide that nothing can be said.
  case vacuous
  /// The reference is not known well enough, at the highest precision.
  case undecided
  /// Not looked at.
  case notSampled
}

/// What is said of a candidate.
public enum Verdict: Hashable, Sendable {
  case correctlyRounded
  case explained
  /// The name of the algorithm within whose bound it is.
  case explainedByAlgorithm(String)
  case defect
  case vacuous
  case undecided

  /// As reports print it.
  public var title: String {
    switch self {
    case .correctlyRounded: "correctly rounded"
    case .explained: "explained by rounding"
    case .explainedByAlgorithm(let name): "explained by the algorithm \(name)"
    case .defect: "defect"
    case .vacuous: "vacuous"
    case .undecided: "undecided"
    }
  }

  /// Whether the candidate is accepted.
  public var isAccepted: Bool {
    switch self {
    case .correctlyRounded, .explained, .explainedByAlgorithm: true
    case .defect, .vacuous, .undecided: false
    }
  }

  /// 0: accepted, 1: a defect, 3: nothing can be said.
  public var exitCode: Int32 {
    switch self {
    case .correctlyRounded, .explained, .explainedByAlgorithm: 0
    case .defect: 1
    case .vacuous, .undecided: 3
    }
  }
}
