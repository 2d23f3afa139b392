import Arithmetic
import Foundation

/// The moduli near which the roots of a polynomial lie, from its Newton polygon: the upper convex hull of the points
/// (k, log2 |c_k|). An edge from i to k stands for k - i roots of modulus about |c_i/c_k|^(1/(k - i)).
///
/// - Source: Bini, "Numerical computation of polynomial zeros by means of Aberth's method", Numer. Algorithms 13
///   (1996).
struct NewtonPolygon {
  /// The number of roots and log2 of their modulus, the smallest first.
  let edges: [(count: Int, logarithm: Double)]

  /// - Parameter sizes: |c_k|, the first and the last not 0.
  init(_ sizes: [Magnitude]) {
    func logarithm(_ k: Int) -> Double { Double(sizes[k].exponent) + Foundation.log2(sizes[k].significand) }
    var hull: [(index: Int, height: Double)] = []
    for k in sizes.indices where !sizes[k].isZero {
      let point = (index: k, height: logarithm(k))
      while hull.count >= 2 {
        let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
        let turn =
          Double(b.index - a.index) * (point.height - a.height) - Double(point.index - a.index) * (b.height - a.height)
        guard turn >= 0 else { break }
        hull.removeLast()
      }
      hull.append(point)
    }
    edges = zip(hull, hull.dropFirst()).map { a, b in
      (b.index - a.index, (a.height - b.height) / Double(b.index - a.index))
    }
  }

  /// As many starting points as there are roots, on circles with these moduli, at angles that belong to no symmetry.
  func startingPoints<R: RoundingArithmetic & RealElementaryArithmetic>(in context: R.Context) -> [Complex<R>] {
    let degree = edges.reduce(0) { $0 + $1.count }
    var points: [Complex<R>] = []
    for (position, edge) in edges.enumerated() {
      let whole = min(max(Int(edge.logarithm.rounded(.down)), -R.exponentLimit), R.exponentLimit)
      let radius = R.powerOfTwo(whole, in: context) * R(Foundation.exp2(edge.logarithm - Double(whole)), in: context)
      for j in 0..<edge.count {
        let turn = Double(j) / Double(edge.count) + Double(position) / Double(degree)
        let angle = 2 * Double.pi * turn + 0.7
        points.append(
          Complex(
            radius * R(Foundation.cos(angle), in: context), radius * R(Foundation.sin(angle), in: context)))
      }
    }
    return points
  }
}
