/// What earlier commands gave, under names that later commands use.
///
/// A command that makes something (a handle, a node, a snapshot) cannot hold what it made: the model and the system
/// make different things. Each side keeps a store of its own, and since both run the same commands in the same order, a
/// name means the same on both. A command carries names, which print as `r0`, `r1`, ...
///
/// ```swift
/// case save                 // system.saved.store(system.carry) on one side, model.saved.store(model.count) on the other
/// case resume(ResultName)   // drawn by try draw(.element(of: model.saved.names))
/// ```
public struct Results<Value> {
  private var values: [ResultName: Value] = [:]
  private var count = 0

  public init() {}

  /// Keeps a value under the next name.
  @discardableResult
  public mutating func store(_ value: Value) -> ResultName {
    defer { count += 1 }
    let name = ResultName(ordinal: count)
    values[name] = value
    return name
  }

  /// The value of that name; `nil` where there is none, or no longer. Setting `nil` forgets it.
  public subscript(name: ResultName) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The names of what is kept, the first stored first: draw one with ``Generator/element(of:)``, which discards the
  /// case where there is none.
  public var names: [ResultName] { values.keys.sorted() }
}

extension Results: Sendable where Value: Sendable {}

/// The name of what an earlier command gave.
public struct ResultName: Sendable, Hashable, Comparable, CustomStringConvertible {
  let ordinal: Int

  public var description: String { "r\(ordinal)" }

  public static func < (x: ResultName, y: ResultName) -> Bool { x.ordinal < y.ordinal }
}
