import Foundation

/// The steps Delta that a selective layer really took, captured from a run.
///
/// A capture is a safetensors file with `dt`, shape (batch, channels, length): the steps themselves; or with `dt_raw`
/// of that shape and perhaps `dt_bias`, shape (channels), from which they are softplus(dt_raw + dt_bias).
public struct StepCapture: Sendable {
  /// Where the steps come from.
  public enum Origin: Equatable, Sendable {
    /// The tensor `dt`: exact, as the program that made the file held it.
    case stored
    /// softplus(`dt_raw` + `dt_bias`), computed in double precision: right to a few units in the last place.
    case computed
  }

  /// The file.
  public let path: String

  /// Where the steps come from.
  public let origin: Origin

  /// The number of sequences.
  public let batch: Int

  /// The number of channels.
  public let channels: Int

  /// The number of steps of a sequence.
  public let length: Int

  /// How `dt`, or else `dt_raw`, is stored.
  public let elementType: ElementType

  /// The steps, shape (batch, channels, length), row-major; all are finite and at least 0.
  public let values: [Double]

  /// Reads a capture.
  ///
  /// - Throws: what `SafetensorsFile` throws; `missingTensor` where there is neither `dt` nor `dt_raw`; `wrongShape`,
  ///   `wrongElementType`; `notFinite` also where a stored step is negative.
  public init(path: String) throws(InterchangeError) { try self.init(file: SafetensorsFile(path: path)) }

  /// Reads a capture from a file that is open already.
  public init(file: SafetensorsFile) throws(InterchangeError) {
    guard file.contains("dt") || file.contains("dt_raw") else {
      throw InterchangeError(
        .missingTensor, file: file.path, tensor: "dt", expected: "steps: a tensor 'dt' or 'dt_raw'",
        found: file.abbreviatedNames)
    }
    let names = ["dt", "dt_raw", "dt_bias"].filter { file.contains($0) }
    var source = LayerSource(
      file: file, name: "", tensorNames: Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }))
    let axes = ["batch", "channels", "length"]
    path = file.path
    if let steps = try source.optional("dt", axes) {
      if let bad = steps.values.firstIndex(where: { $0 < 0 }) {
        throw InterchangeError(
          .notFinite, file: file.path, tensor: "dt", expected: "steps of at least 0",
          found: "\(steps.values[bad]) at index \(steps.indices(at: bad))")
      }
      origin = .stored
      elementType = steps.elementType
      values = steps.values
    } else {
      let raw = try source.parameter("dt_raw", axes)
      let bias = try source.optional("dt_bias", ["channels"])
      let (channels, length) = (source.length("channels"), source.length("length"))
      origin = .computed
      elementType = raw.elementType
      values = raw.values.enumerated().map { position, value in
        softplus(value + (bias?.values[position / length % channels] ?? 0))
      }
    }
    batch = source.length("batch")
    channels = source.length("channels")
    length = source.length("length")
  }

  /// The step of one channel at one time.
  ///
  /// - Precondition: each index is within its axis.
  public subscript(batch: Int, channel: Int, time: Int) -> Double {
    values[rowMajorPosition([batch, channel, time], in: [self.batch, channels, length])]
  }

  /// The steps of one channel, over all sequences.
  public func values(ofChannel channel: Int) -> [Double] {
    (0..<batch).flatMap { row in
      let start = (row * channels + channel) * length
      return values[start..<start + length]
    }
  }
}

/// log(1 + e^x), without overflow and without cancellation.
private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
