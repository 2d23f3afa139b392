/// What the exit code says. Throwing one ends the program with it, without a further message.
enum ExitStatus: Int32, Error {
  /// Everything that was asked holds.
  case holds = 0
  /// A claim is refuted, or a defect is found.
  case refuted = 1
  /// The input or the usage is wrong.
  case badInput = 2
  /// The precision or the budget did not decide it.
  case undecided = 3
  /// Interrupted from the terminal: 128 + SIGINT.
  case interrupted = 130

  /// Ends the command with this status where it is not success.
  func conclude() throws {
    if self != .holds { throw self }
  }
}
