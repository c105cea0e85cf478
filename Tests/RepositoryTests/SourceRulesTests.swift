import Foundation
import Testing

/// Rules of the house that no compiler holds.
struct SourceRulesTests {
    /// The places where `@unchecked Sendable` is argued for: around C pointers, and around what a queue owns.
    static let uncheckedFiles: Set<String> = [
        "Sources/HTTPServer/Confined.swift", "Sources/LibCrypto/KeyHandle.swift",
    ]

    @Test("No source file is longer than 500 lines")
    func fileLength() {
        #expect(!Repository.swiftSources.isEmpty)
        for file in Repository.sources {
            #expect(file.lines.count <= 500, "\(file.path)")
        }
    }

    @Test("No source file imports Foundation")
    func noFoundation() {
        for file in Repository.swiftSources {
            #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path)")
        }
    }

    @Test("Nothing in Sources is marked as unfinished")
    func nothingUnfinished() {
        let mark = /TODO|FIXME|XXX:|HACK|fatalError\("(?:not|un)/
        for file in Repository.sources {
            for (number, line) in file.lines.enumerated() where line.contains(mark) {
                Issue.record("\(file.path):\(number + 1)")
            }
        }
    }

    @Test("Unchecked concurrency stays in the files that argue for it")
    func uncheckedConcurrency() {
        let mark = /@unchecked +Sendable|nonisolated\(unsafe\)|@preconcurrency/
        let found = Set(Repository.swiftSources.filter { $0.text.contains(mark) }.map(\.path))
        #expect(found == Self.uncheckedFiles)
    }

    @Test(
        "The pure modules import nothing but each other",
        arguments: ["ClaimRules", "ClaimFormats", "HTTPMessage", "Access"]
    )
    func pureModules(module: String) {
        let ours: [String: Set<Substring>] = [
            "ClaimFormats": ["ClaimRules"], "ClaimRules": ["CReferenceData"],
            "Access": ["ClaimFormats", "HTTPMessage"],
        ]
        let files = Repository.swiftSources.filter { $0.path.hasPrefix("Sources/\(module)/") }
        #expect(!files.isEmpty)
        for file in files {
            // Part of the standard library: no input or output, no clock.
            let others = Set(file.imports).subtracting(ours[module, default: []]).subtracting(["Synchronization"])
            #expect(others.isEmpty, "\(file.path)")
        }
    }

    @Test("The example of the HTTP server's page is the one that compiles")
    func helloWorld() throws {
        let page = try #require(Repository.file("docs/http-server.md")?.text)
        let compiled = try #require(Repository.file("Tests/HTTPServerTests/HelloWorld.swift")?.text)
        let examples = page.matches(of: /```swift\n([^`]*)```/)
        #expect(examples.count == 2)
        for example in examples {
            let lines = example.1.split(separator: "\n")
            #expect((5...10).contains(lines.count))
            for line in lines { #expect(compiled.contains(line), "\(line)") }
        }
    }

    @Test("No type has the name of its module")
    func typeAndModuleNames() {
        for file in Repository.swiftSources {
            let module = file.path.split(separator: "/")[1]
            let declarations = file.text.matches(of: /(?m)^\s*(?:\w+ )*(?:struct|enum|class|actor|protocol) (\w+)/)
            #expect(!declarations.contains { $0.1 == module }, "\(file.path)")
        }
    }

    @Test("Tests do not sleep, and none is switched off")
    func testHabits() {
        let sleep = /\b(?:u|nano)?sleep\(|Task\.sleep|Thread\.sleep/
        let off = /\.disabled\(|withKnown(?:Issue)|XCTest/
        for file in Repository.files(under: "Tests", endingIn: [".swift"])
        where !file.path.hasPrefix("Tests/RepositoryTests/") {
            #expect(!file.text.contains(sleep), "\(file.path)")
            #expect(!file.text.contains(off), "\(file.path)")
        }
    }

    @Test("No tracked text names a path of the machine it was written on")
    func noMachinePaths() {
        let path = #/(?:^|[\s"'`(=:])/(?:home|Users|root|opt|work|mnt)/[\w.-]/#
        let folders = ["Sources", "Tests", "scripts", "deploy", "docs", "examples", "bench", ".ci"]
        let endings = [".swift", ".c", ".h", ".md", ".json", ".yaml", ".py", ".service", ".txt", ".toml"]
        let scripts = ["bootstrap", "run", "test", "check-service"].map { "scripts/" + $0 }
        let top = ["README.md", "CHANGELOG.md", "Package.swift", "Dockerfile", "openapi.yaml", ".ci/run"] + scripts
        let files =
            folders.flatMap { Repository.files(under: $0, endingIn: endings) }
            + top.compactMap { Repository.file($0) }
        for file in files {
            for (number, line) in file.lines.enumerated() where line.contains(path) {
                Issue.record("\(file.path):\(number + 1)")
            }
        }
    }
}
