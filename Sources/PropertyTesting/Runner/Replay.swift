/// A recorded stream of choices as one line of text.
public struct Replay: Sendable, Hashable {
  public let choices: [Choice]

  public init(_ choices: [Choice]) { self.choices = choices }

  public var text: String { "" }
}
