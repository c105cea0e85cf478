public import ClaimRules

/// One thing that is wrong with a file of a profile, and where.
public struct ProfileFileProblem: Sendable, Equatable {
    public let file: String
    /// Line and column from 1, where the value begins or the object that lacks it; columns count Unicode scalars.
    public let line: Int
    public let column: Int
    /// JSON Pointer (RFC 6901) to the value.
    public let pointer: String
    /// A sentence that says what would be right.
    public let detail: String

    /// `file:line:column: pointer: detail`.
    public var text: String {
        let place = pointer.isEmpty ? "" : TextLayout.printable(pointer) + ": "
        return "\(file):\(line):\(column): \(place)\(detail)"
    }
}

/// Everything that is wrong with a deployment's profiles, file by file.
public struct ProfileFilesError: Error, Sendable {
    public let problems: [ProfileFileProblem]
}

/// A deployment's own profiles: small JSON files, one profile each (docs/profiles.md).
public enum ProfileFiles: Sendable {
    /// The largest file, in bytes. One that weighs every rule anew takes about five thousand.
    public static let limit = 1 << 16

    /// The built-in profiles and those of these files, in their order; a file may extend the profile of one before it.
    ///
    /// - Throws: everything that is wrong with all of them.
    public static func read(_ files: [(name: String, bytes: [UInt8])]) throws(ProfileFilesError) -> ProfileSet {
        var own: [Profile] = []
        var problems: [ProfileFileProblem] = []
        for file in files {
            let (profile, found) = file.bytes.withUnsafeBufferPointer { read($0, of: file.name, beside: own) }
            problems += found
            if let profile { own.append(profile) }
        }
        guard problems.isEmpty else { throw ProfileFilesError(problems: problems) }
        return ProfileSet(adding: own, digest: digest(own))
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        of file: String,
        beside own: [Profile]
    ) -> (Profile?, [ProfileFileProblem]) {
        var reader = ShapeReader(bytes, json: JSONLimits(bytes: limit), limits: ShapeLimits(text: 500))
        let profile: Profile?
        do throws(JSONError) {
            try reader.json.begin()
            profile = try reader.profile(beside: own)
            try reader.json.finish()
        } catch {
            let problem = JSONLocator(bytes).locate(error) { _ in true }
            return (
                nil,
                [
                    ProfileFileProblem(
                        file: file,
                        line: problem.line,
                        column: problem.column,
                        pointer: problem.pointer,
                        detail: problem.detail
                    )
                ]
            )
        }
        let problems = reader.problems(in: bytes).map { problem in
            let (line, column) = JSONLocator(bytes).position(of: problem.offset)
            return ProfileFileProblem(
                file: file,
                line: line,
                column: column,
                pointer: problem.pointer,
                detail: problem.detail
            )
        }
        return (profile, problems)
    }

    /// Over the built-in rules and what each of these profiles is, whatever its file looks like and whichever comes first.
    private static func digest(_ own: [Profile]) -> String {
        guard !own.isEmpty else { return Ruleset.digest }
        var writer = JSONWriter()
        writer.beginArray()
        writer.string(Ruleset.digest)
        for profile in own.sorted(by: { $0.id.rawValue < $1.id.rawValue }) {
            writer.beginObject()
            writer.profileMembers(profile)
            writer.endObject()
        }
        writer.endArray()
        return "sha256:" + SHA256.hexadecimal(writer.bytes)
    }
}
