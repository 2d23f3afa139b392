/// The functions, and the quotient, whose errors differ from library to library.
public enum RoundedFunction: Int, CaseIterable, Hashable, Sendable {
  case division, sqrt, exp, expMinusOne, log, logOnePlus, pow, sin, cos, tan, sinh, cosh, tanh, softplus, sigmoid
  case atan, atan2
}

/// What a library's function f may be off by at a float argument x, in units of the unit roundoff u:
///
///     |computed - f(x)| <= u (relative |f(x)| + relativePerArgument |a| |f(x)| + absolute).
///
/// a is x, or for a power x^y the exponent y log x. A function that is accurate to k units in the last place has the
/// relative error 2 k.
public struct FunctionError: Hashable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public var relative: Double
  public var relativePerArgument: Double
  public var absolute: Double

  public init(relative: Double, relativePerArgument: Double = 0, absolute: Double = 0) {
    self.relative = relative
    self.relativePerArgument = relativePerArgument
    self.absolute = absolute
  }
  public init(floatLiteral value: Double) { self.init(relative: value) }
  public init(integerLiteral value: Int) { self.init(relative: Double(value)) }
}

/// The error of every function of a mathematical library, a table that can be changed:
///
///     var model = FloatModel.single
///     model.functions[.exp] = 1
///
/// The other operations, sums, products and fused products, are correctly rounded.
public struct FunctionErrors: Hashable, Sendable {
  private var table: [FunctionError]

  /// Every function with the error `common`.
  public init(_ common: FunctionError) {
    table = Array(repeating: common, count: RoundedFunction.allCases.count)
  }

  public subscript(_ function: RoundedFunction) -> FunctionError {
    get { table[function.rawValue] }
    set { table[function.rawValue] = newValue }
  }

  /// Correctly rounded.
  public static let correctlyRounded = FunctionErrors(1)

  /// Covers the mathematical libraries of CPUs, and the ways in which kernels make functions of others: 4, two units in
  /// the last place, but
  ///
  /// - square roots 1, as IEEE 754 has them;
  /// - quotients 3, for x (1/y) has two roundings; with the square root this leaves 4 for x rsqrt(y);
  /// - softplus 9: log1p(e^x) has the error 4 of its exponential, whose effect is at most as large since
  ///   x softplus'(x) / softplus(x) for the exponential is sigmoid(x)/softplus(x) < 1, and 4 of log1p; the form
  ///   max(x, 0) + log1p(e^-|x|) a sum on top. Replacing softplus(x) by x for x > 20 is off by e^-20 / 20 < u in single
  ///   precision, but not in double;
  /// - sigmoid 8: 4 of the exponential, 1 of the sum, 3 of the quotient; in e^x/(1 + e^x) the error d of the
  ///   exponential appears as d/(1 + e^x);
  /// - tanh, tan, sinh, cosh 8 and atan2 6: rational approximations of vectorised libraries.
  public static let library: FunctionErrors = {
    var errors = FunctionErrors(4)
    errors[.sqrt] = 1
    errors[.division] = 3
    errors[.softplus] = 9
    errors[.sigmoid] = 8
    for function in [RoundedFunction.tan, .sinh, .cosh, .tanh] { errors[function] = 8 }
    errors[.atan2] = 6
    return errors
  }()

  /// The functions of CUDA's library, and what compilers make of them: e^x as 2^(x log2 e), whose argument has two
  /// roundings, powers to 8 units in the last place, quotients to two.
  ///
  /// - Source: "CUDA C++ Programming Guide", section on mathematical functions, recalled.
  public static let gpu: FunctionErrors = {
    var errors = library
    errors[.division] = 4
    errors[.sqrt] = 4
    errors[.exp] = FunctionError(relative: 4, relativePerArgument: 2)
    errors[.sigmoid] = FunctionError(relative: 9, relativePerArgument: 2)
    errors[.softplus] = FunctionError(relative: 9, relativePerArgument: 2)
    errors[.pow] = 16
    return errors
  }()

  /// CUDA's fast intrinsics: the exponential is off by 4 + 2.4 |x|, and the logarithm near 1 and the trigonometric
  /// functions have an absolute error only. A softplus by log(1 + e^x) loses all of its relative accuracy for x << 0.
  ///
  /// - Source: "CUDA C++ Programming Guide", section on intrinsic functions, recalled.
  public static let gpuFast: FunctionErrors = {
    var errors = gpu
    errors[.exp] = FunctionError(relative: 4, relativePerArgument: 2.4)
    errors[.sigmoid] = FunctionError(relative: 9, relativePerArgument: 2.4)
    errors[.log] = FunctionError(relative: 6, absolute: 4)
    errors[.logOnePlus] = FunctionError(relative: 6, absolute: 6)
    errors[.softplus] = FunctionError(relative: 16, relativePerArgument: 2.4, absolute: 6)
    errors[.pow] = FunctionError(relative: 8, relativePerArgument: 8)
    for function in [RoundedFunction.sin, .cos] { errors[function] = FunctionError(relative: 4, absolute: 8) }
    errors[.tanh] = FunctionError(relative: 0x1p13)
    return errors
  }()
}
