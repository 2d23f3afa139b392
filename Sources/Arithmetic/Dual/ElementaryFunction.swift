/// The elementary functions of one variable with their derivatives: the one table that forward (``Dual``) and reverse
/// (``Adjoint``) differentiation take them from.
enum ElementaryFunction {
  case sqrt, exp, expMinusOne, log, logOnePlus, sin, cos, tan, sinh, cosh, tanh, softplus, sigmoid

  func callAsFunction<A: ElementaryArithmetic>(_ x: A) -> A {
    switch self {
    case .sqrt: A.sqrt(x)
    case .exp: A.exp(x)
    case .expMinusOne: A.expMinusOne(x)
    case .log: A.log(x)
    case .logOnePlus: A.log(onePlus: x)
    case .sin: A.sin(x)
    case .cos: A.cos(x)
    case .tan: A.tan(x)
    case .sinh: A.sinh(x)
    case .cosh: A.cosh(x)
    case .tanh: A.tanh(x)
    case .softplus: A.softplus(x)
    case .sigmoid: A.sigmoid(x)
    }
  }

  /// f'(x), where `value` is f(x): in the form that loses no accuracy where the function is flat.
  func slope<A: ElementaryArithmetic>(at x: A, value: A) -> A {
    switch self {
    case .sqrt: return 1 / (2 * value)
    case .exp: return value
    case .expMinusOne: return A.exp(x)
    case .log: return 1 / x
    case .logOnePlus: return 1 / (1 + x)
    case .sin: return A.cos(x)
    case .cos: return -A.sin(x)
    case .tan: return 1 + value * value
    case .sinh: return A.cosh(x)
    case .cosh: return A.sinh(x)
    case .tanh:
      // 1/cosh^2, which does not cancel for large |x| as 1 - tanh^2 does.
      let secant = 1 / A.cosh(x)
      return secant * secant
    case .softplus: return A.sigmoid(x)
    // s(x) s(-x), which does not cancel for large x as s(1 - s) does.
    case .sigmoid: return value * A.sigmoid(-x)
    }
  }
}
