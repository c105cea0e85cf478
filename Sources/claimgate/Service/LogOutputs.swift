import Glibc
import StructuredLog

/// The places that logs go to. Logs of one place share it, so that their lines do not mix.
struct LogOutputs: Sendable {
    private let sinks: [LogPlace: DescriptorLogSink]
    private let places: [LogScope: LogPlace]
    let streams: LogStreams

    /// Opens every file.
    ///
    /// - Throws: the first that cannot be opened.
    init(_ settings: ServeSettings, _ resource: LogResource) throws(AccessFault) {
        var sinks: [LogPlace: DescriptorLogSink] = [:]
        var places: [LogScope: LogPlace] = [:]
        for scope in LogScope.allCases {
            let place = settings.place(of: scope)
            places[scope] = place
            guard place != .off, sinks[place] == nil else { continue }
            let descriptor = try Self.open(place, scope)
            let format = settings.logFormat.format(isTerminal: isatty(descriptor) == 1)
            sinks[place] = DescriptorLogSink(descriptor: descriptor, format: format, resource: resource)
        }
        self.sinks = sinks
        self.places = places
        streams = LogStreams(
            level: settings.logLevel,
            auditIsApart: settings.logAudit != settings.logService
        ) { scope in places[scope].flatMap { sinks[$0] } }
    }

    /// New descriptors for all files: logs go on in the old ones until ``use(_:)``.
    func reopened() throws(AccessFault) -> [LogPlace: Int32] {
        var opened: [LogPlace: Int32] = [:]
        for scope in LogScope.allCases {
            guard let place = places[scope], place.path != nil, opened[place] == nil else { continue }
            do throws(AccessFault) {
                opened[place] = try Self.open(place, scope)
            } catch {
                Self.abandon(opened)
                throw error
            }
        }
        return opened
    }

    /// From now on logs go to these.
    func use(_ opened: [LogPlace: Int32]) {
        for (place, descriptor) in opened { sinks[place]?.replace(descriptor: descriptor) }
    }

    /// Lets go of what was opened and is not used.
    static func abandon(_ opened: [LogPlace: Int32]) { for descriptor in opened.values { close(descriptor) } }

    /// Waits until everything is written, a second at most for each place.
    func flush() { for sink in sinks.values { sink.flush() } }

    /// Lines of a log that were lost so far.
    func dropped(_ scope: LogScope) -> Int { places[scope].flatMap { sinks[$0] }?.dropped(scope) ?? 0 }

    /// Sees whether every file could be opened, without making any.
    static func check(_ settings: ServeSettings) throws(AccessFault) {
        for scope in LogScope.allCases {
            guard let path = settings.place(of: scope).path else { continue }
            if let error = errorOpening(path) { throw AccessFault(setting: setting(scope), path: path, errno: error) }
        }
    }

    /// Why a file could not be opened; nil if it could.
    private static func errorOpening(_ path: String) -> Int32? {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
        if descriptor >= 0 {
            close(descriptor)
            return nil
        }
        guard errno == ENOENT else { return errno }
        // It would be made: in a folder that is there and may be written to.
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return access(folder + "/.", W_OK | X_OK) == 0 ? nil : errno
    }

    private static func open(_ place: LogPlace, _ scope: LogScope) throws(AccessFault) -> Int32 {
        switch place {
        case .standardOutput: return StandardOutput.descriptor
        case .standardError, .off: return StandardError.descriptor
        case .file(let path):
            // Not to wait for whoever reads a pipe of this name; after that a write may wait, as nobody waits for it.
            let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o640)
            guard descriptor >= 0 else { throw AccessFault(setting: setting(scope), path: path, errno: errno) }
            return descriptor
        }
    }

    private static func setting(_ scope: LogScope) -> StaticString {
        switch scope {
        case .service: "log-service"
        case .access: "log-access"
        case .decisions: "log-decisions"
        case .audit: "log-audit"
        }
    }
}
