import CDoubleDouble

/// Planes of doubles, one after the other: the storage of the double-double vectors, and the way into their C code.
struct PlanarStorage: Sendable {
  let count: Int
  private var planes: [Double]

  init(count: Int, planes: Int) {
    self.count = count
    self.planes = Array(repeating: 0, count: count * planes)
  }

  subscript(plane: Int, index: Int) -> Double {
    get {
      precondition(index >= 0 && index < count)
      return planes[plane * count + index]
    }
    set {
      precondition(index >= 0 && index < count)
      planes[plane * count + index] = newValue
    }
  }

  /// `body` gets the planes, unless they are empty.
  func read(_ body: (cdd_source) -> Void) {
    planes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      body(cdd_source(planes: start, stride: count))
    }
  }

  /// `body` gets the planes, unless they are empty. They overlap no other value's.
  mutating func write(_ body: (cdd_target) -> Void) {
    let count = count
    planes.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      body(cdd_target(planes: start, stride: count))
    }
  }

  /// z = f(z, x) for the C function f.
  mutating func apply(_ function: (cdd_target, cdd_source, Int) -> Void, _ x: PlanarStorage) {
    precondition(x.count == count)
    let count = count
    x.read { x in write { function($0, x, count) } }
  }

  /// z = f(z, x, y) for the C function f.
  mutating func apply(
    _ function: (cdd_target, cdd_source, cdd_source, Int) -> Void, _ x: PlanarStorage, _ y: PlanarStorage
  ) {
    precondition(x.count == count && y.count == count)
    let count = count
    x.read { x in y.read { y in write { function($0, x, y, count) } } }
  }
}

extension cdd_target {
  /// The elements from `offset` on.
  func dropFirst(_ offset: Int) -> cdd_target { cdd_target(planes: planes + offset, stride: stride) }
}

extension cdd_source {
  /// The elements from `offset` on.
  func dropFirst(_ offset: Int) -> cdd_source { cdd_source(planes: planes + offset, stride: stride) }
}
