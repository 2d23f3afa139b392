/// A family of models whose checkpoints are understood.
public enum ModelFamily: String, CaseIterable, Equatable, Sendable {
  /// Mamba: selective scan, one decay for each channel and state.
  case mamba
  /// Falcon Mamba: Mamba whose step, input and output projections are normalised before use.
  case falconMamba = "falcon-mamba"
  /// Mamba-2: one decay for each head.
  case mamba2
  /// RWKV, version 4.
  case rwkv4
  /// RG-LRU, the recurrence of Griffin and RecurrentGemma.
  case rgLRU = "rg-lru"
  /// S4D: diagonal state matrix, one system for each channel.
  case s4d
  /// S5: diagonal state matrix, one system for all channels.
  case s5
  /// LRU: diagonal recurrence in polar form.
  case lru
  /// LinOSS and damped LinOSS: oscillators.
  case linOSS = "linoss"
}

extension ModelFamily {
  /// The family's parameters; the first one's tensor is what a layer is found by.
  public var roles: [ParameterRole] { layerType.roles }

  /// The family with this name, which is its raw value.
  ///
  /// - Throws: `invalidMapping`, listing the names there are.
  public static func named(_ name: String) throws(InterchangeError) -> ModelFamily {
    guard let family = ModelFamily(rawValue: name) else {
      let known = allCases.map(\.rawValue).joined(separator: ", ")
      throw InterchangeError(.invalidMapping, file: "mapping", expected: "a kind out of \(known)", found: "'\(name)'")
    }
    return family
  }

  /// How the layers of this family are read.
  var layerType: any LayerParameterSet.Type {
    switch self {
    case .mamba, .falconMamba: SelectiveLayer.self
    case .mamba2: MultiheadSelectiveLayer.self
    case .rwkv4: RWKV4Layer.self
    case .rgLRU: RGLRULayer.self
    case .s4d: S4DLayer.self
    case .s5: S5Layer.self
    case .lru: LRULayer.self
    case .linOSS: LinOSSLayer.self
    }
  }

  /// The families that can be told by their tensors alone. Falcon Mamba's are those of Mamba.
  static var recognisable: [ModelFamily] { allCases.filter { $0 != .falconMamba } }
}
