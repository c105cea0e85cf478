import ArgumentParser
import Glibc

/// The command.
@main
struct ClaimGate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claimgate",
        abstract: "Checks chronic care management claims before they are billed.",
        discussion: """
            A care month goes in; a decision (validate), a suggestion (suggest) or a checklist (gaps) comes out, over \
            HTTP or right here:

              claimgate serve
              claimgate validate month.json
              claimgate suggest --format json < month.json
              claimgate gaps --codes 99490,99439 month.json

            Exit status of validate, suggest and gaps: 0 nothing is in the way, 1 something is, 2 the input cannot be \
            used. A wrong flag ends every command with 64.
            """,
        version: BuildInformation.version,
        subcommands: [Serve.self, Validate.self, Suggest.self, Gaps.self, Rules.self, Codes.self, Healthcheck.self]
    )

    static func main() {
        // A reader that has gone away must not end the process; every write looks at its result.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            main(try EnvironmentSettings.adding(to: arguments, environment: EnvironmentSettings.ofProcess))
        } catch {
            StandardError.write("claimgate: \(error.description)\n")
            Glibc.exit(EX_USAGE)
        }
    }

    private static let EX_USAGE: Int32 = 64
}
