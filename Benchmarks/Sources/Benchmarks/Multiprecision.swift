import Arithmetic
import CPeers
import Definitions

/// h_i = a_i h_i + u_t b_i: a_i = (1 - 1/(i + 3)) times a factor, b_i = 1/(i + 7), u_t = 1/(t + 5).
struct Recurrence<A: Arithmetic> {
  var h: A.Vector
  let a: A.Vector
  let b: A.Vector
  let u: [A]

  /// - Parameter factor: of absolute value 1; by default 1.
  init(modes: Int, length: Int, factor: A? = nil, in context: A.Context) {
    let one = A(1, in: context)
    let factor = factor ?? one
    h = A.Vector(zeros: modes, in: context)
    a = A.Vector((0..<modes).map { (one - one / A($0 + 3, in: context)) * factor }, in: context)
    b = A.Vector((0..<modes).map { one / A($0 + 7, in: context) }, in: context)
    u = (0..<length).map { one / A($0 + 5, in: context) }
  }

  mutating func run() {
    for u in u {
      h.multiply(by: a)
      h.addProduct(u, b)
    }
  }
}

extension Recurrence where A: ComplexArithmetic {
  /// With the factor (3 + 4i)/5, which no binary format holds.
  init(turningModes modes: Int, length: Int, in context: A.Context) {
    let five = A.Real(5, in: context)
    let factor = A(A.Real(3, in: context) / five, A.Real(4, in: context) / five)
    self.init(modes: modes, length: length, factor: factor, in: context)
  }
}

extension Benchmarks {
  static let modes = 64
  static let length = 200

  /// MPFR through our vectors against the same loop in C on the same library.
  static var multiprecision: [() -> Row] {
    [64, 113, 256, 512, 1024].flatMap { bits in [{ vectorAgainstC(bits) }, { definitionAgainstC(bits) }] }
  }

  private static func vectorAgainstC(_ bits: Int) -> Row {
    let peer = peers_recurrence_make(modes, length, bits)
    defer { peers_recurrence_free(peer) }
    var recurrence = Recurrence<BigFloat>(modes: modes, length: length, in: Precision(bits: bits))
    let ratio = Ratio(
      of: { recurrence.run() }, to: { peers_recurrence_run(peer) })
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

  /// What rigour costs, and what double-double arithmetic gains.
  static var enclosures: [() -> Row] {
    [
      {
        row("BallVector, 128 bits", real(Ball.self, in: 128), "BigFloatVector, 128 bits", real(BigFloat.self, in: 128))
      },
      {
        row(
          "DiscVector, 128 bits", turning(Disc.self, in: 128), "ComplexVector of BigFloat, 128 bits",
          turning(Complex<BigFloat>.self, in: 128))
      },
      {
        row(
          "DoubleDoubleVector", real(DoubleDouble.self, in: Intrinsic()), "BigFloatVector, 113 bits",
          real(BigFloat.self, in: 113))
      },
      {
        row(
          "DoubleDoubleDiscVector", turning(DoubleDoubleDisc.self, in: Intrinsic()),
          "ComplexVector of BigFloat, 113 bits", turning(Complex<BigFloat>.self, in: 113))
      },
      {
        row(
          "DoubleDoubleDiscVector", turning(DoubleDoubleDisc.self, in: Intrinsic()), "DiscVector, 113 bits",
          turning(Disc.self, in: 113))
      },
    ]
  }

  private static func real<A: Arithmetic>(_: A.Type, in context: A.Context) -> Recurrence<A> {
    Recurrence(modes: modes, length: length, in: context)
  }

  private static func turning<A: ComplexArithmetic>(_: A.Type, in context: A.Context) -> Recurrence<A> {
    Recurrence(turningModes: modes, length: length, in: context)
  }

  private static func row<Subject, Peer>(
    _ name: String, _ subject: Recurrence<Subject>, _ peerName: String, _ peer: Recurrence<Peer>
  ) -> Row {
    var (subject, peer) = (subject, peer)
    return Row(
      subject: "\(name), h = a h + b u", peer: peerName, ratio: Ratio(of: { subject.run() }, to: { peer.run() }))
  }
}
