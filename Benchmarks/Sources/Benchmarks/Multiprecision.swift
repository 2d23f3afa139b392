import Arithmetic
import CPeers
import Definitions

/// h_i = a_i h_i + u_t b_i with 64 modes: a_i = 1 - 1/(i + 3), b_i = 1/(i + 7), u_t = 1/(t + 5).
struct Recurrence<A: RealArithmetic> {
  var h: A.Vector
  let a: A.Vector
  let b: A.Vector
  let u: [A]

  init(modes: Int, length: Int, in context: A.Context) {
    let one = A(1, in: context)
    h = A.Vector(zeros: modes, in: context)
    a = A.Vector((0..<modes).map { one - one / A($0 + 3, in: context) }, in: context)
    b = A.Vector((0..<modes).map { one / A($0 + 7, in: context) }, in: context)
    u = (0..<length).map { one / A($0 + 5, in: context) }
  }
}

extension Benchmarks {
  static let modes = 64
  static let length = 200

  /// MPFR through our vectors against the same loop in C on the same library.
  static let multiprecision: [() -> Row] = [64, 113, 256, 512, 1024].flatMap { bits in
    [{ vectorAgainstC(bits) }, { definitionAgainstC(bits) }]
  }

  private static func vectorAgainstC(_ bits: Int) -> Row {
    let peer = peers_recurrence_make(modes, length, bits)
    defer { peers_recurrence_free(peer) }
    var recurrence = Recurrence<BigFloat>(modes: modes, length: length, in: Precision(bits: bits))
    let ratio = Ratio(
      of: {
        for u in recurrence.u {
          recurrence.h.multiply(by: recurrence.a)
          recurrence.h.addProduct(u, recurrence.b)
        }
      }, to: { peers_recurrence_run(peer) })
    let last = modes - 1
    requireEqual(recurrence.h[last].approximation, peers_recurrence_state(peer, last), "recurrence at \(bits) bits")
    return Row(subject: "BigFloatVector, h = a h + b u, \(bits) bits", peer: "C, MPFR", ratio: ratio, bar: 1.05)
  }

  private static func definitionAgainstC(_ bits: Int) -> Row {
    let precision = Precision(bits: bits)
    let peer = peers_recurrence_make(modes, length, bits)
    defer { peers_recurrence_free(peer) }
    let recurrence = Recurrence<BigFloat>(modes: modes, length: length, in: precision)
    var definition = AffineRecurrence<BigFloat>(rows: modes, columns: 1, in: precision)
    let value = BigFloat.Vector(zeros: 1, in: precision)
    var step = AffineStep<BigFloat>(decay: recurrence.a, key: recurrence.b, value: value, query: recurrence.b)
    let ratio = Ratio(
      of: {
        for u in recurrence.u {
          step.value[0] = u
          definition.update(step)
        }
      }, to: { peers_recurrence_run(peer) })
    let last = modes - 1
    requireEqual(definition.state[last].approximation, peers_recurrence_state(peer, last), "definition at \(bits) bits")
    return Row(
      subject: "AffineRecurrence of BigFloat, \(bits) bits", peer: "C, MPFR", ratio: ratio, bar: 1.05)
  }

  /// What rigour and speed cost: the enclosures against MPFR alone.
  static let enclosures: [() -> Row] = [
    { doubleDoubleAgainstMPFR() }
  ]

  private static func doubleDoubleAgainstMPFR() -> Row {
    var fast = Recurrence<DoubleDouble>(modes: modes, length: length, in: Intrinsic())
    var slow = Recurrence<BigFloat>(modes: modes, length: length, in: 113)
    return Row(
      subject: "DoubleDouble with its error radius, h = a h + b u", peer: "BigFloatVector, 113 bits",
      ratio: Ratio(
        of: {
          for u in fast.u {
            fast.h.multiply(by: fast.a)
            fast.h.addProduct(u, fast.b)
          }
        },
        to: {
          for u in slow.u {
            slow.h.multiply(by: slow.a)
            slow.h.addProduct(u, slow.b)
          }
        }))
  }
}
