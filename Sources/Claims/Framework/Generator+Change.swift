import PropertyTesting

extension Generator where Value: Sendable {
  /// The same values, each changed: how a falsifier leaves one hypothesis and keeps the others.
  public func with(_ change: @escaping @Sendable (inout Value) -> Void) -> Generator {
    map { value in
      var value = value
      change(&value)
      return value
    }
  }
}
