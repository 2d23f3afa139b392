import PropertyTesting
import Testing

@Suite("Cases that grow too large")
struct LargeCaseTests {
  indirect enum Tree: Sendable {
    case leaf
    case node([Tree])
  }

  static let properties: [Property] = [
    Property("an array") { draw in
      _ = try draw(.array(of: .bool(), count: 0...Int.max))
    },
    Property("an array of fixed length") { draw in
      _ = try draw(.array(of: .bool(), count: 1 << 60))
    },
    Property("around chunks") { draw in
      _ = try draw(.array(of: .bool(), countAround: 1 << 50))
    },
    Property("with repeats") { draw in
      _ = try draw(.array(of: .bool(), repeating: 0.5, count: Int.max - 1...Int.max))
    },
    Property("a set") { draw in
      _ = try draw(.set(of: Generator<Int>.integer(), count: Int.max - 1...Int.max))
    },
    Property("a constant vector") { draw in
      _ = try draw(.constantVector(of: .double(in: 0...1), count: Int.max - 1...Int.max))
    },
    Property("a filter that never holds, in a large case") { draw in
      _ = try draw(.array(of: .bool(), count: 10_000).filter { _ in false })
    },
  ]

  @Test("do not count, and do not fill the memory", arguments: properties.indices)
  func limit(index: Int) {
    var settings = Settings()
    settings.cases = 2
    settings.choiceLimit = 5000
    settings.phases = [.generate]
    let result = Runner(Self.properties[index], settings: settings).run()
    #expect(result.tooLarge > 0 && result.discarded == 0)
    #expect(result.tooLarge < 20 || result.warnings.contains { $0.contains("more than 5000 choices") })
  }

  @Test("are none that a recursion with many branches makes")
  func recursion() {
    let tree = Generator<Tree>.recursive(.always(.leaf), depth: 12) { inner in
      Generator<[Tree]>.array(of: inner, count: 0...8).map(Tree.node)
    }
    let result = Runner(
      Property("trees") { draw in
        _ = try draw(tree)
        draw.label("large", when: draw.choices.count > 1000)
        try draw.verify(draw.choices.count < 4000)
      }
    ).run()
    #expect(result.isPassed && result.tooLarge == 0, "\(result)")
    #expect((result.labels["large"] ?? 0) > 10)
  }
}
