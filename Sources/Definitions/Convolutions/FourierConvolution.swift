import Arithmetic

/// The first `count` outputs of the circular convolution of size N by transforms, as
/// ``circularConvolution(_:_:size:count:)`` has it from the definition: y = F^-1 (F k . F u).
///
/// - Parameters:
///   - input, taps: u and k, of at most N elements, padded with zeros.
///   - transform: F; its order is N.
///   - count: at most N.
public func fourierConvolution<A: Arithmetic>(
  _ input: [A], _ taps: [A], by transform: MonarchTransform<A>, count: Int
) -> [A] {
  let size = transform.order
  precondition(size >= max(input.count, taps.count, count), "a transform is at least as long as its operands")
  let context = transform.root.context
  func spectrum(_ x: [A]) -> [A] {
    transform(x + Array(repeating: A(0, in: context), count: size - x.count))
  }
  let product = zip(spectrum(input), spectrum(taps)).map { $0 * $1 }
  return Array(transform.inverse(product).prefix(count))
}
