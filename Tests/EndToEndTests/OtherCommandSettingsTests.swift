import Foundation
import TestSupport
import Testing

@testable import ClaimService
@testable import claimgate

/// Settings that other commands than `serve` take, as the library that reads their flags lists them.
struct OtherCommandSettingsTests {
    private struct Dump: Decodable {
        struct Name: Decodable { let name: String }
        struct Argument: Decodable {
            let kind: String
            let names: [Name]?
        }
        final class Command: Decodable {
            let commandName: String
            let arguments: [Argument]?
            let subcommands: [Command]?
        }
        let command: Command
    }

    /// Every command with its flags, `rules list` by both words.
    private static func flags(_ command: Dump.Command, after words: [String] = []) -> [(command: String, flag: String)]
    {
        let own = (command.arguments ?? []).filter { $0.kind != "positional" }.flatMap { $0.names ?? [] }
        return own.map { (words.joined(separator: " "), $0.name) }
            + (command.subcommands ?? []).flatMap { flags($0, after: words + [$0.commandName]) }
    }

    private static func dump() throws -> Dump.Command {
        let output = try Program.run(["--experimental-dump-help"]).output
        return try JSONDecoder().decode(Dump.self, from: Data(output.utf8)).command
    }

    @Test("A flag of the name of a setting has the setting's variable, in every command that has it")
    func everyFlag() throws {
        let names = Set(ServeSettings.all.map(\.name))
        var found: [String: [String]] = [:]
        for (command, flag) in Self.flags(try Self.dump()) where names.contains(flag) {
            found[flag, default: []].append(command)
        }
        #expect(found.mapValues { $0.sorted() } == SettingsText.elsewhere.mapValues { $0.sorted() })
        #expect(!found.isEmpty)
    }

    @Test("The variable is read where it is listed, and said to be wrong by its name")
    func variables() throws {
        let rest = ["rules show": ["add-on-needs-base"], "rules diff": ["2025-12", "2026-01"]]
        for (name, commands) in SettingsText.elsewhere {
            for command in commands {
                let arguments = command.split(separator: " ").map(String.init) + (rest[command] ?? [])
                let result = try Program.run(
                    arguments,
                    input: #"{"serviceMonth":"2026-03"}"#,
                    environment: [Setting.variable(name): ","]
                )
                #expect(result.status == 64, "\(command)")
                #expect(result.errors.contains(Setting.variable(name)), "\(command)")
            }
        }
    }

    @Test("The operator's page names every path that is open to everyone")
    func openPaths() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/operating.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let sentence = try #require(text.firstMatch(of: /`\/livez`, [^.]*(?:\.[^ ][^.]*)* need nothing/)?.output)
        for route in RouteTable.all where route.scope == nil {
            let template = route.template.description
            #expect(sentence.contains("`\(template)`"), "\(template)")
        }
    }
}
