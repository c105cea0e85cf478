import ClaimRules
import Testing

@testable import ClaimFormats

@Suite("A deployment's own profiles")
struct ProfileFilesTests {
    static let acme = """
        {"id": "acme", "title": "Acme", "extends": "cms-ffs", "severity": {"two-diagnoses-on-claim": "error",
        "diagnoses-checked": "off"}, "requiredModifiers": {"99490": ["U1"]}, "diagnosesNeeded": 3,
        "unitLimits": {"99437": 4}, "unitEdits": false, "practitionerMinutesCountAsStaff": false,
        "defaultSetting": "rhc"}
        """

    private func read(_ files: String...) throws(ProfileFilesError) -> ProfileSet {
        try ProfileFiles.read(files.enumerated().map { ("file\($0.offset + 1)", Array($0.element.utf8)) })
    }

    private func problems(_ files: String...) -> [String] {
        do throws(ProfileFilesError) {
            _ = try ProfileFiles.read(files.enumerated().map { ("file\($0.offset + 1)", Array($0.element.utf8)) })
            return []
        } catch {
            return error.problems.map(\.text)
        }
    }

    @Test("a file's every member is taken, and the rest is the other profile's")
    func whole() throws {
        let set = try read(Self.acme)
        let profile = try #require(set.named("acme"))
        #expect(set.all.count == Profile.all.count + 1)
        #expect(profile.title == "Acme")
        #expect(profile.summary == "As cms-ffs.")
        #expect(profile.diagnosesNeeded == 3)
        #expect(profile.requiredModifiers == ["99490": ["U1"]])
        #expect(profile.unitLimits == ["99437": 4])
        #expect(!profile.appliesUnitEdits && !profile.countsPractitionerMinutesAsStaff)
        #expect(profile.defaultSetting == .ruralHealthClinic)
        for rule in RuleCatalog.all {
            switch rule.id {
            case "two-diagnoses-on-claim": #expect(rule.severity(in: profile) == .error)
            case "diagnoses-checked": #expect(rule.severity(in: profile) == nil)
            default: #expect(rule.severity(in: profile) == rule.severity(in: .cmsFeeForService))
            }
        }
    }

    @Test("a profile may extend one of a file before it, and differences add up")
    func chain() throws {
        let set = try read(
            Self.acme,
            #"{"extends":"acme","id":"acme-2","title":"B","severity":{"diagnoses-checked":"warning"}}"#
        )
        let profile = try #require(set.named("acme-2"))
        #expect(RuleCatalog.rule("diagnoses-checked")?.severity(in: profile) == .warning)
        #expect(RuleCatalog.rule("two-diagnoses-on-claim")?.severity(in: profile) == .error)
        #expect(profile.unitLimits == ["99437": 4])
        let backwards = problems(#"{"extends":"acme","id":"acme-2","title":"B"}"#, Self.acme)
        #expect(backwards.count == 1)
        #expect(backwards[0].hasPrefix("file1:1:12: /extends: There is no profile `acme`"))
    }

    @Test("a decision under an own profile follows its weights, modifiers, diagnoses and limits")
    func decision() throws {
        let profile = try #require(
            try read(
                """
                {"id":"p","title":"P","extends":"cms-ffs","severity":{"two-diagnoses-on-claim":"error"},
                "requiredModifiers":{"99490":["U1"]},"diagnosesNeeded":3,"unitLimits":{"99437":3}}
                """
            ).named("p")
        )
        let staff = ClaimEvaluator.evaluate(.cleanStaffExample, profile: profile)
        #expect(staff.findings.map(\.rule) == ["two-diagnoses-on-claim", "modifier-required"])
        #expect(staff.verdict == .reject)
        let month = CareMonth.cleanPractitionerExample.with { month in
            month.timeLog![1].duration = .minutes(110, on: "2026-03-20")
        }
        let blocked = CodeSuggester.suggest(month, profile: profile)
        #expect(blocked.suggested == nil && blocked.blockedBy.map(\.rule) == ["two-diagnoses-on-claim"])
        let gaps = ChecklistAuditor.audit(month, profile: profile)
        #expect(!gaps.ready && gaps.blockedBy.map(\.rule).contains("two-diagnoses-on-claim"))
        let known = month.with { $0.conditions?.append(ChronicCondition(icd10: "N18.31")) }
        #expect(CodeSuggester.suggest(known, profile: profile).suggested?.lines.map(\.units) == [1, 3])
        let complete = month.with { $0.diagnoses?.append("N18.31") }
        #expect(CodeSuggester.suggest(complete, profile: profile).suggested?.lines.map(\.units) == [1, 3])
    }

    @Test("the digest changes with what a profile says, and not with how it is written or ordered")
    func digest() throws {
        let set = try read(Self.acme)
        #expect(set.digest != Ruleset.digest)
        #expect(set.digest.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil)
        #expect(ProfileSet.builtIn.digest == Ruleset.digest)
        #expect(try ProfileFiles.read([]).digest == Ruleset.digest)
        #expect(try read(Self.acme.replacing(" ", with: "\n ")).digest == set.digest)
        #expect(try read(Self.acme.replacing("99437\": 4", with: "99437\": 5")).digest != set.digest)
        let other = #"{"id":"b","title":"B","extends":"cpt-ama"}"#
        #expect(try read(Self.acme, other).digest == read(other, Self.acme).digest)
        #expect(try read(Self.acme, other).digest != set.digest)
        // Every answer carries it, also one by a built-in profile.
        for profile in set.all {
            let decision = ClaimEvaluator.evaluate(.cleanStaffExample, profile: profile)
            #expect(decision.ruleset.digest == set.digest)
        }
    }

    @Test("everything that is wrong is said at once, with line, column and pointer, and what would be right")
    func allProblems() {
        let file = """
            {
              "id": "Acme Health",
              "titel": "Acme",
              "extends": "cms-fss",
              "severity": {
                "two-diagnosis-on-claim": "error",
                "consent-on-file": "fatal",
                "made-up": "off"
              },
              "requiredModifiers": {"99213": ["U1"], "99490": ["LONG"]},
              "diagnosesNeeded": 0,
              "unitLimits": {"99439": 1.5}
            }
            """
        #expect(
            problems(file) == [
                "file1:1:1: /title: This member is required.",
                "file1:2:9: /id: This must be small letters, digits and single hyphens, a letter first, at most 64 "
                    + "characters.",
                "file1:3:12: /titel: There is no member `titel`; did you mean `title`?",
                "file1:4:14: /extends: There is no profile `cms-fss`; did you mean `cms-ffs`?",
                "file1:6:31: /severity/two-diagnosis-on-claim: There is no rule `two-diagnosis-on-claim`; did you mean "
                    + "`two-diagnoses-on-claim`?",
                "file1:7:24: /severity/consent-on-file: This must be one of: error, warning, info, off.",
                "file1:8:16: /severity/made-up: There is no rule `made-up`; `claimgate rules` lists them.",
                "file1:10:34: /requiredModifiers/99213: There is no monthly code `99213`. The codes are `99490`, `G2058`, "
                    + "`99439`, `99491`, `99437`, `99487`, `99489`, `G0511`.",
                "file1:10:52: /requiredModifiers/99490/0: This must be a modifier of two letters or digits.",
                "file1:11:22: /diagnosesNeeded: This must be from 1 to 12.",
                "file1:12:27: /unitLimits/99439: This must be an integer, without a decimal point and without an exponent.",
            ]
        )
    }

    @Test("what is no JSON object stops a file at its place, and the next file is read all the same")
    func notJSON() {
        #expect(
            problems("{\n  \"id\": }", "[1]") == [
                "file1:2:9: /id: A value was expected.",
                "file2:1:1: A profile is an object with the members `id`, `title`, `summary`, `extends`, `severity`, "
                    + "`requiredModifiers`, `diagnosesNeeded`, `unitLimits`, `unitEdits`, "
                    + "`practitionerMinutesCountAsStaff`, `defaultSetting`.",
            ]
        )
        #expect(problems(#"{"id":"a","id":"b"}"#) == ["file1:1:11: /id: A member name occurs twice in one object."])
    }

    @Test("a name that is taken is refused", arguments: ["cms-ffs", "rhc-fqhc", "acme"])
    func collisions(name: String) {
        let second = #"{"id":"\#(name)","title":"T","extends":"cms-ffs"}"#
        #expect(
            problems(Self.acme, second) == [
                "file2:1:7: /id: There is a profile `\(name)` already; choose another id."
            ]
        )
    }

    @Test(
        "names are kebab-case and short",
        arguments: [
            ("a", true), ("a1-b2", true), (String(repeating: "a", count: 64), true),
            (String(repeating: "a", count: 65), false), ("", false), ("1a", false), ("-a", false), ("a-", false),
            ("a--b", false), ("A", false), ("a b", false), ("é", false), ("a/b", false),
        ]
    )
    func names(name: String, isGood: Bool) {
        #expect(problems(#"{"id":"\#(name)","title":"T","extends":"cms-ffs"}"#).isEmpty == isGood)
    }

    @Test("a file of 64 KiB is read, and one byte more is not")
    func size() {
        let padded = Self.acme + String(repeating: " ", count: ProfileFiles.limit - Self.acme.utf8.count)
        #expect(problems(padded).isEmpty)
        #expect(problems(padded + " ").count == 1)
    }

    @Test(
        "SHA-256 gives the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1000),
                "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
            ),
        ]
    )
    func sha256(message: String, digest: String) {
        #expect(SHA256.hexadecimal(Array(message.utf8)) == digest)
    }
}
