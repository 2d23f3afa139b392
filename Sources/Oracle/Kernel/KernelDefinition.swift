import Arithmetic

/// A kernel that the oracle knows: its tensors, its definition, its forms and its known defects.
///
/// The mathematics is in `Definitions`; what stands here maps tensors to it, with the alterations that known defects
/// make. A call falls into parts that do not depend on each other (a channel of a batch row, a head), which are
/// evaluated one by one: so they can be judged side by side, sampled, and evaluated again at a higher precision.
public protocol KernelDefinition: Sendable {
  associatedtype Mutation: KernelMutation = NoMutation

  /// The identifier in manifests and on the command line, such as `mamba1.selective_scan`.
  var identifier: String { get }
  /// What it is, in a few words.
  var title: String { get }
  /// The equations, several lines.
  var formula: String { get }
  /// The papers and packages that the equations and the names are from.
  var source: String { get }
  /// The dimensions, the time axis being ``DimensionSpecification/time`` and the batch axis
  /// ``DimensionSpecification/batch``.
  var dimensions: [DimensionSpecification] { get }
  /// Inputs, then outputs. Required tensors first, so that they give the dimensions.
  var tensors: [TensorSpecification] { get }
  var flags: [FlagSpecification] { get }
  /// The ways to compute it; the first is the definition.
  var forms: [Form] { get }

  /// Whether outputs depend on inputs of the same and of earlier times only.
  var isCausal: Bool { get }
  /// Inputs, initial states among them, that together multiply the outputs when they are multiplied: by one factor.
  var linearInputs: [String] { get }

  /// What a call has to fulfil beyond shapes and flags.
  func check(_ call: KernelCall) throws(KernelCallError)

  /// Makes the tensors and flags of a random call what the kernel asks for beyond their domains.
  func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle)

  /// The number of independent parts of a call.
  func partCount(of call: KernelCall) -> Int

  /// One part of every output, in the evaluation's numbers, form and mutation. Where the form does not apply to the
  /// call (a gate of 0 in a logarithm), nil.
  func evaluate<N: NumberSystem>(part: Int, in evaluation: Evaluation<N>) -> [OutputPart<N>]?
}

extension KernelDefinition {
  public var flags: [FlagSpecification] { [] }
  public var forms: [Form] { [.recurrent] }
  public var isCausal: Bool { true }
  public var linearInputs: [String] { [] }
  public func check(_ call: KernelCall) throws(KernelCallError) {}
  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
  }

  /// The specification of a tensor.
  public func specification(of tensor: String) -> TensorSpecification? { tensors.first { $0.name == tensor } }
}
