import Arithmetic

/// What the errors of a candidate look like, in sentences, the most telling first.
func observe<Definition: KernelDefinition>(
  _ tensors: [Judgement.Tensor], _ judge: Judge<Definition>
) -> [String] {
  tensors.flatMap { tensor -> [String] in
    let bad = tensor.verdicts.indices.filter { tensor.verdicts[$0] == .defect || tensor.verdicts[$0] == .lessAccurate }
    guard !bad.isEmpty, let values = judge.candidate[tensor.name]?.values else { return [] }
    var sentences = content(tensor, values, judge)
    sentences += places(tensor, bad, judge)
    return sentences
  }
}

/// What the values are, whatever the reference is.
private func content<Definition: KernelDefinition>(
  _ tensor: Judgement.Tensor, _ values: [Double], _ judge: Judge<Definition>
) -> [String] {
  let name = tensor.name
  if let bad = values.firstIndex(where: { !$0.isFinite }) {
    let count = values.count { !$0.isFinite }
    return ["\(name) has \(count) values that are not finite, the first at \(tensor.indices(at: bad)): \(values[bad])."]
  }
  if values.allSatisfy({ $0 == 0 }) { return ["\(name) is 0 everywhere."] }
  if values.count > 1, values.allSatisfy({ $0 == values[0] }) { return ["\(name) is \(values[0]) everywhere."] }
  if let input = judge.call.tensors.sorted(by: { $0.key < $1.key }).first(where: { $0.value.values == values }) {
    return ["\(name) is a copy of the input \(input.key)."]
  }
  return []
}

/// Where the defects are: which rows, heads and times.
private func places<Definition: KernelDefinition>(
  _ tensor: Judgement.Tensor, _ bad: [Int], _ judge: Judge<Definition>
) -> [String] {
  let judged = tensor.judgedCount
  let first = bad[0]
  var sentences = [
    "\(bad.count) of \(judged) elements of \(tensor.name) are defects, the first at \(tensor.indices(at: first))."
  ]
  let axes = judge.definition.specification(of: tensor.name)?.layouts.first { $0.count == tensor.shape.count } ?? []
  let indices = bad.map { tensor.indices(at: $0) }
  for (place, axis) in axes.enumerated() where tensor.shape[place] > 1 {
    let hit = Set(indices.map { $0[place] }).sorted()
    let length = tensor.shape[place]
    if axis.name == DimensionSpecification.time {
      sentences += times(hit, length)
    } else if hit.count < length {
      let shown = hit.prefix(6).map(String.init).joined(separator: ", ") + (hit.count > 6 ? ", ..." : "")
      sentences.append("Along \(axis) only \(shown) of 0 to \(length - 1) \(hit.count == 1 ? "is" : "are") wrong.")
    }
  }
  return sentences
}

/// At which times defects are.
private func times(_ hit: [Int], _ length: Int) -> [String] {
  guard let first = hit.first, hit.count < length else { return [] }
  if hit.count == 1 { return ["Only time \(first) is wrong."] }
  if hit.count == length - first {
    let chunk = [16, 32, 64, 128, 256, 512, 1024, 2048].first { first == $0 }
    let cause = chunk.map { ", where the second chunk of \($0) steps starts: a state that is not carried over?" } ?? "."
    return ["All is right before time \(first) and wrong from there on\(cause)"]
  }
  let last = hit[hit.count - 1]
  if hit.count == last - first + 1 { return ["Only times \(first) to \(last) are wrong."] }
  let step = hit[1] - hit[0]
  if step > 1, zip(hit, hit.dropFirst()).allSatisfy({ $1 - $0 == step }) {
    return ["Every \(step)th time is wrong, from \(first) on."]
  }
  return ["The first wrong time is \(first), the last \(last), of 0 to \(length - 1)."]
}
