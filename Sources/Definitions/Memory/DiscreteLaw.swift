import Arithmetic

/// A probability law on finitely many rational numbers.
public struct DiscreteLaw: Sendable, Equatable {
  /// The points in ascending order, each once, with positive weights that add up to 1.
  public let atoms: [Atom]

  public struct Atom: Sendable, Equatable {
    public let point, weight: Rational

    public init(point: Rational, weight: Rational) {
      self.point = point
      self.weight = weight
    }
  }

  /// - Parameter atoms: with positive weights, in any order; points may repeat. The weights are scaled to the sum 1.
  public init(_ atoms: [Atom]) {
    precondition(!atoms.isEmpty && atoms.allSatisfy { $0.weight > 0 }, "a law has an atom, and positive weights")
    let total = atoms.reduce(Rational(0)) { $0 + $1.weight }
    var merged: [Atom] = []
    for atom in atoms.sorted(by: { $0.point < $1.point }) {
      let weight = atom.weight / total
      if let last = merged.last, last.point == atom.point {
        merged[merged.count - 1] = Atom(point: last.point, weight: last.weight + weight)
      } else {
        merged.append(Atom(point: atom.point, weight: weight))
      }
    }
    self.atoms = merged
  }

  /// The law of F(x, u) for independent x and u, x of this law.
  public func image(with input: DiscreteLaw, under map: (Rational, Rational) -> Rational) -> DiscreteLaw {
    DiscreteLaw(
      atoms.flatMap { x in
        input.atoms.map { u in Atom(point: map(x.point, u.point), weight: x.weight * u.weight) }
      })
  }

  /// W_1(p, q) = int |P(x <= t) - Q(x <= t)| dt, the least mean distance of a coupling.
  ///
  /// - Source: Villani, Topics in Optimal Transportation, remark 2.19.
  public func wassersteinDistance(to other: DiscreteLaw) -> Rational {
    let signed = atoms.map { ($0.point, $0.weight) } + other.atoms.map { ($0.point, -$0.weight) }
    let ordered = signed.sorted { $0.0 < $1.0 }
    var (distance, difference) = (Rational(0), Rational(0))
    for (current, next) in zip(ordered, ordered.dropFirst()) {
      difference = difference + current.1
      distance = distance + difference.magnitude * (next.0 - current.0)
    }
    return distance
  }
}
