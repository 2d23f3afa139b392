import Arithmetic
import Definitions

/// A scan over a tree of tokens, `stree`.
public struct TreeScanKernel: KernelDefinition {
  public let identifier = "stree"
  public let title = "Scan along the branches of a tree of tokens"
  public let formula = """
    h_i = a_i h_parent(i) + b_i,   where the parent of a root is h0, or 0
    """
  public let source = "Wu et al., arXiv 2505.14969 (STree)"
  public let dimensions: [DimensionSpecification] = [
    .init("batch", "trees", sizes: [1, 2]),
    .init("length", "nodes, each after its parent", sizes: [1, 2, 5, 9]),
    .init("channels", "channels", sizes: [1, 2, 3]),
  ]
  public let tensors: [TensorSpecification] = [
    .init("a", ["batch", "length", "channels"], domain: .between(-0.25, 1), summary: "the gates"),
    .init("b", ["batch", "length", "channels"], summary: "the inputs"),
    .init(
      "parents", ["batch", "length"], domain: .integers(-1...30), summary: "the parent of each node; -1 for a root"),
    .init("h0", ["batch", "channels"], isOptional: true, summary: "the state before the roots"),
    .init("h", ["batch", "length", "channels"], role: .output, summary: "the states"),
  ]
  public let forms: [Form] = [
    .recurrent, Form("paths", .sameProducts, .recurrent, "sums over the paths to the root"),
  ]
  public let linearInputs = ["b", "h0"]

  public enum Mutation: String, KernelMutation {
    case chain
    case gateOfParent = "gate-of-parent"
    case grandparent
    case nextNode = "next-node"
    case secondRootContinues = "second-root-continues"
    case rootResets = "root-resets"
    case siblingsAdded = "siblings-added"

    public var statement: String {
      switch self {
      case .chain: "the node before in place of the parent: siblings see each other"
      case .gateOfParent: "the gate of the parent in place of the node's own"
      case .grandparent: "the grandparent in place of the parent"
      case .nextNode: "parents counted from 1: the node before the parent"
      case .secondRootContinues: "later roots that continue from the node before them"
      case .rootResets: "roots without h0"
      case .siblingsAdded: "the state of an earlier sibling added"
      }
    }
  }

  public init() {}

  public func check(_ call: KernelCall) throws(KernelCallError) {
    guard let parents = call.tensors["parents"], let length = parents.shape.last, length > 0 else { return }
    for (position, parent) in parents.values.enumerated() where parent < -1 || parent >= Double(position % length) {
      throw KernelCallError(
        kernel: identifier, subject: "'parents'", expected: "-1 or an earlier node",
        found: "\(Int(parent)) at index \(parents.indices(at: position))")
    }
  }

  public func adjust(_ tensors: inout [String: NumericTensor], _ flags: inout [String: FlagValue], _ style: CallStyle) {
    guard let parents = tensors["parents"], let length = parents.shape.last else { return }
    for (position, parent) in parents.values.enumerated() {
      let node = position % length
      tensors["parents"]?.values[position] = Double((Int(parent) + 1) % (node + 1) - 1)
    }
  }

  public func partCount(of call: KernelCall) -> Int {
    (call.dimensions["batch"] ?? 0) * (call.dimensions["channels"] ?? 0)
  }

  public func evaluate<N: NumberSystem>(part: Int, in e: Evaluation<N>) -> [OutputPart<N>]? {
    let (row, channel) = part.quotientAndRemainder(dividingBy: e.length("channels"))
    let range = 0..<e.length("length")
    let tree = range.map { Int(e.input("parents").stored(row, $0)) }
    var gates = range.map { e.input("a")[row, $0, channel] }
    let inputs = range.map { e.input("b")[row, $0, channel] }
    if e.has(Mutation.gateOfParent) { gates = range.map { gates[max(tree[$0], 0)] } }
    var initial = e.optionalInput("h0")?[row, channel] ?? e.constant(0)
    if e.has(Mutation.rootResets) { initial = e.constant(0) }
    let parents = range.map { i in altered(tree, i, e) }
    var states =
      e.form.name == "paths"
      ? range.map {
        TreeScan.sumOverPath(to: $0, gates: gates, inputs: inputs, parents: parents, initial: initial)
      } : TreeScan.states(gates: gates, inputs: inputs, parents: parents, initial: initial)
    if e.has(Mutation.siblingsAdded) {
      for i in range.reversed() {
        if let sibling = (0..<i).last(where: { tree[$0] == tree[i] }) { states[i] = states[i] + states[sibling] }
      }
    }
    var h = e.output("h")
    for i in range { h.append(states[i], at: row, i, channel) }
    return [h]
  }

  private func altered<N: NumberSystem>(_ tree: [Int], _ i: Int, _ e: Evaluation<N>) -> Int {
    let parent = tree[i]
    if e.has(Mutation.chain) { return i - 1 }
    if e.has(Mutation.secondRootContinues), parent < 0 { return i - 1 }
    if e.has(Mutation.nextNode) { return max(parent - 1, -1) }
    return e.has(Mutation.grandparent) && parent >= 0 ? tree[parent] : parent
  }
}
