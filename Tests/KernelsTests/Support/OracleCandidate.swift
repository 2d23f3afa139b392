import Arithmetic
import Foundation
import Kernels
import Oracle

/// One of our kernels as the oracle and the law checkers call it.
struct OracleCandidate<Scalar: KernelScalar>: KernelImplementation {
  let body: @Sendable (Arguments) throws -> [String: NumericTensor]

  func outputs(of call: KernelCall) throws -> [String: NumericTensor] { try body(Arguments(call: call)) }

  static var format: FloatFormat { Scalar.self == Float.self ? .binary32 : .binary64 }

  /// What the oracle assumes of our arithmetic: its format and the errors of our own functions.
  static func options(_ algorithm: String) -> JudgeOptions {
    JudgeOptions(plan: PrecisionPlan(arithmetic: .kernels(Scalar.self)), algorithm: algorithm)
  }

  /// The tensors and flags of a call.
  struct Arguments {
    let call: KernelCall

    func optional(_ name: String) throws -> ShapedArray<Scalar>? {
      try call.tensors[name].map { try ShapedArray($0.values.map { Scalar($0) }, shape: $0.shape) }
    }

    func callAsFunction(_ name: String) throws -> ShapedArray<Scalar> {
      guard let array = try optional(name) else { throw MissingTensor(name: name) }
      return array
    }

    func complex(_ name: String) throws -> ComplexShapedArray<Scalar>? {
      guard let tensor = call.tensors[name] else { return nil }
      func part(_ offset: Int) throws -> ShapedArray<Scalar> {
        try ShapedArray(
          (0..<tensor.count).map {
            tensor.isComplex ? Scalar(tensor.values[2 * $0 + offset]) : offset == 0 ? Scalar(tensor.values[$0]) : 0
          },
          shape: tensor.shape)
      }
      return try ComplexShapedArray(real: part(0), imaginary: part(1))
    }

    func integers(_ name: String) throws -> ShapedArray<Int32>? {
      try call.tensors[name].map { try ShapedArray($0.values.map { Int32($0) }, shape: $0.shape) }
    }

    func flag(_ name: String) -> Bool { call.flags[name] == .bool(true) }

    func number(_ name: String) -> Double? {
      if case .number(let number)? = call.flags[name] { number } else { nil }
    }
  }

  struct MissingTensor: Error {
    let name: String
  }

  static func tensor(_ array: ShapedArray<Scalar>) -> NumericTensor {
    NumericTensor(array.elements.map { Double($0) }, shape: array.shape, format: .float(format))
  }

  static func tensor(_ array: ComplexShapedArray<Scalar>) -> NumericTensor {
    let values = zip(array.real.elements, array.imaginary.elements).flatMap { [Double($0), Double($1)] }
    return NumericTensor(values, shape: array.shape, format: .float(format), isComplex: true)
  }
}

extension OracleCandidate {
  static func affineScan(_ order: ScanOrder) -> OracleCandidate {
    OracleCandidate { arguments in
      let resets = try arguments.integers("reset").map {
        try ShapedArray($0.elements.map { $0 != 0 }, shape: $0.shape)
      }
      let reversed = arguments.flag("reverse")
      if arguments.call.tensors["a"]?.isComplex == true || arguments.call.tensors["b"]?.isComplex == true {
        guard let a = try arguments.complex("a"), let b = try arguments.complex("b") else { return [:] }
        let result = try DiagonalScanKernel.run(
          decay: a, input: b, initialState: arguments.complex("h0"), resets: resets, isReversed: reversed, order: order)
        return ["h": tensor(result.states), "h_last": tensor(result.finalState)]
      }
      let result = try DiagonalScanKernel.run(
        decay: arguments("a"), input: arguments("b"), initialState: arguments.optional("h0"), resets: resets,
        isReversed: reversed, order: order)
      return ["h": tensor(result.states), "h_last": tensor(result.finalState)]
    }
  }

  /// Ours with real eigenvalues; with complex ones, which it does not have, the definition.
  static var selectiveScan: OracleCandidate {
    OracleCandidate { arguments in
      guard arguments.call.tensors["A"]?.isComplex == false else {
        let naive = NaiveImplementation(SelectiveScan(), in: Intrinsic(), over: Doubles.self, format: format)
        return try naive.outputs(of: arguments.call)
      }
      let kernel = try SelectiveScanKernel(
        eigenvalues: arguments("A"), feedthrough: arguments.optional("D"), stepBias: arguments.optional("delta_bias"),
        appliesSoftplus: arguments.flag("delta_softplus"))
      let result = try kernel.run(
        input: arguments("u"), steps: arguments("delta"), inputGains: arguments("B"), outputGains: arguments("C"),
        gate: arguments.optional("z"), initialState: arguments.optional("initial_state"))
      return ["out": tensor(result.output), "last_state": tensor(result.finalState)]
    }
  }

  static func duality(_ form: RecurrenceForm) -> OracleCandidate {
    OracleCandidate { arguments in
      let low = Scalar(arguments.number("dt_limit_low") ?? 0)
      let high = arguments.number("dt_limit_high").map { Scalar($0) } ?? .infinity
      let kernel = try StateSpaceDualityKernel(
        eigenvalues: arguments("A"), feedthrough: arguments.optional("D"), stepBias: arguments.optional("dt_bias"),
        appliesSoftplus: arguments.flag("dt_softplus"), stepLimits: low...high)
      let result = try kernel.run(
        input: arguments("x"), steps: arguments("dt"), inputGains: arguments("B"), outputGains: arguments("C"),
        gate: arguments.optional("z"), sequences: arguments.integers("seq_idx"),
        initialState: arguments.optional("initial_states"), form: form)
      return ["y": tensor(result.output), "final_states": tensor(result.finalState)]
    }
  }

  static var selectiveUpdate: OracleCandidate {
    OracleCandidate { arguments in
      // Without heads: one head, whose rows are the channels.
      let hasHeads = try arguments("state").shape.count == 4
      func headed(_ x: ShapedArray<Scalar>?, at axis: Int) throws -> ShapedArray<Scalar>? {
        guard let x, !hasHeads else { return x }
        var shape = x.shape
        shape.insert(1, at: axis)
        return try ShapedArray(x.elements, shape: shape)
      }
      func given(_ name: String, at axis: Int) throws -> ShapedArray<Scalar> {
        try headed(arguments(name), at: axis) ?? arguments(name)
      }
      func gains(_ name: String) throws -> ShapedArray<Scalar> {
        let x = try arguments(name)
        return x.shape.count == 3 ? x : try ShapedArray(x.elements, shape: [x.shape[0], 1, x.shape[1]])
      }
      let kernel = try SelectiveUpdateKernel(
        eigenvalues: given("A", at: 0), feedthrough: headed(arguments.optional("D"), at: 0),
        stepBias: headed(arguments.optional("dt_bias"), at: 0), appliesSoftplus: arguments.flag("dt_softplus"))
      let result = try kernel.run(
        state: given("state", at: 1), input: given("x", at: 1), steps: given("dt", at: 1), inputGains: gains("B"),
        outputGains: gains("C"), gate: headed(arguments.optional("z"), at: 1))
      func plain(_ x: ShapedArray<Scalar>) throws -> NumericTensor {
        guard !hasHeads else { return tensor(x) }
        var shape = x.shape
        shape.remove(at: 1)
        return tensor(try ShapedArray(x.elements, shape: shape))
      }
      return ["out": try plain(result.output), "final_state": try plain(result.state)]
    }
  }

  static var convolution: OracleCandidate {
    OracleCandidate { arguments in
      let (u, k) = (try arguments("u"), try arguments("k"))
      let reversed = try arguments.optional("k_rev")
      // Both kernels with as many taps.
      let taps = max(k.shape[1], reversed?.shape[1] ?? 0)
      func padded(_ x: ShapedArray<Scalar>) throws -> ShapedArray<Scalar> {
        let count = x.shape[1]
        let rows = (0..<x.shape[0]).flatMap { row in (0..<taps).map { $0 < count ? x[row, $0] : 0 } }
        return try ShapedArray(rows, shape: [x.shape[0], taps])
      }
      let kernel = try Kernels.FFTConvolutionKernel(
        kernel: padded(k), reversedKernel: reversed.map { try padded($0) }, feedthrough: arguments.optional("D"),
        length: u.shape[2])
      return [
        "out": tensor(
          try kernel.run(
            input: u, preGate: arguments.optional("pregate"), postGate: arguments.optional("postgate")))
      ]
    }
  }
}
