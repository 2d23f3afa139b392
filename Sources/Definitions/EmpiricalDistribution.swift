import Arithmetic

/// What independent samples say about a distribution, with a bound that holds for every sample size.
public enum EmpiricalDistribution {
  /// The Kolmogorov distance of samples from the uniform distribution on [0, 1]: the largest difference between the share
  /// of the samples up to x and x.
  public static func distanceFromUniform(_ samples: [Double]) -> Double {
    let count = Double(samples.count)
    return samples.sorted().enumerated().reduce(0) { worst, sample in
      let (index, x) = (Double(sample.offset), sample.element)
      return max(worst, x - index / count, (index + 1) / count - x)
    }
  }

  /// The distance that independent samples of the distribution exceed with probability at most alpha:
  /// sqrt(log(2/alpha)/(2 n)); also the deviation of the share of samples in one set, from its probability.
  ///
  /// - Source: Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality", Ann. Probab. 18 (1990);
  ///   Hoeffding, J. Amer. Statist. Assoc. 58 (1963).
  public static func deviation<A: ElementaryArithmetic>(count: Int, probability alpha: A) -> A {
    A.sqrt(A.log(2 / alpha) / IntegerConstant(2 * count))
  }
}
