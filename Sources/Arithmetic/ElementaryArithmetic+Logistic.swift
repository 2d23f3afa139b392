extension ElementaryArithmetic where Self: RealArithmetic {
  /// log(1 + e^x) as x + log(1 + e^-x) for x > 0, so that e^x cannot overflow.
  public static func softplus(_ x: Self) -> Self {
    switch x.isPositive {
    case .true: x + log(onePlus: exp(-x))
    case .false, .undecided: log(onePlus: exp(x))
    }
  }

  /// 1/(1 + e^-x) as e^x/(1 + e^x) for x < 0, so that a small result keeps its relative accuracy.
  public static func sigmoid(_ x: Self) -> Self {
    switch x.isNegative {
    case .true:
      let power = exp(x)
      return power / (1 + power)
    case .false, .undecided: return 1 / (1 + exp(-x))
    }
  }
}
