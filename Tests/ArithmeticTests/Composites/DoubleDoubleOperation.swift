import Arithmetic
import Testing

/// The operations of `DoubleDouble`, each with MPFR's version of it, the exponents of the operands to try, and the own
/// error that is documented, in units of 2^-106.
enum DoubleDoubleOperation: String, CaseIterable, CustomTestStringConvertible {
  case sum, difference, product, quotient, fused
  case squareRoot, exponential, exponentialMinusOne, logarithm, logarithmOfOnePlus, power
  case sine, cosine, tangent, arcTangent, angle
  case hyperbolicSine, hyperbolicCosine, hyperbolicTangent, softplus, sigmoid

  var testDescription: String { rawValue }

  var exponents: [ClosedRange<Int>] {
    switch self {
    case .sum, .difference, .product, .quotient, .fused: [-5...5, -300...300, -1074...1023]
    case .squareRoot, .logarithm: [-3...3, -1074...1023]
    case .arcTangent, .angle: [-5...5, -110...110, -1000...1000]
    case .sine, .cosine, .tangent: [-5...5, -110...39, -1074...1023]
    case .power: [-3...3]
    default: [-5...5, -110...9, -1074...1023]
    }
  }

  var ownError: Double? {
    switch self {
    case .sum, .difference: 4
    case .product: 7
    case .quotient: 13
    case .squareRoot: 6
    case .exponential, .exponentialMinusOne: 13
    case .logarithm, .logarithmOfOnePlus, .hyperbolicSine, .hyperbolicCosine: 30
    case .sine, .cosine: 15
    case .tangent: 45
    case .hyperbolicTangent: 40
    case .arcTangent: 60
    case .angle: 80
    // The logarithmic functions and fused products have errors relative to their parts.
    case .power, .softplus, .sigmoid, .fused: nil
    }
  }

  func callAsFunction(_ x: DoubleDouble, _ y: DoubleDouble) -> DoubleDouble {
    switch self {
    case .sum: x + y
    case .difference: x - y
    case .product: x * y
    case .quotient: x / y
    case .fused: x.addingProduct(y, x)
    case .squareRoot: .sqrt(x)
    case .exponential: .exp(x)
    case .exponentialMinusOne: .expMinusOne(x)
    case .logarithm: .log(x)
    case .logarithmOfOnePlus: .log(onePlus: x)
    case .power: .pow(x, y)
    case .sine: .sin(x)
    case .cosine: .cos(x)
    case .tangent: .tan(x)
    case .arcTangent: .atan(x)
    case .angle: .atan2(y: x, x: y)
    case .hyperbolicSine: .sinh(x)
    case .hyperbolicCosine: .cosh(x)
    case .hyperbolicTangent: .tanh(x)
    case .softplus: .softplus(x)
    case .sigmoid: .sigmoid(x)
    }
  }

  /// The same by MPFR, to nearest.
  func reference(_ x: BigFloat, _ y: BigFloat, in precision: Precision) -> BigFloat {
    switch self {
    case .sum: .add(x, y, in: precision)
    case .difference: .subtract(x, y, in: precision)
    case .product: .multiply(x, y, in: precision)
    case .quotient: .divide(x, y, in: precision)
    case .fused: .fma(y, x, x, in: precision)
    case .squareRoot: .sqrt(x, in: precision)
    case .exponential: .exp(x, in: precision)
    case .exponentialMinusOne: .expMinusOne(x, in: precision)
    case .logarithm: .log(x, in: precision)
    case .logarithmOfOnePlus: .log(onePlus: x, in: precision)
    case .power: .pow(x, y, in: precision)
    case .sine: .sin(x, in: precision)
    case .cosine: .cos(x, in: precision)
    case .tangent: .tan(x, in: precision)
    case .arcTangent: .atan(x, in: precision)
    case .angle: .atan2(y: x, x: y, in: precision)
    case .hyperbolicSine: .sinh(x, in: precision)
    case .hyperbolicCosine: .cosh(x, in: precision)
    case .hyperbolicTangent: .tanh(x, in: precision)
    case .softplus: .softplus(x, in: precision)
    case .sigmoid: .sigmoid(x, in: precision)
    }
  }

  /// Whether two members of the operands are the same number twice: both stand for one variable.
  var isUnary: Bool {
    switch self {
    case .sum, .difference, .product, .quotient, .fused, .power, .angle: false
    default: true
    }
  }
}
