import Foundation

/// The bytes of a file, mapped into memory and read as they are touched, or bytes held in memory.
///
/// The mapping is private and read-only and lives as long as the object. Should somebody shorten the file meanwhile,
/// touching the lost pages would end the process; `checkLength()` asks the system for the present length first, so that
/// a reader that calls it before each use gets an error instead. (Only a cut between that question and the reading of
/// the bytes goes unseen.)
final class FileBytes: Sendable {
  /// All bytes. Valid while the object lives.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// The name of the file, for messages.
  let path: String

  /// The open file behind a mapping, or nil for bytes in memory.
  private let descriptor: Int32?

  /// Maps the file at `path`.
  ///
  /// - Throws: `cannotOpen` where it is missing, unreadable, or not a regular file.
  init(mapping path: String) throws(InterchangeError) {
    self.path = path
    // Not blocking: opening a pipe that nobody writes to would otherwise wait for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InterchangeError(.cannotOpen, file: path, expected: "a readable file", found: Self.systemError())
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw InterchangeError(
        .cannotOpen, file: path, expected: "a regular file", found: "a directory, a device or a pipe")
    }
    let length = Int(status.st_size)
    // A mapping of no bytes is an error to the system; an empty file is only an empty buffer to us.
    if length == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    } else {
      let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let start, start != MAP_FAILED else {
        let problem = Self.systemError()
        close(descriptor)
        throw InterchangeError(
          .cannotOpen, file: path, expected: "a file of \(length) bytes that can be mapped", found: problem)
      }
      bytes = UnsafeRawBufferPointer(start: start, count: length)
    }
    self.descriptor = descriptor
  }

  /// Makes room for `count` bytes, which `fill` writes; `path` is what messages call them.
  ///
  /// - Throws: `cannotOpen` where there is no such room in memory, and what `fill` throws.
  init(
    count: Int, path: String, fill: (UnsafeMutableRawBufferPointer) throws(InterchangeError) -> Void
  ) throws(InterchangeError) {
    // Not Swift's allocation, which ends the process where there is no room: sizes come from files.
    guard let start = malloc(max(count, 1)) else {
      throw InterchangeError(
        .cannotOpen, file: path, expected: "\(count) bytes of memory for a tensor", found: Self.systemError())
    }
    let room = UnsafeMutableRawBufferPointer(start: start, count: count)
    do {
      try fill(room)
    } catch {
      free(start)
      throw error
    }
    bytes = UnsafeRawBufferPointer(room)
    self.path = path
    descriptor = nil
  }

  /// Holds a copy of `contents`; `path` is what messages call it.
  convenience init(copying contents: [UInt8], path: String) {
    self.init(copying: contents, count: contents.count, path: path)
  }

  /// Holds a copy of bytes that somebody else owns.
  convenience init(copying contents: UnsafeRawBufferPointer, path: String) {
    self.init(copying: contents, count: contents.count, path: path)
  }

  private init(copying contents: some Collection<UInt8>, count: Int, path: String) {
    let copy = UnsafeMutableRawBufferPointer(start: malloc(max(count, 1)), count: count)
    copy.copyBytes(from: contents)
    bytes = UnsafeRawBufferPointer(copy)
    self.path = path
    descriptor = nil
  }

  deinit {
    let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    guard let descriptor else { return free(start) }
    if let start { munmap(start, bytes.count) }
    close(descriptor)
  }

  /// Checks that the file has not been cut since it was opened.
  func checkLength() throws(InterchangeError) {
    guard let descriptor else { return }
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) >= bytes.count else {
      throw InterchangeError(
        .truncated, file: path, expected: "the \(bytes.count) bytes it had when it was opened",
        found: "\(Int(status.st_size)) bytes")
    }
  }

  /// The system's words for the last failed call.
  static func systemError() -> String { String(cString: strerror(errno)) }
}
