/// One call of ``DiagonalScanKernel``: the real numbers, or the real and the imaginary parts.
struct DiagonalScan<Scalar: KernelScalar> {
  var decay: [ShapedArray<Scalar>]
  var input: [ShapedArray<Scalar>]
  var initialState: [ShapedArray<Scalar>]?
  var resets: ShapedArray<Bool>?
  var isReversed: Bool
  var order: ScanOrder

  /// - Returns: all states and the last one, by parts.
  func run(_ execution: Execution) throws(KernelError) -> ([ShapedArray<Scalar>], [ShapedArray<Scalar>]) {
    try execution.check()
    let shape = try KernelError.dimensions("input", input[0], "batch", "length", "channels")
    let (batch, length, channels) = (shape[0], shape[1], shape[2])
    let decayVaries = decay[0].shape.count != 1
    try KernelError.check("decay", decay[0], shape: decayVaries ? shape : [channels])
    try KernelError.check("initialState", initialState?[0], shape: [batch, channels])
    try KernelError.check("resets", resets, shape: [batch, length])
    var block = 0
    if case .blocks(let steps) = order {
      guard steps >= 1 else {
        throw KernelError(argument: "order", expected: "blocks of at least 1", found: "\(steps)")
      }
      block = steps
    }

    let arrays = [
      decay.first, decay.count > 1 ? decay[1] : nil, input.first, input.count > 1 ? input[1] : nil,
      initialState?.first, initialState.flatMap { $0.count > 1 ? $0[1] : nil },
    ]
    var imaginary: [Scalar] = []
    let real = withPointers(arrays) { p in
      filledArray(batch * length * channels) { real in
        imaginary = filledArray(decay.count > 1 ? batch * length * channels : 0) { imaginary in
          let marks: [UInt8]? = resets?.elements.map { $0 ? 1 : 0 }
          marks.withOptionalPointer { resets in
            let scan = _DiagonalScan(
              parts: decay.count, a: (p[0], p[1]), decayVaries: decayVaries, b: (p[2], p[3]), initial: (p[4], p[5]),
              resets: resets, states: (real, imaginary), batch: batch, length: length, channels: channels,
              isReversed: isReversed)
            if block > 0 {
              scan.runBlocks(of: block, execution)
            } else {
              execution.forEachTask(
                rows: batch, channels: channels, lanes: Scalar._lanes, limit: decay.count > 1 ? 256 : 1024
              ) { task, _ in
                let range = (first: task.first, count: task.count)
                Scalar._run(scan, row: task.row, from: 0, initial: scan.initial(of: task.row), range, execution)
              }
            }
          }
        }
      }
    }
    let parts = [real, imaginary].prefix(decay.count)
    return (
      parts.map { ShapedArray(unchecked: $0, shape: shape) }, parts.indices.map { last(parts[$0], part: $0, shape) }
    )
  }

  /// The state that the scan ends with in each batch row; the initial state, or zeros, where there is no step.
  private func last(_ states: [Scalar], part: Int, _ shape: [Int]) -> ShapedArray<Scalar> {
    let (batch, length, channels) = (shape[0], shape[1], shape[2])
    guard length > 0 else {
      let zeros = ShapedArray<Scalar>(
        unchecked: Array(repeating: 0, count: batch * channels), shape: [batch, channels])
      return initialState?[part] ?? zeros
    }
    let rows: [Scalar] = (0..<batch).flatMap { (row: Int) -> ArraySlice<Scalar> in
      let start = (row * length + (isReversed ? 0 : length - 1)) * channels
      return states[start..<start + channels]
    }
    return ShapedArray(unchecked: rows, shape: [batch, channels])
  }
}

extension _DiagonalScan where Scalar: KernelScalar {
  /// The state before the first step of a batch row, shape (channels).
  func initial(of row: Int) -> Pair {
    (initial.0.map { $0 + row * channels }, initial.1.map { $0 + row * channels })
  }

  /// Two passes over whole blocks, and the steps that are left one after the other.
  func runBlocks(of block: Int, _ execution: Execution) {
    let count = channels == 0 ? 0 : length / block
    let size = batch * (count + 1) * channels
    func memory() -> MutablePair {
      let first = UnsafeMutablePointer<Scalar>.allocate(capacity: max(1, size * parts))
      return (first, parts > 1 ? first + size : nil)
    }
    let (total, product, carry) = (memory(), memory(), memory())
    defer { for pair in [total, product, carry] { pair.0?.deallocate() } }

    func pass(totals: Bool) {
      execution.forEachTask(
        rows: batch, channels: count, lanes: Scalar._lanes, limit: Scalar._lanes,
        scratch: { _ in Scalar._scratch(scanBlocksChannels: channels) },
        { task, scratch in
          let blocks = _ScanBlocks(
            row: task.row, block: block, blocks: count, total: total, product: product, carry: carry)
          Scalar._run(
            self, blocks, totals: totals, first: task.first, count: task.count, scratch: scratch,
            execution.instructionSet)
        })
    }
    pass(totals: true)
    for row in 0..<batch { formCarries(row, block, count, total, product, carry) }
    pass(totals: false)
    execution.forEachTask(rows: batch, channels: channels, lanes: Scalar._lanes, limit: channels) { task, _ in
      let at = (task.row * (count + 1) + count) * channels
      let before = (UnsafePointer(carry.0).map { $0 + at }, UnsafePointer(carry.1).map { $0 + at })
      Scalar._run(
        self, row: task.row, from: count * block, initial: before, (first: task.first, count: task.count), execution)
    }
  }

  /// The states between the blocks of a batch row: total + product * state, or the total where the block has a reset.
  private func formCarries(
    _ row: Int, _ block: Int, _ count: Int, _ total: MutablePair, _ product: MutablePair, _ carry: MutablePair
  ) {
    guard let carryReal = carry.0, let totalReal = total.0, let productReal = product.0 else { return }
    let start = row * (count + 1) * channels
    for channel in 0..<channels {
      carryReal[start + channel] = initial(of: row).0.map { $0[channel] } ?? 0
      carry.1?[start + channel] = initial(of: row).1.map { $0[channel] } ?? 0
    }
    for index in 0..<count {
      let steps = (index * block..<(index + 1) * block).map { isReversed ? length - 1 - $0 : $0 }
      let isReset = resets.map { resets in steps.contains { resets[row * length + $0] != 0 } } ?? false
      for at in start + index * channels..<start + (index + 1) * channels {
        let next = at + channels
        carryReal[next] = totalReal[at]
        carry.1?[next] = total.1?[at] ?? 0
        guard !isReset else { continue }
        guard let carryImaginary = carry.1, let productImaginary = product.1 else {
          carryReal[next].addProduct(productReal[at], carryReal[at])
          continue
        }
        carryReal[next].addProduct(-productImaginary[at], carryImaginary[at])
        carryReal[next].addProduct(productReal[at], carryReal[at])
        carryImaginary[next].addProduct(productImaginary[at], carryReal[at])
        carryImaginary[next].addProduct(productReal[at], carryImaginary[at])
      }
    }
  }
}
