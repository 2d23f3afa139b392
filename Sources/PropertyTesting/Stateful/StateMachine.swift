/// A model and the system that it describes, driven by the same commands.
///
/// The model is so simple that it is right: an array for a ring buffer, the whole sum for a streaming one. A case is a
/// program: commands drawn one after the other, each allowed where the model stands, run on both sides and compared. A
/// failing program shrinks like everything else, to the fewest and simplest commands that still tell the two apart.
///
/// ```swift
/// struct StackMachine: StateMachine {
///   enum Command {
///     case push(Int)
///     case pop
///   }
///
///   func start(_ draw: inout Draw) -> (model: [Int], system: Stack) { ([], Stack()) }
///
///   func command(_ draw: inout Draw, in model: [Int]) throws -> Command? {
///     if model.isEmpty || draw.bool() { return .push(try draw(.integer(in: 0...9))) }
///     return .pop
///   }
///
///   func predict(_ command: Command, with model: inout [Int]) -> Int? {
///     switch command {
///     case .push(let value):
///       model.append(value)
///       return nil
///     case .pop: return model.removeLast()
///     }
///   }
///
///   func perform(_ command: Command, on system: inout Stack) -> Int? { ... }
/// }
///
/// let property = Property("a stack", of: StackMachine())
/// ```
///
/// The commands are drawn while they run, as in Claessen and Hughes, Testing monadic code with QuickCheck, Haskell
/// Workshop 2002, doi:10.1145/581690.581696, so that a precondition needs no second statement: a shrunk program is
/// drawn anew from fewer and simpler choices, and each of its commands is again one that its state allows.
public protocol StateMachine: Sendable {
  /// What the model knows.
  associatedtype Model
  /// What is tested.
  associatedtype System
  /// A step of a program. It is printed as `String(describing:)` says.
  associatedtype Command
  /// What a command gives back.
  associatedtype Output = Void

  /// The two sides before the first command. What is drawn here, a capacity or first contents, is a part of the case.
  func start(_ draw: inout Draw) throws -> (model: Model, system: System)

  /// A command that is allowed where the model stands; `nil` where none is, which ends the program.
  func command(_ draw: inout Draw, in model: Model) throws -> Command?

  /// Runs a command on the model.
  ///
  /// - Returns: what the system has to give back.
  func predict(_ command: Command, with model: inout Model) throws -> Output

  /// Runs a command on the system.
  ///
  /// - Returns: what it gave back.
  /// - Throws: what the system throws, which fails the case.
  func perform(_ command: Command, on system: inout System) throws -> Output

  /// Compares what a command gave back with what the model predicted. Where outputs are `Equatable` and nothing else is
  /// said, they must be equal.
  func verify(_ actual: Output, against predicted: Output, of command: Command, _ draw: inout Draw) throws

  /// Compares the two sides before the first command and after each one. Does nothing where nothing is said.
  func verifyState(of system: System, against model: Model, _ draw: inout Draw) throws
}

extension StateMachine {
  public func verifyState(of system: System, against model: Model, _ draw: inout Draw) throws {}
}

extension StateMachine where Output == Void {
  public func verify(_ actual: Void, against predicted: Void, of command: Command, _ draw: inout Draw) throws {}
}

extension StateMachine where Output: Equatable {
  public func verify(_ actual: Output, against predicted: Output, of command: Command, _ draw: inout Draw) throws {
    draw.didCheck()
    if actual != predicted {
      throw Disagreement(message: "\(command) gives \(actual); the model gives \(predicted)")
    }
  }
}

/// Two outputs that are not equal: ``Draw/run(_:steps:fileID:line:)`` says where.
struct Disagreement: Error {
  let message: String
}
