/// What produces the records: the same for all of a process (OpenTelemetry resource semantic conventions).
public struct LogResource: Hashable, Sendable {
    /// The member `Resource` with its value, as every line has it.
    let json: [UInt8]

    /// - Parameters:
    ///   - version: the program's.
    ///   - instance: a number that no other process has.
    public init(version: LogVersion? = nil, instance: RequestID? = nil) {
        var text = "\"Resource\":{\"service.name\":\"claimgate\""
        if let version { text += ",\"service.version\":\"\(version)\"" }
        if let instance { text += ",\"service.instance.id\":\"\(instance)\"" }
        json = Array((text + "}").utf8)
    }
}
