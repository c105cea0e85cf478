import Foundation

/// The built `claimgate`, which lies beside the test bundle.
struct Program: Sendable {
    static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "claimgate")

    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs to the end with standard input given.
    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) throws -> Result {
        let program = try Program(arguments, environment: environment)
        program.input.fileHandleForWriting.write(Data(input.utf8))
        try program.input.fileHandleForWriting.close()
        // What it says on standard error is short and fits into the pipe while standard output is read.
        let output = program.output.fileHandleForReading.readDataToEndOfFile()
        let errors = program.errors.fileHandleForReading.readDataToEndOfFile()
        program.process.waitUntilExit()
        return Result(
            status: program.process.terminationStatus,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self)
        )
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errors = Pipe()

    /// How many files it may have open from now on (prlimit(1)).
    func limitDescriptors(_ count: Int) throws {
        let arguments = ["--pid", String(process.processIdentifier), "--nofile=\(count):\(count)"]
        let change = try Process.run(URL(filePath: "/usr/bin/prlimit"), arguments: arguments)
        change.waitUntilExit()
    }

    /// - Parameters:
    ///   - maximumDescriptors: how many files it may have open.
    ///   - closed: those of descriptors 0, 1 and 2 that it does not have.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        maximumDescriptors: Int? = nil,
        closed: [Int] = []
    ) throws {
        if maximumDescriptors != nil || !closed.isEmpty {
            process.executableURL = URL(filePath: "/bin/sh")
            let limit = maximumDescriptors.map { "ulimit -n \($0) && " } ?? ""
            let script = limit + "exec \"$0\" \"$@\"" + closed.map { " \($0)>&-" }.joined()
            process.arguments = ["-c", script, Self.url.path] + arguments
        } else {
            process.executableURL = Self.url
            process.arguments = arguments
        }
        // Nothing of the test's own environment, but for what the thread sanitizer needs in the program as well.
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "TSAN_OPTIONS"].contains($0.key) }
        process.environment = inherited.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    /// Writes to standard input, which stays open.
    func write(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

    /// The next line on standard output; nil at its end.
    func nextLine() -> String? { Self.nextLine(output) }

    /// The next line on standard error; nil at its end.
    func nextErrorLine() -> String? { Self.nextLine(errors) }

    private static func nextLine(_ pipe: Pipe) -> String? {
        var line: [UInt8] = []
        while let byte = try? pipe.fileHandleForReading.read(upToCount: 1), let byte = byte.first {
            if byte == 0x0a { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    /// The number of the process.
    var id: Int32 { process.processIdentifier }

    func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// The next line on standard error that has the word in it; nil when there is none up to the end.
    func nextErrorLine(with word: String) -> String? {
        while let line = nextErrorLine() {
            if line.contains(word) { return line }
        }
        return nil
    }

    /// Sends a signal and waits for the end; the exit status.
    func stop(_ signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }
}
