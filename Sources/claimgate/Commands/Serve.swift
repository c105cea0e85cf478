import ArgumentParser

/// Serves HTTP until it is told to stop.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer the three questions over HTTP.",
        discussion: """
            Every flag is also a variable of the same name: --log-level is CLAIMGATE_LOG_LEVEL. A flag wins over its \
            variable, and a CLAIMGATE_ variable that names no flag is an error.

            Logs are JSON lines on standard error. SIGTERM or SIGINT finishes what is in flight and exits with 0.

              claimgate serve
              claimgate serve --address 127.0.0.1:9000 --log-level warning
              CLAIMGATE_ADDRESS=[::1]:8080 claimgate serve
            """
    )

    @OptionGroup(title: "Address") var address: AddressSettings
    @OptionGroup(title: "Log") var log: LogSettings
    @OptionGroup(title: "Limits") var limits: LimitSettings

    func run() throws {
    }
}
