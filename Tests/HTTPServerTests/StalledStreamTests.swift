import Foundation
import HTTPMessage
import HTTPServer
import Synchronization
import Testing

/// Clients that send everything before they read anything, over sockets.
struct StalledStreamTests {
    /// More than sockets and memory hold, so that it can only come back by way of a file.
    private static let length = 24 << 20

    private static func configure(_ directory: URL) -> (inout ServerConfiguration) -> Void {
        { configuration in
            configuration.loops = 1
            configuration.limits.streamPatience = .milliseconds(20)
            configuration.answerDirectory = directory.path
        }
    }

    private func withDirectory(_ body: (URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory)
    }

    private static func piece(_ number: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(number), count: 1 << 20)
    }

    /// Every descriptor of this process that is a file of the directory, named or not.
    private func openFiles(in directory: URL) -> [String] {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        .filter { $0.hasPrefix(directory.path + "/") }
    }

    /// Looks until the server has let go of its files, a bounded number of times.
    private func expectNone(in directory: URL) {
        var attempts = 0
        while !openFiles(in: directory).isEmpty, attempts < 100_000 { attempts += 1 }
        #expect(openFiles(in: directory).isEmpty)
    }

    @Test("Every byte of the answer comes, in order, through a file without a name that is gone afterwards")
    func everythingFirst() async throws {
        try await withDirectory { directory in
            try await withServer(Self.configure(directory)) { server, handler in
                let client = try Client(server)
                try client.send("POST /stream HTTP/1.0\r\nContent-Length: \(Self.length)\r\n\r\n")
                for number in 0..<(Self.length >> 20) { try client.send(Self.piece(number)) }
                let files = openFiles(in: directory)
                #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix(" (deleted)") })
                #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
                let answer = try client.readBytesToEnd()
                let start = try #require(Array(answer.prefix(1000)).firstRange(of: Array("\r\n\r\n".utf8))).upperBound
                #expect(answer.count - start == Self.length)
                for number in 0..<(Self.length >> 20) {
                    let from = start + number << 20
                    let isEqual = answer.withUnsafeBytes { answer in
                        answer.count >= from + 1 << 20
                            && memcmp(answer.baseAddress! + from, Self.piece(number), 1 << 20) == 0
                    }
                    #expect(isEqual)
                }
                expectNone(in: directory)
                #expect(handler.cutShort.load(ordering: .relaxed) == 0)
            }
        }
    }

    @Test("Where there is no directory for files the answer is cut short, and the client hears of it")
    func noDirectory() async throws {
        let nowhere = FileManager.default.temporaryDirectory.appending(path: "nowhere-\(UUID().uuidString)")
        try await withServer(Self.configure(nowhere)) { server, handler in
            let client = try Client(server)
            try client.send("POST /stream HTTP/1.0\r\nContent-Length: \(Self.length)\r\n\r\n")
            for number in 0..<(Self.length >> 20) { try client.send(Self.piece(number)) }
            let answer = try client.readBytesToEnd()
            #expect(answer.count < Self.length)
            #expect(String(decoding: answer.suffix(30), as: UTF8.self).hasSuffix("cut short: answers-not-taken"))
            #expect(handler.cutShort.load(ordering: .relaxed) == 1)
        }
    }

    @Test("A client that goes away takes its file with it, and the server goes on")
    func resetMeanwhile() async throws {
        try await withDirectory { directory in
            try await withServer(Self.configure(directory)) { server, _ in
                do {
                    let client = try Client(server)
                    client.resetOnClose()
                    try client.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: \(Self.length)\r\n\r\n")
                    for number in 0..<(Self.length >> 20) - 1 { try client.send(Self.piece(number)) }
                    #expect(openFiles(in: directory).count == 1)
                }
                let other = try Client(server)
                try other.get("/a")
                #expect(try other.response().body == "GET /a")
                expectNone(in: directory)
            }
        }
    }
}
