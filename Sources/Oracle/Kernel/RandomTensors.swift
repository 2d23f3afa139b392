extension [String: NumericTensor] {
  /// Replaces each value of a tensor, where it is given.
  mutating func transform(_ name: String, _ change: (Double) -> Double) {
    guard var tensor = self[name] else { return }
    tensor.values = tensor.values.map(change)
    self[name] = tensor
  }
}
