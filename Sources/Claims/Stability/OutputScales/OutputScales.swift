import Arithmetic
import Definitions
import PropertyTesting

/// How large outputs and gradients are under correlated inputs (arXiv 2405.02670, 2411.19455, 2407.07279).
public enum OutputScales {
  /// In the order of the papers.
  public static let claims: [Claim] = [outputScale, imaginaryEigenvalues, frequencyLearning]
}
