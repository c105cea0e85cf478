import Glibc
import HTTPMessage
import Testing

@testable import HTTPServer

/// Deadlines with limits of a few hundredths of a second: each test waits for what the server does, never for time.
struct DeadlineTests {
    @Test("An idle connection is closed without a word")
    func idle() async throws {
        try await withServer {
            $0.limits.idleTime = .milliseconds(40)
        } _: { server, _ in
            let client = try Client(server)
            #expect(try client.readToEnd() == "")
        }
    }

    @Test("A head that does not come to an end is answered with 408")
    func slowHead() async throws {
        try await withServer {
            $0.limits.headTime = .milliseconds(40)
        } _: { server, _ in
            let client = try Client(server)
            try client.send("GET / HTTP/1.1\r\nHost: ")
            let answer = try client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 408 ") && answer.hasSuffix("head-timeout"))
        }
    }

    @Test("A body that does not come to an end is answered with 408", arguments: ["/echo", "/stream"])
    func slowBody(path: String) async throws {
        try await withServer {
            $0.limits.bodyGraceTime = .milliseconds(40)
        } _: { server, _ in
            let client = try Client(server)
            try client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
            let answer = try client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 408 ") && answer.hasSuffix("body-timeout"))
        }
    }

    @Test("A client that does not take its answer is cut off")
    func stalledReader() async throws {
        try await withServer {
            $0.limits.writeStallTime = .milliseconds(40)
        } _: { server, _ in
            let witness = try Client(server)
            let client = try Client(server, receiveBuffer: 4096)
            try client.get("/large")
            while server.statistics.untakenAnswers(.tooSlow) == 0 {
                try witness.get("/")
                _ = try witness.response()
            }
            // By a reset, not an orderly end after all that the kernel would still have for it.
            var patience = timeval(tv_sec: 1, tv_usec: 0)
            setsockopt(client.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            var count = 1
            while count > 0 { count = recv(client.descriptor, &buffer, buffer.count, 0) }
            #expect(count < 0)
            #expect(server.statistics.untakenAnswers(.tooSlow) == 1)
            #expect(server.statistics.untakenAnswers(.clientGone) == 0)
        }
    }

    @Test("A client that leaves before it has its answer is counted, and one that has it is not")
    func clientGone() async throws {
        try await withServer { _ in
        } _: { server, _ in
            let witness = try Client(server)
            do {
                let client = try Client(server, receiveBuffer: 4096)
                try client.get("/large")
            }
            while server.statistics.untakenAnswers(.clientGone) == 0 {
                try witness.get("/")
                _ = try witness.response()
            }
            #expect(server.statistics.untakenAnswers(.clientGone) == 1)
            #expect(server.statistics.untakenAnswers(.tooSlow) == 0)
        }
    }
}
