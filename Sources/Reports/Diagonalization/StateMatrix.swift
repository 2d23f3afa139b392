import Arithmetic
import Definitions
import Foundation
import Interchange
import LinearAlgebra

/// A state matrix that is to be diagonalized, with the input and the output vector of a transfer function
/// G(s) = C (s I - A)^-1 B.
public struct StateMatrix: Sendable {
  private enum Source: Sendable {
    case hippo(HiPPO)
    /// Elements row by row, in turns their real and imaginary parts, exactly as stored.
    case stored(matrix: [Double], input: [Double]?, output: [Double]?)
  }

  /// As a file name would have it: `legs`, or the file's name without its extension.
  public let name: String
  /// In words.
  public let title: String
  /// n.
  public let order: Int
  /// Whether every element is real.
  public let isReal: Bool
  /// What B and C are, in words.
  public let vectors: String
  private let source: Source

  /// The largest order that is taken: the work grows with its cube, and the precision with it.
  public static let largestOrder = 256

  /// A HiPPO matrix with its B and C = (1, ..., 1)/sqrt(n).
  public init(_ hippo: HiPPO, order: Int) {
    precondition((1...Self.largestOrder).contains(order), "an order from 1 to \(Self.largestOrder)")
    name = hippo.rawValue.lowercased()
    title = "HiPPO-\(hippo.rawValue.prefix(1).uppercased() + hippo.rawValue.dropFirst()), n = \(order)"
    self.order = order
    isReal = true
    vectors = "B of HiPPO, C = (1, ..., 1)/sqrt(n)"
    source = .hippo(hippo)
  }

  /// A square matrix from a file of any format that is read here. Where the file has tensors `B` and `C` with as many
  /// elements as the matrix has rows, they are the vectors; else both are (1, ..., 1)/sqrt(n).
  ///
  /// - Parameter tensor: the matrix's name; nil for `A`, or the only tensor of the file.
  /// - Throws: `missingTensor`, `ambiguousName`, `wrongShape`, `notFinite`, and what reading the file throws.
  public init(_ file: TensorFile, tensor: String? = nil) throws(InterchangeError) {
    let (path, names) = (file.path, file.names)
    guard let chosen = tensor ?? (names.contains("A") ? "A" : names.count == 1 ? names[0] : nil) else {
      throw InterchangeError(
        .ambiguousName, file: path, expected: "one tensor, one called A, or the name of the matrix",
        found: "\(names.count) tensors: \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", ..." : "")")
    }
    let matrix = try file.tensor(chosen)
    guard matrix.shape.count == 2, matrix.shape[0] == matrix.shape[1], (1...Self.largestOrder).contains(matrix.shape[0])
    else {
      throw InterchangeError(
        .wrongShape, file: path, tensor: chosen,
        expected: "a square matrix of order 1 to \(Self.largestOrder)", found: "shape \(matrix.shape)")
    }
    order = matrix.shape[0]
    let elements = try Self.finite(matrix)
    isReal = stride(from: 1, to: elements.count, by: 2).allSatisfy { elements[$0] == 0 }
    let input = try Self.vector("B", of: order, in: file)
    let output = try Self.vector("C", of: order, in: file)
    name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    title = "\((path as NSString).lastPathComponent)\(names.count > 1 ? ", \(chosen)" : ""), n = \(order)"
    let ones = "(1, ..., 1)/sqrt(n)"
    vectors =
      input == nil && output == nil
      ? "B = C = \(ones)"
      : "\(input == nil ? "B = \(ones)" : "B of the file"), \(output == nil ? "C = \(ones)" : "C of the file")"
    source = .stored(matrix: elements, input: input, output: output)
  }

  private static func finite(_ tensor: Tensor) throws(InterchangeError) -> [Double] {
    let values = try tensor.complexDoubles()
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw InterchangeError(
        .notFinite, file: tensor.path, tensor: tensor.name, expected: "finite numbers",
        found: "\(values[bad]) at index \(tensor.indices(at: bad / 2))")
    }
    return values
  }

  private static func vector(_ name: String, of order: Int, in file: TensorFile) throws(InterchangeError) -> [Double]? {
    guard file.contains(name) else { return nil }
    let tensor = try file.tensor(name)
    guard tensor.count == order else {
      throw InterchangeError(
        .wrongShape, file: file.path, tensor: name, expected: "\(order) elements, as the matrix has rows",
        found: "shape \(tensor.shape)")
    }
    return try finite(tensor)
  }
}

extension StateMatrix {
  /// The system (A, B, C), enclosed.
  public func system(in precision: Precision) -> LinearSystem<Disc> {
    let even = Disc(1 / Ball.sqrt(Ball(order, in: precision)))
    switch source {
    case .hippo(let hippo):
      let matrix: Matrix<Ball> = hippo.matrix(order: order, in: precision)
      let input: [Ball] = hippo.input(order: order, in: precision)
      return LinearSystem(
        matrix: Matrix<Disc>(matrix), input: input.map { Disc($0) },
        output: Array(repeating: even, count: order))
    case .stored(let matrix, let input, let output):
      let vectors = [input, output].map { values in
        (0..<order).map { i in values.map { Self.element(i, of: $0, in: precision) } ?? even }
      }
      return LinearSystem(
        matrix: Matrix(order, order, in: precision) { Self.element($0 * order + $1, of: matrix, in: precision) },
        input: vectors[0], output: vectors[1])
    }
  }

  private static func element(_ index: Int, of values: [Double], in precision: Precision) -> Disc {
    Disc(Ball(values[2 * index], in: precision), Ball(values[2 * index + 1], in: precision))
  }

  /// The HiPPO matrix that this is, if it is one.
  var hippo: HiPPO? { if case .hippo(let hippo) = source { hippo } else { nil } }
}
