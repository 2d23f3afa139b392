/// Planes of the numbers of rounding bounds, and the bulk operations on them: storage of the real and of the complex
/// vector. The operations call the rules of the elements, in the order of the protocol's defaults.
struct BoundPlanes<Terms: BoundTerms>: Sendable {
  let count: Int
  let rounding: RoundingTerms.Rounding
  private var planes: ContiguousArray<Double>

  init(zeros count: Int, in context: FloatModel) {
    self.count = count
    rounding = .init(context)
    planes = ContiguousArray(repeating: 0, count: Terms.planeCount * count)
  }

  /// The elements in memory.
  struct Pointer {
    let start: UnsafeMutablePointer<Double>
    let stride: Int

    @inline(__always) subscript(index: Int) -> Terms {
      get { Terms(at: start + index, stride: stride) }
      nonmutating set { newValue.store(at: start + index, stride: stride) }
    }
  }

  subscript(index: Int) -> Terms {
    get {
      precondition(index >= 0 && index < count)
      return read { $0[index] }
    }
    set {
      precondition(index >= 0 && index < count)
      write { $0[index] = newValue }
    }
  }

  /// `body` may not write. An empty vector has no element to be read, but its operations run.
  @inline(__always) func read<R>(_ body: (Pointer) -> R) -> R {
    planes.withUnsafeBufferPointer {
      let start = $0.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
      return body(Pointer(start: start ?? UnsafeMutablePointer(bitPattern: 8)!, stride: count))
    }
  }

  @inline(__always) mutating func write(_ body: (Pointer) -> Void) {
    let stride = count
    planes.withUnsafeMutableBufferPointer {
      guard let start = $0.baseAddress else { return }
      body(Pointer(start: start, stride: stride))
    }
  }

  @inline(__always) mutating func update(_ body: (Terms) -> Terms) {
    let count = count
    write { z in for i in 0..<count { z[i] = body(z[i]) } }
  }

  @inline(__always) mutating func update(_ x: Self, _ body: (Terms, Terms) -> Terms) {
    precondition(x.count == count)
    let count = count
    x.read { x in write { z in for i in 0..<count { z[i] = body(z[i], x[i]) } } }
  }

  @inline(__always) mutating func update(_ x: Self, _ y: Self, _ body: (Terms, Terms, Terms) -> Terms) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x in y.read { y in write { z in for i in 0..<count { z[i] = body(z[i], x[i], y[i]) } } } }
  }
}

extension BoundPlanes {
  @inline(__always) mutating func add(_ x: Self) { update(x) { .sum($0, $1) } }
  @inline(__always) mutating func subtract(_ x: Self) { update(x) { .sum($0, -$1) } }

  @inline(__always) mutating func multiply(by s: Terms) {
    let rounding = rounding
    let scale = s.formed(rounding)
    update { .product($0, scale, rounding) }
  }

  @inline(__always) mutating func multiply(by x: Self) {
    let rounding = rounding
    update(x) { .product($0, $1, rounding) }
  }

  @inline(__always) mutating func formProduct(_ x: Self, _ y: Self) {
    let rounding = rounding
    update(x, y) { .product($1, $2, rounding) }
  }

  @inline(__always) mutating func addProduct(_ x: Self, _ y: Self) {
    let rounding = rounding
    update(x, y) { .sum($0, .product($1, $2, rounding)) }
  }

  @inline(__always) mutating func subtractProduct(_ x: Self, _ y: Self) {
    let rounding = rounding
    update(x, y) { .sum($0, .product(-$1, $2, rounding)) }
  }

  @inline(__always) mutating func addProduct(_ s: Terms, _ x: Self) {
    let rounding = rounding
    let scale = s.formed(rounding)
    update(x) { .sum($0, .product(scale, $1, rounding)) }
  }

  @inline(__always) func dot(_ x: Self) -> Terms {
    precondition(x.count == count)
    let rounding = rounding
    var sum = Terms.zero
    read { y in x.read { x in for i in 0..<count { sum = .sum(sum, .product(y[i], x[i], rounding)) } } }
    return sum
  }

  @inline(__always) mutating func multiplyRows(by d: Self) {
    let rows = d.count
    guard rows > 0 else { return precondition(count == 0) }
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

  @inline(__always) mutating func addOuterProduct(_ k: Self, _ v: Self) {
    let (rows, columns) = (k.count, v.count)
    precondition(count == rows * columns)
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

  @inline(__always) mutating func formProduct(_ q: Self, matrix: Self) {
    let (rows, columns) = (q.count, count)
    precondition(matrix.count == rows * columns)
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
}
