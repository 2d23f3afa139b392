/// A vector of rounding bounds: planes of their values, value errors, magnitudes, errors and numbers of terms.
///
/// Every operation gives what the operators of ``RoundingBound`` give, bit for bit: both call the same rules. A step of
/// a selective scan with 16 states takes about half a microsecond.
public struct RoundingBoundVector: ArithmeticVector {
  public typealias Element = RoundingBound

  public let count: Int
  public let context: FloatModel
  private var planes: ContiguousArray<Double>

  public init(zeros count: Int, in context: FloatModel) {
    self.count = count
    self.context = context
    planes = ContiguousArray(repeating: 0, count: 5 * count)
  }

  /// An element of another context is cast to this one.
  public subscript(index: Int) -> RoundingBound {
    get {
      precondition(index >= 0 && index < count)
      return read { RoundingBound(parts: $0[index], in: context) }
    }
    set {
      precondition(index >= 0 && index < count)
      let parts = newValue.context == context ? newValue.parts : RoundingBound(newValue, in: context).parts
      write { $0[index] = parts }
    }
  }

  /// The planes of a vector, one after the other.
  struct Planes {
    let start: UnsafeMutablePointer<Double>
    let stride: Int

    @inline(__always) subscript(index: Int) -> RoundingTerms {
      get {
        let element = start + index
        return RoundingTerms(
          value: element[0], valueError: element[stride], magnitude: element[2 * stride], error: element[3 * stride],
          terms: element[4 * stride])
      }
      nonmutating set {
        let element = start + index
        element[0] = newValue.value
        element[stride] = newValue.valueError
        element[2 * stride] = newValue.magnitude
        element[3 * stride] = newValue.error
        element[4 * stride] = newValue.terms
      }
    }
  }

  /// `body` may not write.
  @inline(__always) func read<R>(_ body: (Planes) -> R) -> R {
    planes.withUnsafeBufferPointer {
      // An empty vector has no element to be read, but its operations run.
      body(Planes(start: UnsafeMutablePointer(mutating: $0.baseAddress ?? Self.nowhere), stride: count))
    }
  }

  @inline(__always) mutating func write(_ body: (Planes) -> Void) {
    let stride = count
    planes.withUnsafeMutableBufferPointer {
      guard let start = $0.baseAddress else { return }
      body(Planes(start: start, stride: stride))
    }
  }

  private static var nowhere: UnsafePointer<Double> { UnsafePointer(bitPattern: MemoryLayout<Double>.alignment)! }

  @inline(__always) private mutating func update(_ body: (RoundingTerms) -> RoundingTerms) {
    let count = count
    write { z in for i in 0..<count { z[i] = body(z[i]) } }
  }

  @inline(__always) private mutating func update(_ x: Self, _ body: (RoundingTerms, RoundingTerms) -> RoundingTerms) {
    precondition(x.count == count)
    let count = count
    x.read { x in write { z in for i in 0..<count { z[i] = body(z[i], x[i]) } } }
  }

  @inline(__always) private mutating func update(
    _ x: Self, _ y: Self, _ body: (RoundingTerms, RoundingTerms, RoundingTerms) -> RoundingTerms
  ) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x in y.read { y in write { z in for i in 0..<count { z[i] = body(z[i], x[i], y[i]) } } } }
  }

  private var rounding: RoundingTerms.Rounding { .init(context) }
}

extension RoundingBoundVector {
  public mutating func fill(with value: Element) { update { _ in value.parts } }
  public mutating func add(_ x: Self) { update(x) { .sum($0, $1) } }
  public mutating func subtract(_ x: Self) { update(x) { .sum($0, -$1) } }

  public mutating func multiply(by s: Element) {
    let rounding = rounding
    let scale = s.parts.formed(rounding)
    update { .product($0, scale, rounding) }
  }

  public mutating func multiply(by x: Self) {
    let rounding = rounding
    update(x) { .product($0, $1, rounding) }
  }

  public mutating func formProduct(_ x: Self, _ y: Self) {
    let rounding = rounding
    update(x, y) { .product($1, $2, rounding) }
  }

  public mutating func addProduct(_ x: Self, _ y: Self) {
    let rounding = rounding
    update(x, y) { .sum($0, .product($1, $2, rounding)) }
  }

  public mutating func subtractProduct(_ x: Self, _ y: Self) {
    let rounding = rounding
    update(x, y) { .sum($0, .product(-$1, $2, rounding)) }
  }

  public mutating func addProduct(_ s: Element, _ x: Self) {
    let rounding = rounding
    let scale = s.parts.formed(rounding)
    update(x) { .sum($0, .product(scale, $1, rounding)) }
  }

  public func dot(_ x: Self) -> Element {
    precondition(x.count == count)
    let rounding = rounding
    let sum = read { y in
      x.read { x in
        (0..<count).reduce(into: RoundingTerms.zero) { $0 = .sum($0, .product(y[$1], x[$1], rounding)) }
      }
    }
    return Element(parts: sum, in: context)
  }

  public mutating func multiplyRows(by d: Self) {
    guard d.count > 0 else { return precondition(count == 0) }
    let rows = d.count
    let columns = count / rows
    precondition(count == rows * columns)
    if columns == 1 { return multiply(by: d) }
    let rounding = rounding
    d.read { d in
      write { matrix in
        for i in 0..<rows {
          let scale = d[i].formed(rounding)
          for j in i * columns..<(i + 1) * columns { matrix[j] = .product(matrix[j], scale, rounding) }
        }
      }
    }
  }

  public mutating func addOuterProduct(_ k: Self, _ v: Self) {
    precondition(count == k.count * v.count)
    let (rows, columns) = (k.count, v.count)
    let rounding = rounding
    k.read { k in
      v.read { v in
        write { matrix in
          for i in 0..<rows {
            let scale = k[i].formed(rounding)
            for j in 0..<columns {
              let place = i * columns + j
              matrix[place] = .sum(matrix[place], .product(scale, v[j], rounding))
            }
          }
        }
      }
    }
  }

  public mutating func formProduct(_ q: Self, matrix: Self) {
    precondition(matrix.count == q.count * count)
    let (rows, columns) = (q.count, count)
    let rounding = rounding
    q.read { q in
      matrix.read { matrix in
        write { sums in
          for j in 0..<columns { sums[j] = .zero }
          for i in 0..<rows {
            let scale = q[i].formed(rounding)
            for j in 0..<columns { sums[j] = .sum(sums[j], .product(scale, matrix[i * columns + j], rounding)) }
          }
        }
      }
    }
  }

  /// Every element is cast to `format`, as ``RoundingBound/rounded(to:)``.
  public mutating func round(to format: FloatModel) {
    if context.isContained(in: format) { return }
    let context = context
    update { RoundingBound(parts: $0, in: context).rounded(to: format).parts }
  }
}

extension RoundingBound {
  public typealias Vector = RoundingBoundVector

  public static func formExponential(_ y: inout RoundingBoundVector, of x: RoundingBoundVector) {
    precondition(x.count == y.count)
    let context = x.context
    let function = context.functions[.exp]
    let underflow = context.underflow(of: .exp)
    let rounding = RoundingTerms.Rounding(context)
    let count = y.count
    x.read { x in
      y.write { y in
        for i in 0..<count {
          let power = RoundingTerms.exponential(x[i], function, underflow: underflow, rounding)
          y[i] = power.isWithin(context.largest) ? power : .undefined
        }
      }
    }
  }
}
