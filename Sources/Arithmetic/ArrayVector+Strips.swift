// `Double` and `Float` by loops over the plain numbers, which the generic code cannot specialize by itself when it is
// called from code that is generic too: the type is found out when the operation runs.

extension ArrayVector {
  public mutating func addProduct(_ s: Element, _ x: Strip, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    if change(as: Double.self, { StripLoop.addScaled($0, y, s as! Double, UnsafePointer($0), x) }) { return }
    if change(as: Float.self, { StripLoop.addScaled($0, y, s as! Float, UnsafePointer($0), x) }) { return }
    for k in 0..<x.count { storage[y[k]] = storage[y[k]].addingProduct(s, storage[x[k]]) }
  }

  public mutating func addProduct(_ s: Element, _ x: Strip, of other: Self, to y: Strip) {
    precondition(x.count == y.count && x.isWithin(other.count) && y.isWithin(count), Strip.mismatch)
    let isDone =
      change(as: Double.self) { h in
        other.read(as: Double.self) { StripLoop.addScaled(h, y, s as! Double, $0, x) }
      }
      || change(as: Float.self) { h in
        other.read(as: Float.self) { StripLoop.addScaled(h, y, s as! Float, $0, x) }
      }
    if isDone { return }
    for k in 0..<x.count { storage[y[k]] = storage[y[k]].addingProduct(s, other.storage[x[k]]) }
  }

  public mutating func multiply(_ x: Strip, by s: Element) {
    precondition(x.isWithin(count), Strip.mismatch)
    if change(as: Double.self, { StripLoop.scale($0, x, s as! Double) }) { return }
    if change(as: Float.self, { StripLoop.scale($0, x, s as! Float) }) { return }
    for k in 0..<x.count { storage[x[k]] = storage[x[k]] * s }
  }

  public mutating func exchange(_ x: Strip, _ y: Strip) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    for k in 0..<x.count { storage.swapAt(x[k], y[k]) }
  }

  public mutating func rotate(_ x: Strip, _ y: Strip, c: Element, s: Element, d: Element, t: Element) {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(count), Strip.mismatch)
    let isDone =
      change(as: Double.self) {
        StripLoop.rotate($0, x, y, c as! Double, s as! Double, d as! Double, t as! Double)
      }
      || change(as: Float.self) {
        StripLoop.rotate($0, x, y, c as! Float, s as! Float, d as! Float, t as! Float)
      }
    if isDone { return }
    for k in 0..<x.count {
      let (p, q) = (storage[x[k]], storage[y[k]])
      storage[x[k]] = (c * p).addingProduct(s, q)
      storage[y[k]] = (d * q).addingProduct(-t, p)
    }
  }

  public func dot(_ x: Strip, _ other: Self, _ y: Strip) -> Element {
    precondition(x.count == y.count && x.isWithin(count) && y.isWithin(other.count), Strip.mismatch)
    var sum: Element?
    read(as: Double.self) { h in
      other.read(as: Double.self) { sum = StripLoop.dot(h, x, $0, y) as? Element }
    }
    read(as: Float.self) { h in
      other.read(as: Float.self) { sum = StripLoop.dot(h, x, $0, y) as? Element }
    }
    if let sum { return sum }
    var result = Element(0, in: context)
    for k in 0..<x.count { result = result.addingProduct(storage[x[k]], other.storage[y[k]]) }
    return result
  }

  /// Row by row, adding multiples of the rows of Y.
  public mutating func formProduct(_ x: Self, _ y: Self, inner: Int) {
    fill(with: Element(0, in: context))
    guard inner > 0 else { return }
    let (rows, columns) = (x.count / inner, y.count / inner)
    precondition(x.count == rows * inner && y.count == inner * columns && count == rows * columns)
    for i in 0..<rows {
      let target = Strip(start: i * columns, count: columns)
      for k in 0..<inner {
        addProduct(x.storage[i * inner + k], Strip(start: k * columns, count: columns), of: y, to: target)
      }
    }
  }

  /// body(elements) where they are of the type given; whether they are.
  @inline(__always)
  private mutating func change<T>(as type: T.Type, _ body: (UnsafeMutablePointer<T>) -> Void) -> Bool {
    guard Element.self == T.self else { return false }
    storage.withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { body(base.assumingMemoryBound(to: T.self)) }
    }
    return true
  }

  /// body(elements) where they are of the type given.
  @inline(__always)
  private func read<T>(as type: T.Type, _ body: (UnsafePointer<T>) -> Void) {
    guard Element.self == T.self else { return }
    storage.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { body(base.assumingMemoryBound(to: T.self)) }
    }
  }
}

/// The loops on strips of plain numbers, specialized for `Double` and `Float` where they are called.
private enum StripLoop {
  @inline(__always)
  static func addScaled<T: BinaryFloatingPoint>(
    _ h: UnsafeMutablePointer<T>, _ y: Strip, _ s: T, _ other: UnsafePointer<T>, _ x: Strip
  ) {
    let (h, other) = (h + y.start, other + x.start)
    if x.stride == 1, y.stride == 1 {
      for k in 0..<x.count { h[k].addProduct(s, other[k]) }
    } else {
      for k in 0..<x.count { h[k &* y.stride].addProduct(s, other[k &* x.stride]) }
    }
  }

  @inline(__always)
  static func scale<T: BinaryFloatingPoint>(_ h: UnsafeMutablePointer<T>, _ x: Strip, _ s: T) {
    for k in 0..<x.count { h[x[k]] *= s }
  }

  @inline(__always)
  static func rotate<T: BinaryFloatingPoint>(
    _ h: UnsafeMutablePointer<T>, _ x: Strip, _ y: Strip, _ c: T, _ s: T, _ d: T, _ t: T
  ) {
    for k in 0..<x.count {
      let (p, q) = (h[x[k]], h[y[k]])
      h[x[k]] = (c * p).addingProduct(s, q)
      h[y[k]] = (d * q).addingProduct(-t, p)
    }
  }

  @inline(__always)
  static func dot<T: BinaryFloatingPoint>(
    _ h: UnsafePointer<T>, _ x: Strip, _ other: UnsafePointer<T>, _ y: Strip
  ) -> T {
    let (h, other) = (h + x.start, other + y.start)
    var sum = 0 as T
    for k in 0..<x.count { sum.addProduct(h[k &* x.stride], other[k &* y.stride]) }
    return sum
  }
}
