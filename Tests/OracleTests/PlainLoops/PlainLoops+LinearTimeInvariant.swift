import Arithmetic
import Foundation
import Oracle

extension PlainLoops {
  /// S4D (arXiv 2206.11893), S5 (2208.04933), LRU (2303.06349), S4 (2111.00396).
  static let linearTimeInvariant: [PlainLoops] = [
    PlainLoops(identifier: "s4d.kernel") { call in
      var kernel = LoopTensor(call.size("channels"), call.size("length"))
      for d in 0..<call.size("channels") {
        for l in 0..<call.size("length") {
          kernel[d, l] = (0..<call.size("modes")).map { n in
            let mode = s4dMode(call, d, n)
            var term = call.plain("C")![complex: d, n] * mode.gain
            for _ in 0..<l { term = term * mode.transition }
            return 2 * term.real
          }
          .reduce(0, +)
        }
      }
      return ["K": kernel]
    },
    PlainLoops(identifier: "s4d") { call in
      var y = call.plain("u")!
      let u = y
      var final = LoopTensor(call.size("batch"), call.size("channels"), call.size("modes"), isComplex: true)
      for row in 0..<call.size("batch") {
        for d in 0..<call.size("channels") {
          for t in 0..<call.size("length") { y[row, d, t] = (call.plain("D")?[d] ?? 0) * u[row, d, t] }
          for n in 0..<call.size("modes") {
            let mode = s4dMode(call, d, n)
            var x = call.plain("initial_state")?[complex: row, d, n] ?? Complex(0, 0)
            for t in 0..<call.size("length") {
              x = mode.transition * x + mode.gain * Complex(u[row, d, t], 0)
              y[row, d, t] += 2 * (call.plain("C")![complex: d, n] * x).real
            }
            final[complex: row, d, n] = x
          }
        }
      }
      return ["y": y, "final_state": final]
    },
    PlainLoops(identifier: "lru") { call in
      let u = call.plain("u")!
      return layer(
        call,
        transition: { n in
          let angle = exp(call.plain("theta_log")![n])
          return exponential(Complex(-exp(call.plain("nu_log")![n]), angle))
        },
        drive: { row, n, t in
          let gamma = exp(call.plain("gamma_log")![n])
          return (0..<call.size("channels")).reduce(Complex(0, 0)) { sum, d in
            let b = Complex(call.plain("B_re")![n, d], call.plain("B_im")![n, d])
            return sum + b * Complex(gamma * u[row, t, d], 0)
          }
        },
        readout: { d, n in Complex(call.plain("C_re")![d, n], call.plain("C_im")![d, n]) }, factor: 1)
    },
    PlainLoops(identifier: "s5") { call in
      let u = call.plain("u")!
      func mode(_ n: Int) -> (transition: Complex<Double>, gain: Complex<Double>) {
        var lambda = call.plain("Lambda")![complex: n]
        if call.isTrue("clip_eigs") { lambda = Complex(min(lambda.real, -1e-4), lambda.imaginary) }
        return discretized(lambda, exp(call.tensors["log_step"]!.values[n]), call.word("disc"))
      }
      return layer(
        call, transition: { mode($0).transition },
        drive: { row, n, t in
          (0..<call.size("channels")).reduce(Complex(0, 0)) { sum, d in
            sum + mode(n).gain * call.plain("B")![complex: n, d] * Complex(u[row, t, d], 0)
          }
        },
        readout: { d, n in call.plain("C")![complex: d, n] }, factor: call.isTrue("conj_sym") ? 2 : 1)
    },
    // With one conjugate pair A is a matrix of 2 x 2, whose inverses are written out.
    PlainLoops(identifier: "s4.kernel", sizes: ["modes": [1]]) { call in
      let length = call.size("length")
      var kernel = LoopTensor(call.size("copies"), call.size("channels"), length)
      for copy in 0..<call.size("copies") {
        for d in 0..<call.size("channels") {
          let step = Complex(exp(call.plain("log_dt")![d]), 0)
          let w = Complex(call.plain("w_real")![d, 0], call.plain("w_imag")![d, 0])
          var a = Matrix2(w, Complex(0, 0), Complex(0, 0), w.conjugate)
          for r in 0..<call.size("rank") {
            let p = call.plain("P")![complex: r, d, 0]
            // P P^* for P = (p, conj p).
            a = a - Matrix2(p * p.conjugate, p * p, p.conjugate * p.conjugate, p * p.conjugate)
          }
          let half = Matrix2.identity * (step / 2)
          let inverse = (Matrix2.identity - half * a).inverse
          let transition = inverse * (Matrix2.identity + half * a)
          let b = call.plain("B")![complex: d, 0]
          var state = inverse * (step * b, step * b.conjugate)
          var power = Matrix2.identity
          for _ in 0..<length { power = power * transition }
          let c = call.plain("C")![complex: copy, d, 0]
          // The transposed system: C (I - Abar^L) = Ctilde.
          let readout = (Matrix2.identity - power).transpose.inverse * (c, c.conjugate)
          for l in 0..<length {
            kernel[copy, d, l] = (readout.0 * state.0 + readout.1 * state.1).real
            state = transition * state
          }
        }
      }
      return ["K": kernel]
    },
  ]
}

/// Abar and Bbar of lambda.
private func discretized(
  _ lambda: Complex<Double>, _ step: Double, _ method: String
) -> (transition: Complex<Double>, gain: Complex<Double>) {
  let z = Complex(step, 0) * lambda
  if method == "zoh" { return (PlainLoops.exponential(z), (PlainLoops.exponential(z) - 1) / lambda) }
  return ((1 + z / 2) / (1 - z / 2), Complex(step, 0) / (1 - z / 2))
}

private func s4dMode(
  _ call: LoopCall, _ d: Int, _ n: Int
) -> (transition: Complex<Double>, gain: Complex<Double>) {
  let lambda = Complex(-exp(call.plain("log_A_real")![d, n]), call.plain("A_imag")![d, n])
  let mode = discretized(lambda, exp(call.plain("log_dt")![d]), call.word("disc"))
  return (mode.transition, call.plain("B").map { mode.gain * $0[complex: d, n] } ?? mode.gain)
}

/// A layer of modes that all inputs drive and all outputs read.
private func layer(
  _ call: LoopCall, transition: (Int) -> Complex<Double>, drive: (Int, Int, Int) -> Complex<Double>,
  readout: (Int, Int) -> Complex<Double>, factor: Double
) -> [String: LoopTensor] {
  var y = call.plain("u")!
  let (u, length, modes) = (y, call.size("length"), call.size("modes"))
  var final = LoopTensor(call.size("batch"), modes, isComplex: true)
  for row in 0..<call.size("batch") {
    for t in 0..<length {
      for d in 0..<call.size("channels") { y[row, t, d] = (call.plain("D")?[d] ?? 0) * u[row, t, d] }
    }
    for direction in 0..<call.size("directions") {
      for n in 0..<modes {
        var x = direction == 0 ? call.plain("initial_state")?[complex: row, n] ?? Complex(0, 0) : Complex(0, 0)
        for t in direction == 0 ? Array(0..<length) : Array((0..<length).reversed()) {
          x = transition(n) * x + drive(row, n, t)
          for d in 0..<call.size("channels") { y[row, t, d] += factor * (readout(d, direction * modes + n) * x).real }
        }
        if direction == 0 { final[complex: row, n] = x }
      }
    }
  }
  return ["y": y, "final_state": final]
}

/// A complex matrix of 2 x 2.
private struct Matrix2 {
  typealias Number = Complex<Double>
  let a, b, c, d: Number

  init(_ a: Number, _ b: Number, _ c: Number, _ d: Number) { (self.a, self.b, self.c, self.d) = (a, b, c, d) }

  static let identity = Matrix2(Complex(1, 0), Complex(0, 0), Complex(0, 0), Complex(1, 0))
  var transpose: Matrix2 { Matrix2(a, c, b, d) }
  var inverse: Matrix2 {
    let determinant = a * d - b * c
    return Matrix2(d / determinant, -b / determinant, -c / determinant, a / determinant)
  }
  static func + (x: Matrix2, y: Matrix2) -> Matrix2 { Matrix2(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d) }
  static func - (x: Matrix2, y: Matrix2) -> Matrix2 { Matrix2(x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d) }
  static func * (x: Matrix2, s: Number) -> Matrix2 { Matrix2(x.a * s, x.b * s, x.c * s, x.d * s) }
  static func * (x: Matrix2, y: Matrix2) -> Matrix2 {
    Matrix2(x.a * y.a + x.b * y.c, x.a * y.b + x.b * y.d, x.c * y.a + x.d * y.c, x.c * y.b + x.d * y.d)
  }
  static func * (x: Matrix2, v: (Number, Number)) -> (Number, Number) {
    (x.a * v.0 + x.b * v.1, x.c * v.0 + x.d * v.1)
  }
}
