/// Defects that kernels with a matrix state have in common. A kernel's own enumeration lists those that it can have, under
/// the same identifiers; ``SequenceHead`` makes them.
enum MatrixStateDefect: String, KernelMutation {
  case noScale = "no-scale"
  case scaleTwice = "scale-twice"
  case scaleOnKeys = "scale-on-keys"
  case noDecay = "no-decay"
  case growingDecay = "growing-decay"
  case binaryDecay = "binary-decay"
  case decayTwice = "decay-twice"
  case previousDecay = "previous-decay"
  case decayedNewPair = "decayed-new-pair"
  case undecayedInitialState = "undecayed-initial-state"
  case undecayedCarry = "undecayed-carry"
  case lostCarry16 = "lost-carry-16"
  case lostCarry64 = "lost-carry-64"
  case readBeforeUpdate = "read-before-update"
  case readAfterUpdate = "read-after-update"
  case previousQuery = "previous-query"
  case transposedState = "transposed-state"
  case stateBeforeLastStep = "state-before-last-step"
  case firstKeyHead = "first-key-head"
  case tiledHeads = "tiled-heads"

  var statement: String {
    switch self {
    case .noScale: "queries that are not scaled"
    case .scaleTwice: "queries scaled twice"
    case .scaleOnKeys: "keys scaled in place of queries"
    case .noDecay: "no decay"
    case .growingDecay: "e^-g in place of the decay e^g"
    case .binaryDecay: "2^g in place of the decay e^g"
    case .decayTwice: "e^(2 g) in place of the decay e^g"
    case .previousDecay: "the decay of the previous step"
    case .decayedNewPair: "the decay applied to the step's own key and value too"
    case .undecayedInitialState: "an initial state that the first step does not decay"
    case .undecayedCarry: "a state that the first step of each chunk of 64 does not decay"
    case .lostCarry16: "a state that is lost every 16 steps"
    case .lostCarry64: "a state that is lost every 64 steps"
    case .readBeforeUpdate: "the state read before its update"
    case .readAfterUpdate: "the state read after its update"
    case .previousQuery: "the query of the previous step"
    case .transposedState: "initial and final states in the layout (values, keys)"
    case .stateBeforeLastStep: "the state before the last step as the final state"
    case .firstKeyHead: "the query and the key of the first head in every head"
    case .tiledHeads: "query and key head h mod H for value head h in place of h div (HV/H)"
    }
  }

  /// The statement of the common defect with an identifier.
  static func statement(of identifier: String) -> String { MatrixStateDefect(rawValue: identifier)?.statement ?? "" }
}
