import Glibc

/// How many generated cases a test tries: what a second or two can do, or a multiple of it where the environment says
/// so in `CASE_FACTOR`.
public enum CaseCount: Sendable {
    public static let factor = getenv("CASE_FACTOR").flatMap { Int(String(cString: $0)) } ?? 1

    public static func times(_ usual: Int) -> Int { usual * max(1, factor) }
}
