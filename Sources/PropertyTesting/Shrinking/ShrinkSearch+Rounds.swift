extension ShrinkSearch {
  /// Runs the passes in rounds until none of them helps, the cheap ones first; whether that point was reached is
  /// returned.
  mutating func runToFixedPoint() -> Bool {
    repeat {
      var round = 0
      while runCheapPasses(round) && !isOver { round += 1 }
    } while runThoroughPasses() && !isOver
    return !isOver
  }

  /// Passes that remove much at once, and those that end soon where nothing is left to do.
  ///
  /// Where they go on helping, two numbers may be overtaking one another in small steps: then pairs are lowered as
  /// well.
  private mutating func runCheapPasses(_ round: Int) -> Bool {
    var helped = run("take the simplest case") { $0.simplifyAll() }
    helped = run("delete elements") { $0.deleteElements() } || helped
    helped = run("simplify runs of choices") { $0.simplifyRuns() } || helped
    helped = run("hoist inner spans") { $0.hoist() } || helped
    helped = run("delete spans") { $0.deleteSpans() } || helped
    helped = run("merge collections") { $0.mergeCollections() } || helped
    helped = run("round numbers") { $0.roundNumbers() } || helped
    helped = run("sort") { $0.sortSiblings() } || helped
    helped = run("lower equal choices") { $0.lowerEqualChoices() } || helped
    if round > 1 { helped = run("lower pairs") { $0.lowerPairs() } || helped }
    helped = run("lower choices") { $0.lowerChoices() } || helped
    return helped
  }

  /// Passes that try many changes. The first that helps sends the search back to the cheap ones.
  private mutating func runThoroughPasses() -> Bool {
    run("turn signs") { $0.turnSigns() }
      || run("delete blocks") { $0.deleteBlocks() }
      || run("lower pairs") { $0.lowerPairs() }
      || run("add up") { $0.addUp() }
      || run("hoist and fill") { $0.hoistAndFill() }
      || run("lower structure") { $0.lowerStructure() }
      || run("lower and delete") { $0.lowerAndDelete() }
      || run("renumber") { $0.deleteAndRenumber() }
      || run("move elements") { $0.moveElements() }
      || run("delete choices") { $0.deleteRuns() }
      || run("try the simplest") { $0.enumerateSimplest() }
  }
}
