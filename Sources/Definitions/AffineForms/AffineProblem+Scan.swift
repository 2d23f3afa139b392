import Arithmetic

extension AffineProblem {
  /// The prefixes of the affine maps along a tree, each applied to the initial state:
  ///
  ///     S_t = (M_t ... M_1) S_(-1) + K_(t..1)
  func scanned(_ tree: ScanTree) -> Solution {
    let prefixes = tree.prefixes(of: steps.map(AffineMap.init)) { $0.followed(by: $1) }.prefixes
    var state = initialState
    var outputs: [A.Vector] = []
    outputs.reserveCapacity(steps.count)
    var output = A.Vector(zeros: columns, in: context)
    for (step, prefix) in zip(steps, prefixes) {
      if readTime == .beforeUpdate { output.formProduct(step.query, matrix: state) }
      state = prefix(initialState)
      if readTime == .afterUpdate { output.formProduct(step.query, matrix: state) }
      outputs.append(output)
    }
    roundState?(&state)
    return (outputs, state)
  }
}
