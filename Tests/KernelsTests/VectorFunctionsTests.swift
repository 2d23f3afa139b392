import Arithmetic
import Kernels
import Testing

@Suite struct VectorFunctionsTests {
  enum Function: CaseIterable {
    case exp, softplus, silu

    func callAsFunction<Scalar: KernelScalar>(_ x: [Scalar], _ set: InstructionSet = .best) throws -> [Scalar] {
      switch self {
      case .exp: try VectorFunctions.exp(x, instructionSet: set)
      case .softplus: try VectorFunctions.softplus(x, instructionSet: set)
      case .silu: try VectorFunctions.silu(x, instructionSet: set)
      }
    }

    func reference(_ x: BigFloat) -> BigFloat {
      switch self {
      case .exp: BigFloat.exp(x)
      case .softplus: BigFloat.softplus(x)
      case .silu: x * BigFloat.sigmoid(x)
      }
    }

    /// The documented bound, in units of the roundoff.
    var relativeBound: Double {
      switch self {
      case .exp: VectorFunctions.expErrorBound
      case .softplus: VectorFunctions.softplusErrorBound
      case .silu: VectorFunctions.siluErrorBound
      }
    }
  }

  /// Arguments of every size and both signs: even steps through the bit patterns, and evenly over the range in which
  /// e^x is neither 0 nor infinite.
  static func arguments<Scalar: KernelScalar>(_ format: Scalar.Type, limits: ClosedRange<Double>) -> [Scalar] {
    var random = SplitMix64(seed: 2024)
    let lowest = Scalar.leastNonzeroMagnitude.exponent
    let highest = Scalar.Exponent(10)
    let sizes: [Scalar] = (0..<4000).map { i in
      let exponent = lowest + Scalar.Exponent(Int(highest - lowest) * i / 4000)
      let significand = Scalar(Double.random(in: 1..<2, using: &random))
      return Scalar(sign: i % 2 == 0 ? .plus : .minus, exponent: exponent, significand: significand)
    }
    let inside: [Scalar] = (0..<16000).map { _ in Scalar(Double.random(in: limits, using: &random)) }
    return sizes + inside
  }

  @Test(arguments: Function.allCases)
  func errorIsWithinTheDocumentedBound(_ function: Function) throws {
    try check(function, Float.self, limits: -104...88.7)
    try check(function, Double.self, limits: -745...709.7)
  }

  private func check<Scalar: KernelScalar>(
    _ function: Function, _ format: Scalar.Type, limits: ClosedRange<Double>
  ) throws {
    let arguments = Self.arguments(format, limits: limits)
    let results = try function(arguments)
    let roundoff = Roundoff(format)
    let largest = big(Scalar.greatestFiniteMagnitude)
    var agreement = Agreement()
    for (x, y) in zip(arguments, results) {
      let exact = function.reference(big(x))
      if exact > largest {
        #expect(y == .infinity, "\(function)(\(x))")
        continue
      }
      let size = exact.magnitude.approximation
      let flushed = function == .silu ? max(1, Double(x.magnitude)) : 1
      agreement.add(y, exact, bound: function.relativeBound * roundoff.unit * size + flushed * roundoff.tiny, depth: 4)
    }
    #expect(agreement.holds, "\(function) of \(arguments[max(agreement.worstIndex, 0)]): \(agreement.worst)")
    #expect(agreement.count > arguments.count / 2)
    // The bound is not idle: an error of twice its size would be seen.
    #expect(agreement.worst > 0.25, "\(function) \(format): \(agreement.worst)")
    for set in InstructionSet.available { #expect(try function(arguments, set) == results, "\(set)") }
  }

  @Test func edgeCases() throws {
    try checkEdges(Float.self, lastFinite: 0x1.62e42ep6, lastNonzero: -0x1.9fe368p6)
    try checkEdges(Double.self, lastFinite: 0x1.62e42fefa39efp9, lastNonzero: -0x1.74910d52d3051p9)
  }

  /// - Parameters:
  ///   - lastFinite: the largest number whose exponential is below the largest finite one.
  ///   - lastNonzero: the least number whose exponential rounds to the least subnormal, not to 0.
  private func checkEdges<Scalar: KernelScalar>(
    _ format: Scalar.Type, lastFinite: Scalar, lastNonzero: Scalar
  ) throws {
    #expect(BigFloat.exp(big(lastFinite)) < big(Scalar.greatestFiniteMagnitude))
    #expect(BigFloat.exp(big(lastFinite.nextUp)) > big(Scalar.greatestFiniteMagnitude))
    let half = BigFloat.exp(big(lastNonzero)) + BigFloat.exp(big(lastNonzero))
    #expect(half > big(Scalar.leastNonzeroMagnitude))

    for set in InstructionSet.available {
      let inputs: [Scalar] = [
        0, -0.0, .infinity, -.infinity, .nan, lastFinite, lastFinite.nextUp, lastNonzero, .greatestFiniteMagnitude,
        -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
      ]
      let e = try VectorFunctions.exp(inputs, instructionSet: set)
      #expect(e[0] == 1 && e[1] == 1 && e[2] == .infinity && e[3] == 0 && e[4].isNaN)
      #expect(e[5].isFinite && e[6] == .infinity && e[7] == .leastNonzeroMagnitude)
      #expect(e[8] == .infinity && e[9] == 0 && e[10] == 1)

      let softplus = try VectorFunctions.softplus(inputs, instructionSet: set)
      #expect(softplus[2] == .infinity && softplus[3] == 0 && softplus[4].isNaN)
      #expect(softplus[8] == .greatestFiniteMagnitude && softplus[9] == 0)

      let silu = try VectorFunctions.silu(inputs, instructionSet: set)
      #expect(silu[0] == 0 && silu[2] == .infinity && silu[3] == 0 && silu[4].isNaN)
      #expect(silu[8] == .greatestFiniteMagnitude && silu[9] == 0)
      #expect(try VectorFunctions.exp([Scalar](), instructionSet: set).isEmpty)
    }
  }
}
