import Foundation
import TestSupport
import Testing

/// Codings of the running service, where the server's layer and the application's fields meet.
struct CodingTests {
    private func service() throws -> (Program, UInt16) {
        let program = try Program(["serve", "--listen", "127.0.0.1:0", "--log-level", "notice"])
        let port = try #require(program.nextErrorLine()?.firstMatch(of: /"server\.port":(\d+)/)?.1)
        return (program, try #require(UInt16(port)))
    }

    private func fields(_ answer: String) -> [Substring: Substring] {
        let head = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)[0]
        return Dictionary(
            head.split(separator: "\r\n").dropFirst().compactMap { line in
                line.firstRange(of: ": ").map { (line[..<$0.lowerBound], line[$0.upperBound...]) }
            }
        ) { "\($0), \($1)" }
    }

    @Test("A 304 has the tag, Vary and freshness of its 200, in gzip and without, and either tag gets it")
    func notModified() throws {
        let (program, port) = try service()
        for document in ["/openapi.yaml", "/openapi.json", "/v1/codes", "/v1/rules"] {
            let plain = fields(LoopbackClient.send(port: port, "GET", document))
            let coded = fields(LoopbackClient.send(port: port, "GET", document, ["Accept-Encoding: gzip"]))
            let strong = try #require(plain["ETag"])
            #expect(!strong.hasPrefix("W/") && coded["ETag"] == "W/\(strong)")
            #expect(coded["Content-Encoding"] == "gzip" && plain["Content-Encoding"] == nil)
            #expect(try #require(plain["Vary"]).contains("Accept-Encoding"))
            for tag in [strong, "W/\(strong)", "\"other\", W/\(strong)"] {
                for (good, accept) in [(plain, "identity"), (coded, "gzip")] {
                    let conditions = ["Accept-Encoding: \(accept)", "If-None-Match: \(tag)"]
                    let answer = LoopbackClient.send(port: port, "GET", document, conditions)
                    let unchanged = fields(answer)
                    #expect(answer.hasPrefix("HTTP/1.1 304 ") && answer.hasSuffix("\r\n\r\n"))
                    for name in ["ETag", "Vary", "Cache-Control"] { #expect(unchanged[name[...]] == good[name[...]]) }
                    #expect(unchanged["Content-Length"] == nil && unchanged["Content-Encoding"] == nil)
                }
            }
        }
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("A body that says it is gzip and is empty is a 400, and what follows it is answered")
    func emptyBody() throws {
        let (program, port) = try service()
        let next = "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        for (type, status) in [("application/json", "400"), ("application/x-ndjson", "400")] {
            for framing in ["Content-Length: 0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"] {
                let head = "POST /v1/claims/validate HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\n"
                let coding = "Content-Encoding: gzip\r\n"
                let answers = LoopbackClient.exchange(port: port, head + coding + framing + next)
                let statuses = answers.matches(of: /HTTP\/1\.1 (\d{3})/).map { String($0.1) }
                #expect(statuses == [status, "200"], "\(type) \(framing)")
            }
        }
        #expect(program.stop(SIGTERM) == 0)
    }
}
