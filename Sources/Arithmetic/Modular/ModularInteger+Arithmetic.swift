import CMultiprecision

extension ModularInteger: Arithmetic {
  public typealias Context = PrimeModulus

  public var context: PrimeModulus { modulus }
  public var isDefined: Bool { stored < modulus.value }
  public var description: String { isDefined ? "\(stored) mod \(modulus.value)" : "undefined mod \(modulus.value)" }

  public init(_ value: Int, in context: PrimeModulus) {
    let size = value.magnitude.quotientAndRemainder(dividingBy: UInt(context.value)).remainder
    self.init(residue: value < 0 && size > 0 ? context.value - UInt64(size) : UInt64(size), modulus: context)
  }

  public init(_ value: Double, in context: PrimeModulus) { self.init(Rational(exactly: value), in: context) }

  public init(_ value: Rational, in context: PrimeModulus) {
    guard value.isDefined else {
      self = .undefined(in: context)
      return
    }
    let (numerator, denominator) = value.withUnsafe {
      (
        __gmpz_fdiv_ui(cmp_q_numerator($0), UInt(context.value)),
        __gmpz_fdiv_ui(cmp_q_denominator($0), UInt(context.value))
      )
    }
    self =
      ModularInteger(residue: UInt64(numerator), modulus: context)
      / ModularInteger(residue: UInt64(denominator), modulus: context)
  }

  public static func + (x: ModularInteger, y: ModularInteger) -> ModularInteger {
    form(x, y) { p in
      let sum = x.stored + y.stored
      return sum < p ? sum : sum - p
    }
  }

  public static func - (x: ModularInteger, y: ModularInteger) -> ModularInteger {
    form(x, y) { p in x.stored >= y.stored ? x.stored - y.stored : x.stored + (p - y.stored) }
  }

  public static prefix func - (x: ModularInteger) -> ModularInteger {
    form(x, x) { p in x.stored == 0 ? 0 : p - x.stored }
  }

  public static func * (x: ModularInteger, y: ModularInteger) -> ModularInteger {
    form(x, y) { p in PrimeModulus.product(x.stored, y.stored, modulo: p) }
  }

  /// x y^-1 = x y^(p - 2); undefined for y = 0.
  public static func / (x: ModularInteger, y: ModularInteger) -> ModularInteger {
    guard y.stored != 0 else { return .undefined(in: x.modulus) }
    return form(x, y) { p in
      PrimeModulus.product(x.stored, PrimeModulus.power(y.stored, p - 2, modulo: p), modulo: p)
    }
  }

  public func isEqual(to other: ModularInteger) -> Truth {
    isDefined && other.isDefined ? Truth(self == other) : .undecided
  }

  private static func form(
    _ x: ModularInteger, _ y: ModularInteger, _ operation: (UInt64) -> UInt64
  ) -> ModularInteger {
    precondition(x.modulus == y.modulus, "operands of one modulus")
    guard x.isDefined, y.isDefined else { return .undefined(in: x.modulus) }
    return ModularInteger(residue: operation(x.modulus.value), modulus: x.modulus)
  }
}

/// The trivial absolute value: |0| = 0 and |x| = 1 for all others, so that elimination takes any pivot that is not 0.
extension ModularInteger: SizedArithmetic {
  public var lowerMagnitude: Magnitude { isDefined && stored != 0 ? Magnitude(1) : .zero }
  public var upperMagnitude: Magnitude { isDefined ? Magnitude(stored == 0 ? 0 : 1) : .infinity }
}
