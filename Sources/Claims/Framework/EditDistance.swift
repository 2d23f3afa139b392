/// The three of `names` nearest to `text` by edit distance, nearest first, upper and lower case alike.
public func nearest(to text: String, among names: [String]) -> [String] {
  let key = Array(text.lowercased().utf8)
  let ranked = names.enumerated().map { (editDistance(key, Array($1.lowercased().utf8)), $0, $1) }
  return ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
}

/// Levenshtein's distance.
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for i in 0..<a.count {
    var diagonal = row[0]
    row[0] = i + 1
    for j in 0..<b.count {
      let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
