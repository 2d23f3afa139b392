import Arithmetic

/// What the oracle says of a candidate.
public struct Judgement: Sendable {
  /// One tensor of the candidate.
  public struct Tensor: Sendable {
    public let name: String
    public let shape: [Int]
    public let format: ElementFormat
    public let isComplex: Bool
    /// error / bound of each element, components of complex ones each; NaN where not judged.
    public var ratios: [Float]
    public var verdicts: [ElementVerdict]
    /// The element whose error is largest against its bound.
    public var worst: WorstElement?

    /// The number of elements with a verdict.
    public func count(_ verdict: ElementVerdict) -> Int { verdicts.count { $0 == verdict } }
    /// The number of elements that were judged.
    public var judgedCount: Int { verdicts.count - count(.notSampled) }
    /// The indices of the element at a position of the values, without the component.
    public func indices(at position: Int) -> [Int] {
      NumericTensor(zeros: shape.map { $0 }, isComplex: false).indices(at: isComplex ? position / 2 : position)
    }
  }

  public let kernel: String
  public let verdict: Verdict
  public let tensors: [Tensor]
  /// Parts of the call that were judged, and those that there are.
  public let parts: (judged: Int, all: Int)
  /// The plan and the form whose bound was applied.
  public let plan: PrecisionPlan
  public let form: Form
  /// What is known of the defect; nil where there is none.
  public let diagnosis: Diagnosis?

  /// The worst element of all tensors, and its tensor.
  public var headline: (tensor: Tensor, element: WorstElement)? {
    tensors.compactMap { tensor in tensor.worst.map { (tensor, $0) } }
      .max { !($1.1.ratio <= $0.1.ratio) }
  }
}
