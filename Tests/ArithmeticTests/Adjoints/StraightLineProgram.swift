import Arithmetic
import TestSupport

/// A random computation without branches: each instruction adds a register.
struct StraightLineProgram: Sendable {
  enum Operation: CaseIterable, Sendable {
    case constant, add, subtract, multiply, divide, fuse, negate, power, shift
    // Sums and products over the last registers, through vector operations.
    case dot, outerProduct, rows, scale

    static let scalar = Array(allCases.prefix(9))
  }

  /// An operation on three registers at most, a number, and so many of the last registers.
  struct Instruction: Sendable {
    var operation: Operation
    var operands: [Int]
    var number: Rational
    var width: Int
  }

  var instructions: [Instruction]

  /// - Parameter vectors: whether there are vector operations.
  static func generator(inputs: Int, vectors: Bool) -> Generator<StraightLineProgram> {
    let operations = vectors ? Operation.allCases : Operation.scalar
    return Generator { draw in
      let instructions = try (inputs..<inputs + draw.integer(in: 1...12)).map { register in
        Instruction(
          operation: operations[draw.integer(in: 0...operations.count - 1)],
          operands: (0..<3).map { _ in draw.integer(in: 0...register - 1) }, number: try draw(.rational(size: 4)),
          width: draw.integer(in: 1...register))
      }
      return StraightLineProgram(instructions: instructions)
    }
  }

  /// The registers after the program, the inputs first.
  func callAsFunction<A: Arithmetic>(_ inputs: [A]) -> [A] {
    let context = inputs[0].context
    var registers = inputs
    for instruction in instructions {
      let (x, y, z) = (
        registers[instruction.operands[0]], registers[instruction.operands[1]], registers[instruction.operands[2]]
      )
      let number = A(instruction.number, in: context)
      let width = instruction.width
      let last = A.Vector(registers.suffix(width), in: context)
      var ones = last
      ones.fill(with: A(1, in: context))
      switch instruction.operation {
      case .constant: registers.append(number)
      case .add: registers.append(x + y)
      case .subtract: registers.append(x - y)
      case .multiply: registers.append(x * y)
      case .divide: registers.append(x / y)
      case .fuse: registers.append(x.addingProduct(y, z))
      case .negate: registers.append(-x)
      case .power: registers.append(A.pow(x, width - 2))
      case .shift: registers.append(number + x - 1)
      case .dot:
        var product = last
        product.formProduct(product, last)
        product.subtractProduct(last, ones)
        product.addProduct(last, last)
        product.add(last)
        registers.append(product.dot(last))
      case .outerProduct:
        // (x x^T + x 1^T) read by x, and its last entry.
        var matrix = A.Vector(zeros: width * width, in: context)
        matrix.addOuterProduct(last, last)
        matrix.addOuterProduct(last, ones)
        var read = ones
        read.formProduct(last, matrix: matrix)
        registers.append(read[width - 1])
      case .rows:
        // diag(x) (x, x^2), summed by columns, times a number.
        var matrix = A.Vector(last.elements.flatMap { [$0, $0 * $0] }, in: context)
        matrix.multiplyRows(by: last)
        matrix.multiply(by: x)
        var sums = A.Vector(zeros: 2, in: context)
        sums.formProduct(ones, matrix: matrix)
        registers.append(sums[0] - sums[1])
      case .scale:
        var scaled = last
        scaled.addProduct(x, last)
        scaled.multiply(by: last)
        scaled.subtract(ones)
        scaled.addProduct(y, scaled)
        registers.append(scaled[0])
      }
    }
    return registers
  }
}
