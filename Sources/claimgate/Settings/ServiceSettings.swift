public import ArgumentParser
public import ClaimService
import HTTPMessage
public import StructuredLog

/// Every setting of the service, in groups; each is declared once, as a flag.
enum ServiceSettings {
    static let groups: [any ParsableArguments.Type] = [
        AddressSettings.self, LogSettings.self, LimitSettings.self,
    ]
}

/// Where the service listens.
struct AddressSettings: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Address and port to listen on: an IPv4 address, an IPv6 address in brackets, or localhost.",
            valueName: "host:port"
        )
    )
    var address = ServiceAddress.standard
}

/// What is logged and how.
struct LogSettings: ParsableArguments {
    @Option(help: "Least level of the lines that are logged.")
    var logLevel = LogLevel.info

    @Option(help: "One JSON object a line, or lines for a person; auto is human at a terminal.")
    var logFormat = LogFormatChoice.auto
}

/// What the service bounds.
struct LimitSettings: ParsableArguments {
    @Option(help: ArgumentHelp("Largest document, in bytes.", valueName: "bytes"))
    var maxDocumentBytes = Whole(1 << 20)

    @Option(help: ArgumentHelp("Most connections at a time.", valueName: "count"))
    var maxConnections = Whole(4096)

    @Option(help: ArgumentHelp("Threads that serve connections; 0 is one for each core.", valueName: "count"))
    var threads = 0

    @Option(help: ArgumentHelp("Seconds a request head may take to arrive.", valueName: "seconds"))
    var headSeconds = Whole(10)

    @Option(help: ArgumentHelp("Seconds a kept connection may wait for its next request.", valueName: "seconds"))
    var idleSeconds = Whole(60)

    @Option(help: ArgumentHelp("Seconds that requests in flight get to finish at a shutdown.", valueName: "seconds"))
    var graceSeconds = Whole(10)
}

/// A whole number from 1 to 2,147,483,647.
struct Whole: ExpressibleByArgument {
    let value: Int

    init(_ value: Int) { self.value = value }

    init?(argument: String) {
        guard let value = Int32(argument), value >= 1 else { return nil }
        self.value = Int(value)
    }

    var defaultValueDescription: String { String(value) }
}

/// The form of the log, or the choice left to what standard error is.
enum LogFormatChoice: String, CaseIterable, ExpressibleByArgument {
    case json
    case human
    case auto

    func format(isTerminal: Bool) -> LogFormat {
        switch self {
        case .json: .json
        case .human: .human
        case .auto: isTerminal ? .human : .json
        }
    }
}

extension LogLevel: ExpressibleByArgument {}

extension AnswerForm: ExpressibleByArgument {}
