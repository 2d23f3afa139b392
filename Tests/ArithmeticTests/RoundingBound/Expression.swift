import Arithmetic
import TestSupport

/// A formula of sums and products, to be evaluated in any arithmetic and, in floats, in many orders.
indirect enum Expression: Sendable {
  case input(Double)
  case sum([Expression])
  case product(Expression, Expression)
  case quotient(Expression, Expression)

  /// As it is written.
  func value<A: Arithmetic>(in context: A.Context) -> A {
    switch self {
    case .input(let x): A(x, in: context)
    case .sum(let terms): terms.dropFirst().reduce(terms[0].value(in: context)) { $0 + $1.value(in: context) }
    case .product(let x, let y): x.value(in: context) * y.value(in: context)
    case .quotient(let x, let y): x.value(in: context) / y.value(in: context)
    }
  }

  /// How floats may evaluate it.
  struct Order: Sendable {
    /// Pairs of terms that are added, by their places; a tree where these are used up.
    var pairs: [Int]
    /// Whether a product is added with a fused operation, where the policy has one.
    var fuses: Bool
    /// Whether x (a + b) is computed as x a + x b.
    var distributes: Bool
  }

  /// In floats, in the order given.
  func float(_ policy: FloatPolicy, _ order: Order) -> FloatVariant {
    switch self {
    case .input(let x): return FloatVariant(x, in: policy)
    case .product(let x, .sum(let terms)) where order.distributes:
      let factor = x.float(policy, order)
      return Self.add(terms.map { factor * $0.float(policy, order) }, order)
    case .product(let x, let y): return x.float(policy, order) * y.float(policy, order)
    case .quotient(let x, let y): return x.float(policy, order) / y.float(policy, order)
    case .sum(let terms):
      guard order.fuses else { return Self.add(terms.map { $0.float(policy, order) }, order) }
      return terms.dropFirst().reduce(terms[0].float(policy, order)) { sum, term in
        guard case .product(let x, let y) = term else { return sum + term.float(policy, order) }
        return sum.addingProduct(x.float(policy, order), y.float(policy, order))
      }
    }
  }

  private static func add(_ terms: [FloatVariant], _ order: Order) -> FloatVariant {
    var terms = terms
    var pairs = order.pairs[...]
    while terms.count > 1 {
      let first = terms.remove(at: (pairs.popFirst() ?? 0) % terms.count)
      let place = (pairs.popFirst() ?? 0) % terms.count
      terms[place] = terms[place] + first
    }
    return terms[0]
  }
}

extension Generator where Value == Expression {
  /// A formula of a depth, of numbers of a policy's format; sums of two numbers that cancel among them.
  static func expression(depth: Int, _ policy: FloatPolicy, quotients: Bool) -> Generator {
    Generator { draw in
      if depth == 0 {
        return .input(FloatVariant(draw.double(exponents: -3...3), in: policy).value)
      }
      let part = expression(depth: depth - 1, policy, quotients: quotients)
      switch draw.index(upTo: quotients ? 5 : 4) {
      case 0: return .input(FloatVariant(draw.double(exponents: -3...3), in: policy).value)
      case 1...2: return .sum(try draw(.array(of: part, count: 2...5)))
      case 5: return .quotient(try draw(part), try draw(part))
      default: return .product(try draw(part), try draw(part))
      }
    }
  }

  /// Terms, then their negatives nearly: what is left is small against them.
  static func cancelling(_ policy: FloatPolicy) -> Generator {
    Generator { draw in
      let terms = try draw(.array(of: .expression(depth: 1, policy, quotients: false), count: 1...4))
      let factor = FloatVariant(-1 - draw.double(exponents: -9 ... -6), in: policy).value
      return .sum(terms + terms.map { .product(.input(factor), $0) })
    }
  }
}
