/// One recurrent layer of a checkpoint.
public struct RecurrentLayer: Sendable {
  /// The layer's number in the model: the last number in its name, or its place among the layers where there is none.
  public let index: Int

  /// The layer's name, the part that its tensors' names share, such as `backbone.layers.2.mixer`; may be empty.
  public let name: String

  /// From the name of a parameter's role to the tensor that holds it, for all roles that the file has.
  public let tensorNames: [String: String]

  /// The parameters.
  public let parameters: LayerParameters
}

/// The parameters of a layer, by the mathematics of its recurrence.
public enum LayerParameters: Sendable {
  /// Mamba and Falcon Mamba.
  case selective(SelectiveLayer)
  /// Mamba-2.
  case multiheadSelective(MultiheadSelectiveLayer)
  /// RWKV-4.
  case rwkv4(RWKV4Layer)
  /// RG-LRU.
  case rgLRU(RGLRULayer)
  /// S4D.
  case s4d(S4DLayer)
  /// S5.
  case s5(S5Layer)
  /// LRU.
  case lru(LRULayer)
  /// LinOSS and damped LinOSS.
  case linOSS(LinOSSLayer)
}

/// The parameters of a layer of one family: which tensors they are, and how to read them.
protocol LayerParameterSet: Sendable {
  /// The parameters; the first is the one that a layer is found by, and is a single name without dots.
  static var roles: [ParameterRole] { get }

  /// The number of axes that the first role's tensor must have for a layer to be taken for one of this family, or nil.
  static var anchorRank: Int? { get }

  /// Reads the parameters, checking shapes and values.
  init(from source: inout LayerSource) throws(InterchangeError)

  /// The parameters as a case of `LayerParameters`.
  var asParameters: LayerParameters { get }
}

extension LayerParameterSet {
  static var anchorRank: Int? { nil }
}
