import Foundation

/// How a property is run.
public struct Settings: Sendable {
  /// A part of a run.
  public enum Phase: String, Sendable, CaseIterable {
    /// Examples that failed before, from the database.
    case reuse
    /// Random cases.
    case generate
    /// Search for large values of the figures that the property reports.
    case target
    /// Making the failing example, and the example of a figure's largest value, simpler.
    case shrink
    /// Finding which parts of the failing example matter.
    case explain
  }

  /// How many random cases are tried. Discarded ones do not count.
  public var cases = 200
  /// The time after which no further random case is begun. It makes the number of cases depend on the machine.
  public var time: Duration?
  /// Every random choice of the run derives from it.
  public var seed: UInt64 = 0
  /// The parts of the run. Without ``Phase/shrink`` a failing case is reported as it was found.
  public var phases = Set(Phase.allCases)
  /// How many cases the search for large figures tries, over all figures.
  public var targetCases = 1000
  /// How many cases shrinking tries at most, for each failure.
  public var shrinkCases = 20_000
  /// The time after which shrinking ends where it stands, and explaining does, for each failure. It makes the result
  /// depend on the machine where it is reached.
  public var shrinkTime: Duration? = .seconds(10)
  /// How many threads try random cases; the result does not depend on it.
  public var threads = 1
  /// Whether random cases go on to be tried after the first failure, so that other defects are found in the same run.
  public var continuesAfterFailure = false
  /// The most choices that a case may make.
  public var choiceLimit = Draw.defaultLimit
  /// The probability with which a verdict on required coverage may be wrong, either way.
  public var coverageError = 1e-6
  /// Up to how many times as many random cases are tried where required coverage is undecided.
  public var coverageMultiple = 100
  /// Whether a case that ended counts as a comparison: for integrations that cannot count the comparisons made.
  public var countsCasesAsChecks = false
  /// The only example to run, instead of all phases.
  public var replay: Replay?
  /// The property that ``replay`` is meant for: others run as usual. Any, where nothing is said.
  public var replayedProperty: String?
  /// Where failing examples are kept. What is kept is tried first in the next run, so that a result then depends on the
  /// runs before it.
  public var database: ExampleDatabase?
  /// Whether the search for large figures starts from the best examples of earlier runs as well. It makes the largest
  /// values depend on history.
  public var reusesMaxima = false
  /// Whether the whole space of cases is enumerated, where it has at most ``cases``, instead of drawing at random.
  public var enumerates = false
  /// Whether cases run in this process or in another one.
  public var isolation = Isolation.none
  /// How much is said to people.
  public var verbosity = Verbosity.normal
  /// Where the cases go that a verbose run prints as they are tried.
  public var output: @Sendable (String) -> Void = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
  /// Takes an observation of every random, reused and minimal case, in the order of their indices.
  public var observer: (@Sendable (Observation) -> Void)?

  /// How much is said to people.
  public enum Verbosity: String, Sendable, CaseIterable {
    /// One line.
    case quiet
    case normal
    /// Every case as it is tried, and times.
    case verbose
  }

  /// Where cases run.
  public enum Isolation: Sendable, Hashable {
    /// In this process: a case that traps ends it.
    case none
    /// In a child process, forked from this one: a case that traps, exits, takes longer than `timeout` or, on Linux,
    /// more than half of the machine's memory is a failing case, shrunk like any other.
    ///
    /// Only the thread that runs the property exists in the child, so that a property that waits for other threads or
    /// dispatch queues hangs there, and what it changes in memory is not seen outside.
    case childProcess(timeout: Duration)
  }

  /// The default settings.
  public init() {}
}
