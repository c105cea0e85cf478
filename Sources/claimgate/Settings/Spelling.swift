/// How far two words are apart.
enum Spelling {
    /// The least number of letters put in, left out or changed (Levenshtein).
    static func distance(_ a: String, _ b: String) -> Int {
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
    static func nearest(to word: String, in words: [String], within limit: Int) -> String? {
        let near = words.map { ($0, distance($0, word)) }.min { $0.1 < $1.1 }
        return near.flatMap { $0.1 <= limit ? $0.0 : nil }
    }
}
