extension NumericTensor {
  /// The slices at `indices` along an axis, in that order.
  public func slices(_ indices: some Collection<Int>, along axis: Int) -> NumericTensor {
    let inner = shape[(axis + 1)...].reduce(isComplex ? 2 : 1, *)
    let outer = shape[..<axis].reduce(1, *)
    var result: [Double] = []
    result.reserveCapacity(outer * indices.count * inner)
    for o in 0..<outer {
      for index in indices {
        let start = (o * shape[axis] + index) * inner
        result += values[start..<start + inner]
      }
    }
    var newShape = shape
    newShape[axis] = indices.count
    return NumericTensor(result, shape: newShape, format: format, isComplex: isComplex)
  }

  /// This tensor followed by another along an axis.
  ///
  /// - Precondition: the other axes have the same lengths.
  public func joined(with other: NumericTensor, along axis: Int) -> NumericTensor {
    let width = isComplex ? 2 : 1
    let (own, others) = (
      shape[axis...].reduce(width, *), other.shape[axis...].reduce(width, *)
    )
    var result: [Double] = []
    result.reserveCapacity(values.count + other.values.count)
    for o in 0..<shape[..<axis].reduce(1, *) {
      result += values[o * own..<(o + 1) * own]
      result += other.values[o * others..<(o + 1) * others]
    }
    var newShape = shape
    newShape[axis] += other.shape[axis]
    return NumericTensor(result, shape: newShape, format: format, isComplex: isComplex)
  }
}

extension TensorSpecification {
  /// The tensor at some times, in that order, where `length` times are all; nil where it has no time axis. An axis that
  /// holds several elements of each time keeps them together.
  public func times(_ times: some Collection<Int>, of tensor: NumericTensor, length: Int) -> NumericTensor? {
    let layout = layouts.first { $0.count == tensor.shape.count }
    guard let axis = layout?.firstIndex(where: { $0.name == DimensionSpecification.time && $0.offset == 0 }), length > 0
    else { return nil }
    let width = tensor.shape[axis] / length
    return tensor.slices(times.flatMap { $0 * width..<($0 + 1) * width }, along: axis)
  }

  /// The place of a dimension among the axes of a tensor of this shape; nil where it has none.
  public func axis(_ dimension: String, of tensor: NumericTensor) -> Int? {
    layouts.first { $0.count == tensor.shape.count }?
      .firstIndex { $0.name == dimension && $0.factor.isEmpty && $0.offset == 0 }
  }
}
