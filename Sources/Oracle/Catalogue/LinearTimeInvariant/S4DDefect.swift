/// Defects that diagonal models have in common, whatever computes their output. A kernel's own enumeration lists those
/// that it can have, under the same identifiers; ``S4DChannel`` makes them.
enum S4DDefect: String, KernelMutation {
  case realPartOnce = "real-part-once"
  case realPartFourfold = "real-part-fourfold"
  case imaginaryPart = "imaginary-part"
  case eulerGain = "euler-gain"
  case gainWithoutStep = "gain-without-step"
  case gainTwice = "gain-twice"
  case stepTwice = "step-twice"
  case stepOnRealPart = "step-on-real-part"
  case stepOfFirstChannel = "step-of-first-channel"
  case conjugateModes = "conjugate-modes"
  case conjugateReadout = "conjugate-readout"
  case realReadout = "real-readout"
  case realModes = "real-modes"
  case growingModes = "growing-modes"
  case linearRealPart = "linear-real-part"
  case lastModeMissing = "last-mode-missing"

  var statement: String {
    switch self {
    case .realPartOnce: "Re in place of 2 Re: the conjugate halves left out"
    case .realPartFourfold: "4 Re in place of 2 Re"
    case .imaginaryPart: "2 Im in place of 2 Re"
    case .eulerGain: "the input gain Delta in place of that of the discretization"
    case .gainWithoutStep: "the input gain 1"
    case .gainTwice: "the input gain applied twice"
    case .stepTwice: "the step Delta^2 in place of Delta"
    case .stepOnRealPart: "the step on the real parts of the eigenvalues alone"
    case .stepOfFirstChannel: "the step of the first channel in every channel"
    case .conjugateModes: "the conjugates of the eigenvalues"
    case .conjugateReadout: "the conjugate of C"
    case .realReadout: "the real part of C"
    case .realModes: "the real parts of the eigenvalues"
    case .growingModes: "the real parts of the eigenvalues with the wrong sign"
    case .linearRealPart: "the real part -log_A_real in place of -exp(log_A_real)"
    case .lastModeMissing: "the last mode left out"
    }
  }

  static func statement(of identifier: String) -> String { S4DDefect(rawValue: identifier)?.statement ?? "" }
}
