import CSIMD
import Dispatch

/// How a kernel is run. Results are the same, bit for bit, for every value: a task is a range of whole channels of one
/// batch row, and neither time nor a sum is ever divided.
public struct Execution: Hashable, Sendable {
  /// How many threads work at once, at least 1.
  public var threads: Int
  public var instructionSet: InstructionSet

  /// - Parameters:
  ///   - threads: at least 1; by default the processors on line.
  ///   - instructionSet: one of ``InstructionSet/available``; by default the widest.
  public init(threads: Int = Execution.processorCount, instructionSet: InstructionSet = .best) {
    self.threads = threads
    self.instructionSet = instructionSet
  }

  /// The number of processors on line.
  public static let processorCount = Int(csimd_processor_count())

  func check() throws(KernelError) {
    guard threads >= 1 else {
      throw KernelError(argument: "threads", expected: "at least 1", found: "\(threads)")
    }
    guard InstructionSet.available.contains(instructionSet) else {
      let expected = InstructionSet.available.map { "\($0)" }.joined(separator: " or ")
      throw KernelError(argument: "instructionSet", expected: expected, found: "\(instructionSet)")
    }
  }
}

/// A range of channels of one batch row: what one call of the vector code does.
struct ChannelTask {
  var row: Int
  var first: Int
  var count: Int
}

extension Execution {
  /// Divides `rows` x `channels` into tasks of at most `limit` channels, each a multiple of `lanes` but the last of a
  /// row, small enough for every thread to have one, and runs `body` on each. Each thread has `scratch` bytes of its
  /// own for the tasks' use, aligned to 64; `scratch` is given the largest count of channels that a task has.
  func forEachTask(
    rows: Int, channels: Int, lanes: Int, limit: Int, scratch: (Int) -> Int = { _ in 0 },
    _ body: (ChannelTask, UnsafeMutableRawPointer) -> Void
  ) {
    guard rows > 0, channels > 0 else { return }
    let share = (rows * channels + threads - 1) / threads
    let width = min(max(lanes, (share + lanes - 1) / lanes * lanes), max(lanes, limit / lanes * lanes))
    let tasksOfRow = (channels + width - 1) / width
    let tasks = rows * tasksOfRow
    let workers = min(threads, tasks)
    let bytes = max(64, scratch(min(width, channels)))
    withoutActuallyEscaping(body) { body in
      // Tasks write disjoint ranges of channels and share only what they read.
      nonisolated(unsafe) let body = body
      let work: @Sendable (Int) -> Void = { worker in
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        defer { memory.deallocate() }
        for task in stride(from: worker, to: tasks, by: workers) {
          let first = task % tasksOfRow * width
          body(ChannelTask(row: task / tasksOfRow, first: first, count: min(width, channels - first)), memory)
        }
      }
      if workers == 1 {
        work(0)
      } else {
        DispatchQueue.concurrentPerform(iterations: workers, execute: work)
      }
    }
  }
}
