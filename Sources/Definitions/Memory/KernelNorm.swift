import Arithmetic

/// The Frobenius norm of the kernel of a model with many inputs and outputs, from the responses of its modes:
///
///     K_t = Re sum_n q_n(t) c_n b_n^T,   |K_t|^2 = sum of the squares of its entries,
///
/// with q_n(t) the answer of mode n to a unit impulse, c_n of shape (outputs) and b_n of shape (inputs). For one input
/// and one output it is |K_t|.
///
/// Where there are more entries than modes the norm is taken from inner products of the modes' matrices W_n = c_n
/// b_n^T,
///
///     |K_t|^2 = 1/2 Re sum_(n,m) (q_n conj(q_m) <W_n, conj(W_m)> + q_n q_m <W_n, W_m>),   <X, Y> = sum of X_ij Y_ij,
///
/// each a product of two inner products of vectors.
public struct KernelNorm<C: ComplexArithmetic>: Sendable {
  /// For each entry of K_t its coefficients c_n b_n, shape (modes).
  private let entries: [C.Vector]
  /// <W_n, conj(W_m)> and <W_n, W_m>, shape (modes, modes); empty where the entries are used.
  private let hermitian: C.Vector
  private let symmetric: C.Vector

  /// - Parameters:
  ///   - outputs: c_n for each mode, shape (modes, outputs).
  ///   - inputs: b_n for each mode, shape (modes, inputs).
  public init(outputs: [[C]], inputs: [[C]], in context: C.Context) {
    precondition(outputs.count == inputs.count, "c and b for each mode")
    let zero = C(0, in: context)
    func inner(_ x: [C], _ y: [C]) -> C { zip(x, y).reduce(zero) { $0.addingProduct($1.0, $1.1) } }
    let modes = outputs.count
    let (rows, columns) = (outputs.first?.count ?? 0, inputs.first?.count ?? 0)
    guard rows * columns > 2 * modes else {
      entries = (0..<rows * columns).map { place in
        C.Vector((0..<modes).map { outputs[$0][place / columns] * inputs[$0][place % columns] }, in: context)
      }
      (hermitian, symmetric) = (C.Vector(zeros: 0, in: context), C.Vector(zeros: 0, in: context))
      return
    }
    entries = []
    func gram(_ other: ([C]) -> [C]) -> C.Vector {
      let (c, b) = (outputs.map(other), inputs.map(other))
      return C.Vector(
        (0..<modes * modes).map { place in
          let (n, m) = (place / modes, place % modes)
          return inner(outputs[n], c[m]) * inner(inputs[n], b[m])
        }, in: context)
    }
    hermitian = gram { $0.map(\.conjugate) }
    symmetric = gram { $0 }
  }

  /// Products of numbers that one norm takes.
  public var cost: Int { entries.isEmpty ? 2 * hermitian.count : entries.reduce(0) { $0 + $1.count } }

  /// |K_t|^2 from q_n(t), shape (modes). An enclosure of a small norm may reach below 0.
  public func squared(_ responses: C.Vector) -> C.Real {
    let context = responses.context
    if hermitian.count == 0 {
      return entries.reduce(C.Real(0, in: context)) { sum, entry in
        let value = entry.dot(responses).real
        return sum.addingProduct(value, value)
      }
    }
    let conjugates = C.Vector(responses.elements.map(\.conjugate), in: context)
    var product = C.Vector(zeros: responses.count, in: context)
    product.formProduct(responses, matrix: hermitian)
    var sum = product.dot(conjugates)
    product.formProduct(responses, matrix: symmetric)
    sum = sum + product.dot(responses)
    return sum.real / C.Real(2, in: context)
  }
}
