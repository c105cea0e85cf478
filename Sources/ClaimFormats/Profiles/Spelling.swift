/// How far two words are apart, for hints about misspelt names.
public enum Spelling: Sendable {
    /// The least number of letters put in, left out or changed (Levenshtein).
    public static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b.utf8)
        var row = Array(0...b.count)
        for (i, letter) in a.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let changed = diagonal + (letter == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }

    /// The word that was most likely meant, or nil when none is near.
    public static func nearest(to word: String, in words: [String], within limit: Int) -> String? {
        let near = words.map { ($0, distance($0, word)) }.min { $0.1 < $1.1 }
        return near.flatMap { $0.1 <= limit ? $0.0 : nil }
    }

    /// The word that was most likely meant; a longer one may be further away.
    public static func nearest(to word: String, among words: [String]) -> String? {
        let near = words.map { (word: $0, distance: distance($0, word)) }.min { $0.distance < $1.distance }
        guard let near, near.distance <= max(2, near.word.utf8.count / 3) else { return nil }
        return near.word
    }
}
