import Arithmetic
import Kernels
import PropertyTesting
import TestSupport
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

  /// Arguments of every class and size, and evenly over the range in which e^x is neither 0 nor infinite; as many as
  /// straddle a vector, or more.
  private static func arguments<Scalar: KernelScalar>(
    _ format: Scalar.Type, limits: ClosedRange<Double>
  ) -> Generator<[Scalar]> {
    let number = Generator<Double>.oneOf(
      Scalar.numbers(in: limits), .double(uniformIn: limits), Scalar.numbers(in: -2048...2048),
      Scalar.numbers(in: -1...1))
    return .array(of: number.map { Scalar($0) }, countAround: Scalar._lanes)
  }

  private static func check<Scalar: KernelScalar>(
    _ function: Function, _ format: Scalar.Type, limits: ClosedRange<Double>, _ draw: inout Draw
  ) throws {
    let arguments = try draw(arguments(format, limits: limits), "x")
    let results = try function(arguments)
    let roundoff = Roundoff(format)
    let largest = big(Scalar.greatestFiniteMagnitude)
    var agreement = Agreement()
    // Where the least subnormal does not count: it says nothing of the function.
    var relativeError = 0.0
    for (x, y) in zip(arguments, results) {
      let exact = function.reference(big(x))
      if exact > largest {
        try draw.verify(y == .infinity, "\(function)(\(x)) is \(y)")
        continue
      }
      let size = exact.magnitude.approximation
      let flushed = function == .silu ? max(1, Double(x.magnitude)) : 1
      agreement.add(y, exact, bound: function.relativeBound * roundoff.unit * size + flushed * roundoff.tiny, depth: 4)
      if flushed * roundoff.tiny <= roundoff.unit * size / 64 {
        let error = (big(y) - exact).magnitude / exact.magnitude
        relativeError = max(relativeError, error.approximation / roundoff.unit)
      }
    }
    draw.maximize(relativeError, "error / u")
    try draw.verify(agreement.holds, "element \(agreement.worstIndex) is wrong by \(agreement.worst) times the bound")
    let set = try draw(.element(of: InstructionSet.available), "instruction set")
    try draw.verify(try function(arguments, set) == results, "another result")
  }

  @Test(.cases(600, search: 2000), arguments: Function.allCases)
  func errorIsWithinTheDocumentedBound(_ function: Function) async throws {
    let results = [
      await checkProperty("\(function) of Float") { draw in
        try Self.check(function, Float.self, limits: -104...88.7, &draw)
      },
      await checkProperty("\(function) of Double") { draw in
        try Self.check(function, Double.self, limits: -745...709.7, &draw)
      },
    ]
    for result in results {
      let worst = try #require(result.maxima["error / u"]).value
      // The bound is not idle: an error of two and a half times its size would be seen.
      #expect(worst > 0.4 * function.relativeBound, "\(result.name): \(worst)")
    }
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
