import ArgumentParser
import CLinux
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
              claimgate validate --jobs 8 march.ndjson > decisions.ndjson

            Exit status of validate, suggest and gaps: 0 nothing is in the way, 1 something is, 2 the input cannot be \
            used. Of many care months, one a line, the worst counts. A wrong flag ends every command with 64.
            """,
        version: BuildInformation.version,
        subcommands: [
            Serve.self, Validate.self, Suggest.self, Gaps.self, Rules.self, Codes.self, Keys.self, Healthcheck.self,
        ]
    )

    static func main() {
        // Before anything is opened.
        StandardStreams.occupy()
        // A reader that has gone away must not end the process; every write looks at its result.
        signal(SIGPIPE, SIG_IGN)
        // Memory holds claims: a crash must not write it down. Where that cannot be had the work goes on all the same.
        _ = clinux_forbid_dumps()
        let arguments = CommandLine.arguments
        // The service reads its flags itself: looking for them by reflection would take most of its start.
        if arguments.count > 1, arguments[1] == Serve.name { Glibc.exit(Service.run(Array(arguments.dropFirst(2)))) }
        if arguments.dropFirst() == ["help", Serve.name] { Glibc.exit(Service.run(["--help"])) }
        main(nil)
    }
}

/// Where `serve` stands in the list of commands; `Service` is what it does.
struct Serve: ParsableCommand {
    static let name = "serve"
    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Answer the three questions over HTTP."
    )

    @Argument(parsing: .captureForPassthrough, help: "See claimgate serve --help.")
    var flags: [String] = []

    func run() throws { throw ExitCode(Service.run(flags)) }
}
