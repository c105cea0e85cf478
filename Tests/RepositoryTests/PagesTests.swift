import Foundation
import Testing

/// What the pages say beside what the project holds. That their commands work as written is scripts/check-service's part.
struct PagesTests {
    @Test("Every file that a page names exists")
    func namedFiles() {
        #expect(!Repository.pages.isEmpty)
        let folders = "Sources|Tests|scripts|deploy|docs|examples|bench|\\.ci"
        let named = try! Regex("`((?:\(folders))/[A-Za-z0-9_./+-]+)`", as: (Substring, Substring).self)
        for page in Repository.pages {
            for match in page.text.matches(of: named) {
                #expect(Repository.exists(String(match.1)), "\(page.path)")
            }
        }
    }

    @Test("Every link between pages leads to a page")
    func links() {
        for page in Repository.pages {
            let folder = page.path.split(separator: "/").dropLast().joined(separator: "/")
            for match in page.text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
                let target = folder.isEmpty ? "\(match.1)" : "\(folder)/\(match.1)"
                #expect(Repository.exists(target), "\(page.path)")
            }
        }
    }

    @Test("Every link to a part of a page leads to a heading")
    func parts() throws {
        for page in Repository.pages {
            let folder = page.path.split(separator: "/").dropLast().joined(separator: "/")
            for match in page.text.matches(of: /\]\(([^)#:]*)#([^)]+)\)/) {
                let written = match.1.isEmpty ? page.path : folder.isEmpty ? "\(match.1)" : "\(folder)/\(match.1)"
                let name = URL(filePath: "/\(written)").standardized.path.dropFirst()
                let target = try #require(Repository.pages.first { $0.path == name }, "\(page.path)")
                let headings = target.text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                    line.drop { $0 == "#" || $0 == " " }.lowercased()
                        .filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.replacing(" ", with: "-")
                }
                #expect(headings.contains(String(match.2)), "\(page.path): \(match.2)")
            }
        }
    }

    @Test("Every page is linked from the README")
    func pagesAreLinked() throws {
        let readme = try #require(Repository.file("README.md"))
        for page in Repository.pages where page.path != "README.md" {
            #expect(readme.text.contains(page.path), "\(page.path)")
        }
    }

    @Test("The architecture page has a row for every module")
    func modules() throws {
        let page = try #require(Repository.file("docs/architecture.md"))
        let modules = Set(Repository.sources.map { $0.path.split(separator: "/")[1] })
        for module in modules {
            #expect(page.text.contains("`\(module)`"), "\(module)")
        }
    }

    @Test("The README promises something in its first sentence and names its licence")
    func readme() throws {
        let readme = try #require(Repository.file("README.md"))
        for part in ["scripts/run", "scripts/test", "Apache-2.0", "/v1/claims/validate", "What it is not"] {
            #expect(readme.text.contains(part), "\(part)")
        }
    }
}
